"""A country's score in force: drivers that explain it, and a change in three parts that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from indicators.actions.adjustments import Opinion, adjust
from indicators.actions.scoring import Task, score
from indicators.models import Score
from indicators.presenters.drivers import driver_table
from indicators.presenters.headline import headline
from indicators.readers.country import country_scores
from indicators.words import number
from ledger.actors import System

pytestmark = pytest.mark.django_db
BY = System("system:test")
DAY = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def country(iso3: str) -> Country:
    return Country.objects.get(pk=iso3)


@pytest.mark.parametrize("iso3", [f"XA{letter}" for letter in "ABCDEFGHIJKL"])
def test_the_change_is_split_into_three_parts_that_add_up_exactly(exercise_world: None, farida: Any, iso3: str) -> None:
    found = country_scores(country(iso3), farida, "full")
    change = found.change
    assert found.score is not None
    assert change is not None
    if found.score.number is None:
        assert change.parts == ()
        assert change.reason
        return
    assert [part.kind for part in change.parts] == ["reality", "revised_data", "judgement_or_method"]
    assert change.before is not None
    assert change.before + sum(part.points for part in change.parts) == pytest.approx(change.after, abs=1e-9)
    assert found.previous is not None
    assert (change.before, change.after) == (found.previous.number, found.score.number)


@pytest.mark.parametrize("iso3", ["XAA", "XAB", "XAC", "XAF", "XAG"])
def test_what_the_indicators_and_judgement_add_is_the_headline(exercise_world: None, farida: Any, iso3: str) -> None:
    view = country_scores(country(iso3), farida, "full").score
    assert view is not None
    items = [item for level in view.levels for factor in level.factors for item in factor.indicators]
    added = sum(item.points or 0.0 for item in items)
    judged = any(factor.adjustment or factor.look == "expert" for level in view.levels for factor in level.factors)
    if judged:
        assert added != pytest.approx(view.number, abs=1e-6)
    else:
        assert added == pytest.approx(view.number, abs=1e-9)


@pytest.mark.parametrize("iso3", ["XAA", "XAB", "XAC", "XAD", "XAF", "XAG", "XAH"])
def test_the_table_of_drivers_adds_up_to_the_headline_as_printed(exercise_world: None, farida: Any, iso3: str) -> None:
    found = country_scores(country(iso3), farida, "full")
    assert found.score is not None
    table = driver_table(found.drivers, found.score)
    assert table is not None
    points = [row.points for row in table.rows] + [table.others_points or "0", table.judged_points or "0"]
    assert sum(Decimal(part) for part in points) == Decimal(table.total)
    assert table.total == number(found.score.number, 2)
    judged = any(f.adjustment or f.look == "expert" for level in found.score.levels for f in level.factors)
    assert bool(table.judged_points) == judged


def test_drivers_are_the_heaviest_first_and_scored(exercise_world: None, farida: Any) -> None:
    drivers = country_scores(country("XAB"), farida, "full").drivers
    points = [driver.points or 0.0 for driver in drivers]
    assert len(drivers) == 10
    assert points == sorted(points, reverse=True)
    assert all(driver.score is not None for driver in drivers)


def test_a_new_judgement_alone_is_all_of_the_change(exercise_world: None, farida: Any) -> None:
    before = country_scores(country("XAE"), farida, "full").score
    assert before is not None
    opinion = Opinion(
        country="XAE", level="P", factor="RF7", since=DAY, expires=date(2027, 1, 31), author="U-TEST",
        second_reader="U-TWO", reason="a test", reference="test:1",
    )  # fmt: skip
    adjust(by=BY, opinion=opinion, proposed=1.5, applied=1.5)
    task = Task.of(world="exercise", as_of=[DAY], countries=["XAE"], draws=0)
    run = score(by=BY, task=task)[0]
    found = country_scores(country("XAE"), farida, "full")
    assert found.score is not None
    assert found.score.run.id == run.pk
    assert found.runs_same_day
    # It compares with the month before; the run of the same day, which it replaces, is named beside it.
    change = found.change
    assert change is not None
    parts = {part.kind: part for part in change.parts}
    assert parts["judgement_or_method"].points > 0
    assert parts["judgement_or_method"].items[0]["code"] == "P:RF7"
    assert "expert adjustment" in parts["judgement_or_method"].items[0]["words"]


def test_as_of_shows_what_was_in_force_then(exercise_world: None, farida: Any) -> None:
    found = country_scores(country("XAB"), farida, "full", date(2025, 7, 15))
    assert found.score is not None
    assert found.score.as_of == date(2025, 6, 30)
    assert found.previous is not None
    assert found.previous.as_of == date(2025, 5, 31)


def test_a_country_that_was_never_scored_says_so(exercise_world: None, farida: Any) -> None:
    found = country_scores(country("FRA"), farida, "public")
    assert (found.score, found.change, found.drivers) == (None, None, ())
    assert "has not been scored" in found.reason


def test_who_may_not_see_scores_of_a_country_is_told_of_none(exercise_world: None, ines: Any, hanna: Any) -> None:
    assert country_scores(country("XAC"), ines, "full").score is None
    assert country_scores(country("XAB"), ines, "full").score is not None
    assert country_scores(country("XAB"), hanna, "full").score is None


def test_levels_show_data_only_and_adjusted_side_by_side(exercise_world: None, farida: Any) -> None:
    view = country_scores(country("XAB"), farida, "full").score
    assert view is not None
    stored = Score.objects.get(pk=view.id).detail
    for level in view.levels:
        assert (level.data_score, level.adjusted_score) == (
            stored["levels"][level.level]["data_score"],
            stored["levels"][level.level]["score"],
        )
        assert [factor.adjusted_score for factor in level.factors] == [
            entry["adjusted_score"] for entry in stored["factors"] if entry["level"] == level.level
        ]
    assert sum(len(factor.indicators) for level in view.levels for factor in level.factors) == 70


def test_a_country_page_takes_a_bounded_number_of_queries(exercise_world: None, farida: Any) -> None:
    taken = []
    for iso3 in ("XAA", "XAB", "XAJ"):
        with CaptureQueriesContext(connection) as queries:
            country_scores(country(iso3), farida, "full")
        taken.append(len(queries))
    assert max(taken) <= 30
    with CaptureQueriesContext(connection) as queries:
        country_scores(country("XAA"), farida, "full")
    # The split of a change is made once: runs never change.
    assert len(queries) <= 12


def test_a_number_outside_its_own_interval_has_a_mark_and_a_sentence(exercise_world: None, farida: Any) -> None:
    view = country_scores(country("XAB"), farida, "full").score
    assert view is not None
    assert view.number is not None
    for low, marked in ((view.number + 0.1, True), (view.number - 0.1, False)):
        head = headline(replace(view, p10=low, p90=view.number + 0.5), None)
        text = render_to_string("countries/country/_headline.html", {"head": head, "score": view})
        assert ("number outside" in text) == marked
        assert any("outside its own interval" in sentence for sentence in head.sentences) == marked
