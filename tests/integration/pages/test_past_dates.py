"""A past day: what was asked and what answers stand side by side, and nothing that never was is called closed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from countries.models import Country
from indicators.models import Adjustment, ImportRun, Score, ScoringRun
from indicators.presenters.past_told import past_words
from indicators.readers.history import History, history
from indicators.readers.no_run import why_no_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]
As = Callable[[Any], Client]


def body(response: Any) -> str:
    assert response.status_code == 200, response.content[:400]
    text: str = response.content.decode()
    return text


def between() -> tuple[date, date]:
    """(a day without a run, the day of the newest run before it)"""
    days = sorted(ScoringRun.objects.filter(world="exercise", profile="full").values_list("as_of", flat=True))
    return days[-1] - timedelta(days=3), days[-2]


def test_asked_day_and_run_day_stand_side_by_side_on_both_pages_and_in_the_files(farida: Any, as_user: As) -> None:
    asked, run = between()
    client = as_user(farida)
    page = body(client.get(f"/countries/XAB/?as_of={asked}"))
    assert f"Asked: {asked}. The newest run up to that day is as of {run}" in page
    heat = body(client.get(f"/heatmap?world=exercise&as_of={asked}"))
    assert f"asked: {asked}, newest run up to it: {run}" in heat
    meta = client.get(f"/heatmap.json?world=exercise&as_of={asked}").json()["meta"]
    assert (meta["as_of"], meta["asked_as_of"]) == (run.isoformat(), asked.isoformat())
    text = b"".join(client.get(f"/heatmap.csv?world=exercise&as_of={asked}")).decode("utf-8-sig")
    line = next(csv.DictReader(io.StringIO(text)))
    assert (line["as_of"], line["asked_as_of"]) == (run.isoformat(), asked.isoformat())
    meta = client.get(f"/api/v1/scores/?world=exercise&as_of={asked}").json()["meta"]
    assert (meta["as_of"], meta["asked_as_of"]) == (run.isoformat(), asked.isoformat())


def test_the_way_back_to_the_heatmap_keeps_day_profile_and_view(farida: Any, as_user: As) -> None:
    asked, _run = between()
    page = body(as_user(farida).get(f"/countries/XAB/?as_of={asked}&view=data&profile=public"))
    href = re.search(r'href="(/heatmap\?[^"#]+)#XAB"', page)
    assert href is not None
    for part in ("world=exercise", f"as_of={asked}", "view=data", "profile=public"):
        assert part in href[1]


def test_who_filtered_data_only_lands_on_data_only_numbers(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    moved = next(
        row
        for row in Score.objects.filter(run__world="exercise", profile="full", status="rated").order_by("-as_of", "-pk")
        if round(row.overall, 1) != round(row.overall_data_only, 1)
    )
    heat = body(client.get(f"/heatmap?world=exercise&view=data&as_of={moved.as_of}"))
    href = re.search(rf'<tr id="{moved.country_id}"[^>]*><th scope="row"><a href="([^"]+)"', heat)
    assert href is not None
    page = body(client.get(href[1].replace("&amp;", "&")))
    lead = re.search(r'<p class="big [^"]+"><b>([\d.]+)</b>', page)
    assert lead is not None
    assert float(lead[1]) == pytest.approx(moved.overall_data_only, abs=0.051)
    assert "data only, without expert judgement" in page


def test_a_state_that_had_not_begun_is_not_called_closed(farida: Any, as_user: As) -> None:
    country = Country.objects.get(iso3="XAE")
    Country.objects.filter(iso3="XAE").update(valid_from=date(2026, 1, 1))
    page = body(as_user(farida).get("/countries/XAE/?as_of=2020-12-31"))
    assert f"{country.short_name} did not exist on 2020-12-31." in page
    assert "manage.py score" not in page
    assert ">Closed<" not in page
    assert 'href="/countries/XAL/?as_of=2020-12-31' in page, "what was there before it"


def test_the_hint_to_score_names_the_day_that_was_asked(farida: Any, as_user: As) -> None:
    page = body(as_user(farida).get("/countries/XAB/?as_of=1999-12-31"))
    assert "manage.py score --as-of 1999-12-31 --country XAB" in page


def test_an_empty_heatmap_says_which_emptiness_it_is(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    early = body(client.get("/heatmap?world=exercise&as_of=1980-01-01"))
    assert "No run with the profile “full” up to 1980-01-01." in early
    first = ScoringRun.objects.filter(world="exercise", profile="full").order_by("as_of").values_list("as_of").first()
    assert first is not None
    assert f"as_of={first[0]}" in early
    other = body(client.get("/heatmap?world=exercise&profile=public"))
    assert "Nothing has been scored with the profile “public” in this world." in other
    assert "profile=full" in other
    assert "No public file has been imported yet." in body(client.get("/heatmap?world=real"))
    assert why_no_run("real", "public").kind == "no_data"


def test_a_state_that_ended_links_to_its_last_run(farida: Any, as_user: As) -> None:
    last = (
        Score.objects.filter(country="XAL", profile="full").exclude(status="closed").order_by("-as_of", "-pk").first()
    )
    assert last is not None
    page = body(as_user(farida).get("/countries/XAL/"))
    assert f'as_of={last.as_of}">{last.as_of}' in page


def test_runs_that_never_gave_a_number_are_counted(farida: Any) -> None:
    past = history(Country.objects.get(iso3="XAJ"), farida, "full")
    silent = tuple(point for point in past.points if point.number is None)
    assert len(silent) > 1
    told = past_words(History(silent, None, 0, False))
    assert told.startswith(f"Never rated in {len(silent)} runs from {silent[0].as_of} to ")
    assert past_words(History(silent[:1], None, 0, False)).startswith("One run is no history yet")


def test_assumed_publication_dates_are_told_on_the_heatmap_and_in_its_files(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    assert "Pseudo-vintage" not in body(client.get("/heatmap?world=exercise"))
    run = ImportRun.objects.filter(world="exercise").first()
    assert run is not None
    told = {field.attname: getattr(run, field.attname) for field in run._meta.concrete_fields if not field.primary_key}
    ImportRun(**told | {"lag_assumed": True}).save()
    again = body(client.get("/heatmap?world=exercise&sort=country"))
    assert "Pseudo-vintage" in again
    text = b"".join(client.get("/heatmap.csv?world=exercise&sort=country")).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["publication_dates"] == "some assumed"


def test_a_judged_number_leads_to_who_judged_it_when_and_why(farida: Any, as_user: As) -> None:
    score = next(
        row
        for row in Score.objects.filter(run__world="exercise", profile="full").order_by("-as_of")
        if any(entry["adjustment"] for entry in row.detail.get("factors", ()))
    )
    entry = next(entry for entry in score.detail["factors"] if entry["adjustment"])
    anchor = f"{entry['level']}-{entry['factor']}"
    page = body(as_user(farida).get(f"/countries/{score.country_id}/?as_of={score.as_of}"))
    assert f'href="#judged-{anchor}"' in page
    leaf = page[page.index(f'id="judged-{anchor}"') :]
    row = Adjustment.objects.filter(
        country=score.country_id,
        level=entry["level"],
        factor=entry["factor"],
        since__lte=score.as_of,
        expires__gte=score.as_of,
    ).first()
    assert row is not None
    for part in (row.author, row.since.isoformat(), row.expires.isoformat(), row.reference):
        assert part in leaf
