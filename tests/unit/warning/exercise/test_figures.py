"""The invented figures hang together as real ones would."""

from __future__ import annotations

from datetime import date

import pytest

from countries.neighbours import Neighbours
from indicators.catalogue import load
from warning.exercise.calendar import month_end
from warning.exercise.figures import Figures, rounded
from warning.exercise.tables import load_stories

ANCHOR = date(2026, 10, 31)
FIGURES = Figures(load(), load_stories(), ANCHOR)
FED_BY_FIGURES = [row for row in load_stories().series if row.made != "event"]
BELOW_ZERO = ("P-RF8-01", "P-RF9-01", "P-RF7-02", "P-RT-01")


def test_a_twelve_month_toll_is_the_sum_of_its_months() -> None:
    months = [month_end(2026, 10 - back) for back in range(12)]
    toll = sum(FIGURES.value("XAB", "T-RF7-01", month) or 0 for month in months)
    assert FIGURES.value("XAB", "P-RF7-04", ANCHOR) == toll > 0


def test_a_three_year_change_is_the_difference_of_two_published_values() -> None:
    now, before = (FIGURES.value("XAB", "P-RF7-01", date(year, 6, 30)) for year in (2026, 2023))
    assert now is not None
    assert before is not None
    change = FIGURES.value("XAB", "P-RF7-02", date(2026, 6, 30))
    assert change == rounded(now - before, 0.001)
    assert change < 0


def test_the_worst_neighbour_is_a_neighbour() -> None:
    near = Neighbours.load().of("XAF", ANCHOR)
    assert "XAB" in near
    worst = max(FIGURES.value(other, "P-RF1-02", ANCHOR) or 0 for other in near)
    assert FIGURES.value("XAF", "P-RF1-03", ANCHOR) == worst


def test_a_clock_runs_from_its_latest_start_and_never_is_said_before() -> None:
    code = "P-RF1-01"
    assert FIGURES.value("XAE", code, ANCHOR) is None
    assert FIGURES.value("XAB", code, ANCHOR) == 9
    before_the_attempt = FIGURES.value("XAB", code, month_end(2026, 10 - 10))
    assert before_the_attempt == 400 - 10


def test_years_on_a_clock_are_years() -> None:
    assert FIGURES.value("XAB", "R-RF6-01", ANCHOR) == round(330 / 12)


def test_event_indicators_have_no_figures() -> None:
    with pytest.raises(KeyError):
        FIGURES.value("XAB", "T-RF3-01", ANCHOR)


@pytest.mark.parametrize("row", FED_BY_FIGURES, ids=lambda row: row.indicator)
def test_every_figure_lies_on_its_indicators_scale(row) -> None:
    spec = load().by_code[row.indicator]
    for country in load_stories().countries:
        value = FIGURES.value(country, row.indicator, ANCHOR)
        if value is None:
            assert spec.takes_never
        elif spec.unit.split(" (")[0] in ("index 0-1", "share 0-1"):
            assert 0 <= value <= 1
        elif row.indicator not in BELOW_ZERO:
            assert value >= 0
