"""The heatmap over REST and as files: the page's filters, every row of the world, one answer for one view."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from indicators.models import Score, ScoringRun
from tests.integration.api.conftest import Api, body_of

pytestmark = pytest.mark.django_db
VIEWS = (
    "",
    "band=high",
    "trend=worsening",
    "status=not_rated",
    "region=X00&subregion=X01",
    "view=data&level=T",
    "search=brev",
    "as_of=2025-07-15&sort=-country",
    "level=none&sort=root",
)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def client(exercise_world: None, api: Api, farida: Any) -> Client:
    return api(farida)


def heatmap(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/v1/heatmap/?world=exercise&{query}".rstrip("&"))
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_every_watched_country_has_a_row_in_the_order_of_concern(client: Client) -> None:
    rows = heatmap(client)["data"]
    watched = Country.objects.in_world("exercise").watched()
    assert {row["iso3"] for row in rows} == set(watched.values_list("iso3", flat=True))
    places = ["rated", "base_only", "not_rated", "never_scored", "closed"]
    keys = [(places.index(row["status"]), -(row["number"] or 0)) for row in rows]
    assert keys == sorted(keys)


def test_what_has_no_number_says_why_and_is_never_a_zero(client: Client) -> None:
    rows = {row["iso3"]: row for row in heatmap(client)["data"]}
    assert (rows["XAJ"]["number"], rows["XAL"]["number"]) == (None, None)
    assert rows["XAJ"]["why"].startswith("Not rated: proximate causes")
    assert rows["XAL"]["successors"] == ["XAE"]
    assert rows["XAF"]["number_of"] == "base"
    silent = [f for level in rows["XAC"]["levels"] for f in level["factors"] if f["score"] is None]
    assert silent
    assert all(f["state"] in {"not_scored", "not_applicable", "not_watched"} and f["band"] is None for f in silent)


@pytest.mark.parametrize("view", VIEWS)
def test_page_export_and_api_show_the_same_rows(
    client: Client, as_user: Callable[[Any], Client], farida: Any, view: str
) -> None:
    asked = f"world=exercise&{view}".rstrip("&")
    page = as_user(farida)
    whole = heatmap(client, view)
    codes = [row["iso3"] for row in whole["data"]]
    assert page.get(f"/heatmap.json?{asked}").json() == whole
    for address in (f"/heatmap.csv?{asked}", f"/api/v1/heatmap/?{asked}&format=csv"):
        text = body_of((page if address.startswith("/heatmap") else client).get(address)).decode()
        lines = list(csv.DictReader(io.StringIO(text)))
        assert [line["iso3"] for line in lines] == codes
        assert [line["index"] for line in lines] == [
            "" if r["number"] is None else str(r["number"]) for r in whole["data"]
        ]
    text = body_of(page.get(f"/heatmap.hxl.csv?{asked}")).decode()
    assert text == body_of(client.get(f"/api/v1/heatmap/?{asked}&format=hxl")).decode()
    hxl = [line["Country code"] for line in csv.DictReader(io.StringIO(text))][1:]
    assert list(dict.fromkeys(hxl)) == codes


def test_the_level_decides_which_factors_and_indicators_are_in_the_file(client: Client) -> None:
    def codes(level: str) -> set[str]:
        text = body_of(client.get(f"/api/v1/heatmap/?world=exercise&level={level}&search=XAB&format=hxl")).decode()
        return {row["Indicator code"] for row in csv.DictReader(io.StringIO(text))} - {"#indicator+code"}

    assert codes("none") == {"OVERALL", "R", "P", "T"}
    assert {code for code in codes("T") if code.startswith(("R-", "P-", "R:", "P:"))} == set()
    assert {"T:RF1", "T-RF7-02"} <= codes("T")
    assert codes("R") | codes("P") | codes("T") == codes("all")


def test_a_wrong_filter_makes_no_file(as_user: Callable[[Any], Client], farida: Any) -> None:
    answer = as_user(farida).get("/heatmap.csv?band=scary")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "band"
    assert "attachment" not in answer.get("Content-Disposition", "")


def test_who_may_not_export_gets_no_file(as_user: Callable[[Any], Client], hanna: Any, otto: Any) -> None:
    for user in (hanna, otto):
        assert as_user(user).get("/heatmap.csv").status_code == 403
    assert Client().get("/heatmap.csv").status_code == 302


def test_the_second_answer_costs_no_more_than_rights_and_stamp(client: Client) -> None:
    heatmap(client)
    with CaptureQueriesContext(connection) as queries:
        heatmap(client)
    # token, roles, newest run
    assert len(queries) <= 4


def test_a_first_answer_takes_at_most_twelve_queries(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        heatmap(client)
    assert len(queries) <= 12


def test_a_cached_answer_is_nobody_elses(client: Client, api: Api, ines: Any) -> None:
    assert len(heatmap(client)["data"]) == 12
    assert [row["iso3"] for row in heatmap(api(ines))["data"]] == ["XAB"]
    assert [row["iso3"] for row in heatmap(api(ines), "mine=1")["data"]] == ["XAB"]
    assert heatmap(client, "mine=1")["data"] == []


def test_a_new_run_is_on_the_next_answer(client: Client) -> None:
    before = {row["iso3"]: row for row in heatmap(client)["data"]}["XAB"]
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    score = Score.objects.get(run=run, country="XAB")
    run.pk, run.job, run._state.adding = run.pk + 1, None, True
    run.save()
    score.pk, score._state.adding, score.run, score.overall = None, True, run, 3.21
    score.save()
    after = {row["iso3"]: row for row in heatmap(client)["data"]}["XAB"]
    assert before["number"] != after["number"] == 3.21
    assert after["run"] == run.pk


def test_files_speak_english_whatever_the_reader_does(
    exercise_world: None, as_user: Callable[[Any], Client], delphine: Any
) -> None:
    assert delphine.language == "fr"
    row = as_user(delphine).get("/heatmap.json?world=exercise&search=XAB").json()["data"][0]
    assert row["name"] == "Brevana"


def test_the_file_says_what_it_is_of(client: Client) -> None:
    text = body_of(client.get("/api/v1/heatmap/?world=exercise&format=csv")).decode()
    for line in csv.DictReader(io.StringIO(text)):
        assert (line["world"], line["profile"], line["method"], line["weights"], line["as_of"], line["note"]) == (
            "exercise",
            "full",
            "ewrm-1.0.0",
            "w-1.0.0",
            "2026-10-31",
            "The index is not a probability.",
        )
