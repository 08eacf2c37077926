"""Lineage: a number is only as good as the way back to its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Contribution, Score

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]
As = Callable[[Any], Client]


def newest(iso3: str) -> Score:
    return Score.objects.filter(country=iso3, profile="full").order_by("-as_of", "-pk").first()


def page(client: Client, score: Score, code: str) -> str:
    response = client.get(f"/countries/{score.country_id}/lineage/{score.pk}/{code}/")
    assert response.status_code == 200, response.content[:400]
    return response.content.decode()


def test_a_value_is_led_back_to_file_line_column_and_digest(farida: Any, as_user: As) -> None:
    score = newest("XAB")
    row = Contribution.objects.select_related("observation__import_run", "observation__source").get(
        score=score, indicator="P-RF7-01"
    )
    seen = row.observation
    text = page(as_user(farida), score, "P-RF7-01")
    for part in (
        seen.import_run.file_name,
        f"line {seen.line}",
        seen.column,
        seen.import_run.sha256,
        seen.source.title,
        seen.source.licence,
        seen.published.isoformat(),
        seen.ref_end.isoformat(),
        seen.grade,
        seen.unit,
    ):
        assert str(part) in text, part


def test_the_formula_is_filled_in_down_to_the_headline(farida: Any, as_user: As) -> None:
    score = newest("XAB")
    text = page(as_user(farida), score, "P-RF7-01")
    formulas = re.findall(r"formula (C\.\d+)", text)
    assert {"C.3", "C.4", "C.6", "C.7", "C.8"} <= set(formulas)
    assert f"= {score.overall:.4f}" in text


def test_every_indicator_of_a_score_has_a_page_silent_ones_too(farida: Any, as_user: As) -> None:
    client, score = as_user(farida), newest("XAJ")
    silent = [code for codes in score.detail["silent"].values() for code in codes]
    assert silent
    for code in (silent[0], silent[-1]):
        text = page(client, score, code)
        assert "Not assessed." in text
        assert "never counts as calm" in text


def test_a_trigger_shows_its_events_and_what_is_left_of_them(farida: Any, as_user: As) -> None:
    score = newest("XAB")
    row = next(
        c
        for c in score.contributions.all()
        if c.indicator_id.startswith("T-") and any(u.startswith("e") for u in c.detail.get("used", ()))
    )
    text = page(as_user(farida), score, row.indicator_id)
    assert "Events that counted" in text
    assert re.search(r"[\d.]+ × 2\^\(−\d+/\d+\)", text), "the arithmetic with its numbers"
    assert re.search(r"line \d+|logged by hand: |in no file: entered by ", text)
    assert "The feed was watched from" in text


def test_judgement_is_a_leaf_of_its_own(farida: Any, as_user: As) -> None:
    score = next(
        s
        for s in Score.objects.filter(profile="full").order_by("-as_of")
        if any(f["adjustment"] for f in s.detail.get("factors", ()))
    )
    factor = next(f for f in score.detail["factors"] if f["adjustment"])
    code = next(
        c.indicator_id
        for c in score.contributions.select_related("indicator")
        if (c.indicator.level, c.indicator.factor) == (factor["level"], factor["factor"])
    )
    text = page(as_user(farida), score, code)
    assert "Expert judgement on the factor" in text
    assert "second reader" in text


def test_a_conflict_shows_the_other_source_and_the_gap(farida: Any, as_user: As) -> None:
    row = next(
        c
        for c in Contribution.objects.filter(score__profile="full").select_related("score").order_by("-pk")
        if c.detail.get("conflict")
    )
    text = page(as_user(farida), row.score, row.indicator_id)
    assert "Other sources for the same period" in text
    assert "Sources conflict" in text


def test_a_score_of_another_country_is_not_found_under_this_one(farida: Any, as_user: As) -> None:
    response = as_user(farida).get(f"/countries/XAA/lineage/{newest('XAB').pk}/P-RF7-01/")
    assert response.status_code == 404


@pytest.mark.parametrize("address", ["/countries/XAB/lineage/999999/P-RF7-01/", "/countries/QQQ/lineage/1/P-RF7-01/"])
def test_what_does_not_exist_is_not_found(farida: Any, as_user: As, address: str) -> None:
    assert as_user(farida).get(address).status_code == 404


def test_an_unknown_indicator_is_not_found(farida: Any, as_user: As) -> None:
    assert as_user(farida).get(f"/countries/XAB/lineage/{newest('XAB').pk}/P-RF7-99/").status_code == 404


def test_who_may_not_read_scores_may_not_read_their_lineage(hanna: Any, as_user: As) -> None:
    assert as_user(hanna).get(f"/countries/XAB/lineage/{newest('XAB').pk}/P-RF7-01/").status_code == 403


def test_the_page_asks_the_database_a_bounded_number_of_times(farida: Any, as_user: As) -> None:
    client, score = as_user(farida), newest("XAB")
    page(client, score, "P-RF7-01")
    for code in ("P-RF7-01", "T-RF3-01", "P-RF3-03"):
        with CaptureQueriesContext(connection) as seen:
            page(client, score, code)
        assert len(seen) <= 20, [q["sql"][:90] for q in seen.captured_queries]
