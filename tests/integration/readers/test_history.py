"""A country's past: one point a date, the latest run's; bounded; with the slope of the last eight months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from indicators.models import Score, ScoringRun
from indicators.readers.history import MAX_POINTS, history

pytestmark = pytest.mark.django_db


@pytest.fixture
def brevana(exercise_world: None) -> Country:
    return Country.objects.get(pk="XAB")


def add(day: date, overall: float | None, base: float, status: str = "rated") -> Score:
    """A run of Brevana alone."""
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    run.pk, run.job, run._state.adding, run.as_of = run.pk + 1, None, True, day
    run.save()
    return Score.objects.create(
        run=run, country_id="XAB", world="exercise", profile="full", as_of=day, status=status, overall=overall,
        base=base, overall_data_only=overall, base_data_only=base, detail={},
    )  # fmt: skip


def test_there_is_one_point_for_each_date_oldest_first(brevana: Country, farida: Any) -> None:
    points = history(brevana, farida, "full").points
    days = [point.as_of for point in points]
    assert days == sorted(set(days))
    stored = Score.objects.filter(country="XAB", profile="full").values_list(
        "as_of", "overall", "p10", "overall_data_only"
    )
    assert {(p.as_of, p.number, p.p10, p.data_only) for p in points} == set(stored)


def test_the_latest_run_for_a_date_is_the_one_that_shows(brevana: Country, farida: Any) -> None:
    score = add(date(2025, 6, 30), 3.0, 2.0)
    point = next(p for p in history(brevana, farida, "full").points if p.as_of == date(2025, 6, 30))
    assert (point.number, point.score_id) == (3.0, score.pk)


def test_the_slope_is_that_of_the_last_eight_monthly_runs(brevana: Country, farida: Any) -> None:
    for month in range(1, 9):
        add(date(2030, month, 1) - timedelta(days=1), 5.0 + 0.1 * month, 4.0)
        # A nightly run within the month does not count as a month of its own.
        add(date(2030, month, 1) - timedelta(days=9), 9.0, 4.0)
    found = history(brevana, farida, "full")
    assert found.slope_runs == 8
    # A tenth of a point a month, in points a year.
    assert found.slope == pytest.approx(1.2, abs=0.05)


def test_a_base_is_not_mixed_with_an_overall_in_the_slope(brevana: Country, farida: Any) -> None:
    add(date(2030, 1, 31), None, 4.0, "base_only")
    add(date(2030, 2, 28), None, 4.1, "base_only")
    found = history(brevana, farida, "full")
    assert (found.slope_runs, found.points[-1].of) == (2, "base")


def test_a_span_is_both_ends_included(brevana: Country, farida: Any) -> None:
    points = history(brevana, farida, "full", since=date(2025, 1, 31), until=date(2025, 3, 31)).points
    assert [p.as_of for p in points] == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]


def test_many_nights_are_thinned_to_month_ends_and_say_so(brevana: Country, farida: Any) -> None:
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    first = date(2030, 1, 1)
    runs = [
        ScoringRun(**{f.attname: getattr(run, f.attname) for f in run._meta.fields if f.name not in {"id", "job"}} | {
            "pk": run.pk + 1 + n, "as_of": first + timedelta(days=n)
        })
        for n in range(MAX_POINTS + 100)
    ]  # fmt: skip
    ScoringRun.objects.bulk_create(runs)
    Score.objects.bulk_create(
        Score(run=r, country_id="XAB", world="exercise", profile="full", as_of=r.as_of, status="rated", overall=5.0,
              base=4.0, detail={})
        for r in runs
    )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        found = history(brevana, farida, "full")
    assert found.thinned
    assert len(found.points) <= MAX_POINTS
    assert found.points[-1].as_of == runs[-1].as_of
    assert len(queries) <= 2


def test_another_country_has_no_past_for_who_may_not_see_it(brevana: Country, ines: Any) -> None:
    assert history(brevana, ines, "full").points
    assert history(Country.objects.get(pk="XAC"), ines, "full").points == ()
