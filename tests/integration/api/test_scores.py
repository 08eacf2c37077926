"""Scores over REST are the stored ones: in force, as of a day, history, what changed; in three forms."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from indicators.models import Contribution, Score, ScoringRun
from tests.integration.api.conftest import Api, body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(exercise_world: None, api: Api, farida: Any) -> Client:
    return api(farida)


def data(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["data"])


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body_of(client.get(f"/api/v1/{address}")).decode())))


def again(run: ScoringRun, country: str, overall: float) -> Score:
    """A correction: another run for the same day, with another number for one country."""
    score = Score.objects.get(run=run, country=country)
    run.pk, run.job, run._state.adding = ScoringRun.objects.latest("pk").pk + 1, None, True
    run.save()
    score.pk, score._state.adding, score.run, score.overall = None, True, run, overall
    score.save()
    return score


def test_scores_in_force_are_the_newest_of_each_country(client: Client) -> None:
    found = {row["iso3"]: row for row in data(client, "scores/?world=exercise")}
    assert len(found) == 12
    stored = Score.objects.filter(as_of="2026-10-31").in_bulk(field_name="pk").values()
    for score in stored:
        row = found[score.country_id]
        assert (row["id"], row["overall"], row["p10"], row["status"]) == (
            score.pk,
            score.overall,
            score.p10,
            score.status,
        )


def test_as_of_answers_with_what_was_scored_up_to_the_day(client: Client) -> None:
    found = data(client, "scores/?world=exercise&as_of=2025-07-15")
    assert {row["as_of"] for row in found} == {"2025-06-30"}
    assert data(client, "scores/?world=exercise&as_of=1999-01-01") == []


def test_a_correction_is_in_force_and_the_first_run_stays_in_the_history(client: Client) -> None:
    run = ScoringRun.objects.filter(world="exercise").latest("as_of")
    before = Score.objects.get(run=run, country="XAB")
    after = again(run, "XAB", 6.5)
    row = data(client, "scores/?world=exercise&country=XAB")[0]
    assert (row["id"], row["overall"]) == (after.pk, 6.5)
    history = data(client, "scores/history/?world=exercise&country=XAB&since=2026-10-31")
    assert [entry["id"] for entry in history] == [before.pk, after.pk]


def test_changed_since_answers_with_what_came_after_the_last_answer(client: Client) -> None:
    first = client.get("/api/v1/scores/?world=exercise").json()["meta"]["run"]
    assert data(client, f"scores/?world=exercise&changed_since={first}") == []
    run = ScoringRun.objects.get(pk=first)
    moment = run.at.isoformat().replace("+00:00", "Z")
    again(run, "XAB", 6.5)
    assert [row["iso3"] for row in data(client, f"scores/?world=exercise&changed_since={first}")] == ["XAB"]
    run.refresh_from_db()
    assert data(client, f"scores/?world=exercise&changed_since={moment}") == []
    assert data(client, "scores/?world=exercise&changed_since=2020-01-01T00:00:00%2B01:00")


def test_a_country_without_triggers_has_a_base_and_no_overall(client: Client) -> None:
    row = data(client, "scores/?world=exercise&country=XAF")[0]
    assert (row["status"], row["number_of"], row["overall"]) == ("base_only", "base", None)
    assert row["number"] == row["base"]


def test_filters_narrow_by_status_and_published_band(client: Client) -> None:
    assert [row["iso3"] for row in data(client, "scores/?world=exercise&status=not_rated")] == ["XAJ"]
    high = data(client, "scores/?world=exercise&band=high")
    assert {row["band"] for row in high} == {"High"}
    assert {row["status"] for row in high} == {"rated"}


def test_the_csv_says_the_same_as_the_json(client: Client) -> None:
    whole = data(client, "scores/?world=exercise&page_size=1000")
    for row, text in zip(whole, rows(client, "scores/?world=exercise&format=csv"), strict=True):
        assert text["note"] == "The index is not a probability."
        for name, value in row.items():
            told = int(value) if isinstance(value, bool) else value
            assert text[name] == ("" if told is None else str(told).replace("Z", "+00:00"))


def test_the_accept_header_chooses_the_form_too(client: Client) -> None:
    answer = client.get("/api/v1/scores/?world=exercise", headers={"Accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Note"] == "The index is not a probability."
    assert answer["X-World"] == "exercise"


def test_hxl_has_its_tag_row_and_every_scored_indicator(client: Client) -> None:
    text = body_of(client.get("/api/v1/scores/?world=exercise&country=XAB&format=hxl")).decode()
    header, tags, *lines = list(csv.reader(io.StringIO(text)))
    assert tags[:4] == ["#country+code+iso3", "#country+name", "#date+asof", "#indicator+code"]
    assert len(header) == len(tags)
    found = {line[3]: dict(zip(tags, line, strict=True)) for line in lines}
    score = Score.objects.filter(country="XAB").latest("as_of", "pk")
    assert set(found) == {"OVERALL", "R", "P", "T"} | set(score.contributions.values_list("indicator_id", flat=True))
    assert float(found["OVERALL"]["#indicator+score+num"]) == score.overall
    assert float(found["OVERALL"]["#indicator+low+num"]) == score.p10
    assert found["OVERALL"]["#severity+band"] == score.published_band
    assert [found[code]["#indicator+outside"] for code in ("OVERALL", "R")] == ["0", ""]


def test_hxl_keeps_back_the_value_and_says_so_where_the_licence_asks(client: Client) -> None:
    lines = rows(client, "scores/?world=exercise&country=XAB&format=hxl")
    kept = [line for line in lines if line["Withheld by licence"] == "value"]
    open_ = [line for line in lines if line["Source"] == "exercise_statistics"]
    assert kept
    assert all(line["Value"] == "" and line["Score"] for line in kept)
    assert all(line["Value"] and not line["Withheld by licence"] for line in open_ if line["State"] == "fresh")


def test_one_score_unfolds_to_its_indicators_whose_points_explain_it(client: Client) -> None:
    score = Score.objects.filter(country="XAA").latest("as_of", "pk")
    found = client.get(f"/api/v1/scores/{score.pk}/").json()["data"]
    readings = [item for level in found["levels"] for factor in level["factors"] for item in factor["indicators"]]
    assert len(readings) == 70
    assert sum(item["points"] or 0 for item in readings) == pytest.approx(found["overall"], abs=1e-9)
    scored = {item["code"]: item["score"] for item in readings if item["score"] is not None}
    assert scored == dict(Contribution.objects.filter(score=score).values_list("indicator_id", "points"))


def test_the_lineage_leads_to_file_and_line(client: Client) -> None:
    score = Score.objects.filter(country="XAB").latest("as_of", "pk")
    found = client.get(f"/api/v1/scores/{score.pk}/lineage/R-RF8-01/").json()["data"]
    assert found["observation"]["file"]["file_name"] == "exercise_statistics.csv"
    assert found["observation"]["line"] > 1
    assert found["steps"][-1]["result"] == f"{score.overall:.4f}".rstrip("0")


def test_the_lineage_of_a_withheld_value_tells_it_nowhere(client: Client) -> None:
    row = Contribution.objects.filter(
        score__country="XAB", indicator="P-RF4-01", observation__isnull=False, value__isnull=False
    ).latest("pk")
    answer = client.get(f"/api/v1/scores/{row.score_id}/lineage/P-RF4-01/")
    found = answer.json()["data"]
    assert found["reading"]["withheld"] == "value"
    assert found["reading"]["value"] is found["observation"]["value"] is None
    assert found["reading"]["score"] == row.points
    assert not {"file", "C.4"} & {step["formula"] for step in found["steps"]}


def test_dates_of_the_answer_are_the_dates_scored(client: Client) -> None:
    meta = client.get("/api/v1/scores/?world=exercise&as_of=2025-07-15").json()["meta"]
    assert (meta["as_of"], meta["asked_as_of"]) == ("2025-06-30", "2025-07-15")
    run = ScoringRun.objects.get(pk=meta["run"])
    assert run.as_of <= date(2025, 7, 15)
