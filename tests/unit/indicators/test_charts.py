"""Charts are data: what a figure draws stands in its table, and parts add up as shown."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import (
    SPARK_HEIGHT,
    Line,
    Ribbon,
    bar_figure,
    curve_points,
    history_figure,
    history_twin,
    interval_bar,
    rounded_to_sum,
    spark_points,
)

DAYS = [date(2026, month, 28) for month in (1, 2, 3)]
CUTS = [("Watch", 2.0), ("Elevated", 3.5)]


def line(*values: float | None) -> Line:
    return Line("Adjusted", list(zip(DAYS, values, strict=True)), "--accent")


def test_a_sparkline_needs_two_numbers() -> None:
    assert spark_points([]) == ""
    assert spark_points([None, 4.0, None]) == ""
    assert spark_points([3.0, None, 4.0]).count(",") == 2


def test_a_rise_goes_up_and_stays_inside_the_picture() -> None:
    points = [tuple(map(float, point.split(","))) for point in spark_points([1.0, 3.0, 9.5]).split()]
    heights = [y for _x, y in points]
    assert heights == sorted(heights, reverse=True)
    assert all(0 <= y <= SPARK_HEIGHT for y in heights)


def test_the_same_change_has_the_same_slope_in_every_row() -> None:
    def rise(values: list[float]) -> float:
        first, last = (float(point.split(",")[1]) for point in spark_points(values).split())
        return first - last

    assert rise([1.0, 2.0]) == pytest.approx(rise([7.0, 8.0]))


def test_a_gap_in_a_series_stays_a_gap_in_the_chart() -> None:
    figure = history_figure([line(3.0, None, 4.0)], None, CUTS, "0 to 10")
    (trace,) = figure["data"]
    assert trace["y"] == [3.0, None, 4.0]
    assert trace["connectgaps"] is False
    assert [shape["y0"] for shape in figure["layout"]["shapes"]] == [2.0, 3.5]


def test_the_table_twin_holds_every_number_of_the_chart() -> None:
    ribbon = Ribbon("80% interval", DAYS, [2.5, None, 3.5], [3.5, None, 4.5])
    lines = [line(3.0, None, 4.0)]
    twin = history_twin(lines, ribbon, "As of", "not rated")
    assert twin.heads == ("As of", "Adjusted", "80% interval")
    assert twin.rows == (
        ("2026-03-28", "4.0", "3.5–4.5"),
        ("2026-02-28", "not rated", "not rated"),
        ("2026-01-28", "3.0", "2.5–3.5"),
    )


def test_what_pulls_down_is_drawn_in_another_colour_than_what_pushes_up() -> None:
    (trace,) = bar_figure([("a", 0.4), ("b", -0.1)], "points")["data"]
    assert trace["marker"]["color"] == ["--bad", "--ok"]


def test_the_bar_of_the_headline_lies_on_the_scale() -> None:
    bar = interval_bar([2.0, 3.5, 5.0, 6.5], value=7.5, p10=7.1, p90=7.9, other=7.4, width=640)
    assert [wide for _x, wide, _at in bar.boxes] == [128.0, 96.0, 96.0, 96.0, 224.0]
    assert (bar.mark, bar.other, bar.low, bar.span) == (480.0, 473.6, 454.4, 51.2)


def test_without_draws_no_interval_is_drawn() -> None:
    bar = interval_bar([2.0], value=3.0, p10=None, p90=None, other=3.0)
    assert bar.low is None
    assert bar.other is None, "the same number twice would be two marks for one thing"


def test_a_curve_puts_ten_on_top() -> None:
    assert curve_points([(0.0, 0.0), (1.0, 10.0)], 100, 50) == "0.0,50.0 100.0,0.0"


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6))
def test_rounded_parts_add_up_to_the_rounded_whole(parts: list[float]) -> None:
    total = round(math.fsum(parts), 2)
    shown = rounded_to_sum(parts, total, 2)
    assert round(math.fsum(shown), 2) == total
    assert all(abs(was - now) < 0.02 for was, now in zip(parts, shown, strict=True))
