"""Derived indicators: named, pure, and never filled where something is missing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalogue, derive
from indicators.catalogue import IndicatorSpec, Series

CATALOGUE = catalogue.load()
EPR = next(item for item in CATALOGUE.series if (item.source, item.indicator) == ("epr", "R-RF4-01"))


def series(*rows: tuple[str, int, float, int]) -> pd.DataFrame:
    """key, year, value, line."""
    return pd.DataFrame(list(rows), columns=["key", "year", "value", "line"])


def answers(frame: pd.DataFrame) -> dict[tuple[str, int], tuple[float, str]]:
    """(key, year) -> value and the lines it was made of."""
    return {(row.key, row.year): (row.value, row.input_lines) for row in frame.itertuples()}


def test_a_three_year_change_needs_both_years() -> None:
    made = derive.three_year_change(series(("A", 2000, 5, 2), ("A", 2003, 2, 3), ("A", 2004, 9, 4), ("B", 2003, 1, 5)))
    assert answers(made) == {("A", 2003): (-3, "3;2")}


def test_a_three_year_change_is_not_made_of_a_missing_value() -> None:
    made = derive.three_year_change(series(("A", 2000, math.nan, 2), ("A", 2003, 2, 3)))
    assert len(made) == 0


def test_a_mean_of_two_needs_both() -> None:
    first = series(("A", 2000, 0.2, 2), ("B", 2000, 0.5, 3))
    made = derive.mean_of_two(first, series(("A", 2000, 0.4, 2)))
    assert answers(made) == {("A", 2000): (pytest.approx(0.3), "2")}


def test_the_last_twelve_months_are_the_total_of_the_year_with_all_its_lines() -> None:
    made = derive.last_twelve_months(series(("A", 2000, 30, 9), ("A", 2000, 70, 12), ("A", 2001, 25, 13)))
    assert answers(made) == {("A", 2000): (100, "9;12"), ("A", 2001): (25, "13")}


def test_the_worst_neighbour_is_the_largest_value_around() -> None:
    around = {"A": ("B", "C"), "D": (), "E": ("F",)}
    values = series(("B", 2000, 10, 2), ("C", 2000, 30, 3))
    made = derive.neighbours_worst(values, lambda key, year: around[key], [("A", 2000), ("D", 2000), ("E", 2000)])
    # D has no border for anything to cross; of E's neighbour nothing is known.
    assert answers(made) == {("A", 2000): (30, "3"), ("D", 2000): (0, "0")}


def test_silence_is_a_zero_only_where_the_file_looked_and_named_nobody() -> None:
    made = derive.covered_without_record(
        series(("A", 2000, 10, 2)), [("A", 2000), ("B", 2000), ("C", 2000)], {("C", 2000)}
    )
    assert answers(made) == {("B", 2000): (0, "")}
    assert list(made["line"]) == [0]


def test_years_since_are_counted_from_the_last_year_it_went_on() -> None:
    going = series(("A", 1999, 0, 2), ("A", 2000, 2, 3), ("A", 2001, 0, 4), ("A", 2010, 0, 5), ("B", 2010, 0, 6))
    made = derive.years_since(going)
    assert answers(made) == {("A", 2000): (0, "3"), ("A", 2001): (1, "4;3"), ("A", 2010): (10, "5;3")}


def moments(**rows: str) -> pd.DataFrame:
    """key -> date, with lines from 2 on."""
    return pd.DataFrame(
        {"key": list(rows), "date": pd.to_datetime(list(rows.values())), "line": range(2, 2 + len(rows))}
    )


def test_months_since_the_last_event_are_days_over_the_length_of_a_month() -> None:
    ends = pd.DataFrame({"key": ["A", "A"], "end": pd.to_datetime(["2000-12-31", "1999-12-31"])})
    made = derive.months_since(moments(A="2000-07-01"), ends, never_after=120, known_from=np.datetime64("1999-01-01"))
    assert list(made["value"]) == [pytest.approx(183 / 30.4375)]
    assert list(made["line"]) == [2]


def test_never_needs_a_file_that_reaches_back_far_enough() -> None:
    ends = pd.DataFrame({"key": ["B", "B"], "end": pd.to_datetime(["2005-12-31", "2010-12-31"])})
    made = derive.months_since(moments(A="2000-07-01"), ends, never_after=120, known_from=np.datetime64("2000-01-01"))
    assert [str(day.date()) for day in made["end"]] == ["2010-12-31"]
    assert made["value"].isna().all()
    assert list(made["line"]) == [0]


def test_an_event_beyond_ten_years_is_never_with_the_line_that_says_so() -> None:
    ends = pd.DataFrame({"key": ["A"], "end": pd.to_datetime(["2011-12-31"])})
    made = derive.months_since(moments(A="2000-07-01"), ends, never_after=120, known_from=np.datetime64("2000-01-01"))
    assert made["value"].isna().all()
    assert list(made["input_lines"]) == ["2"]


def test_years_of_upheaval_count_a_year_once_and_only_in_whole_windows() -> None:
    wars = series(("A", 1989, 1, 2), ("A", 1989, 1, 3), ("A", 2003, 1, 4))
    made = derive.years_of_upheaval_in_15(wars, [("A", 2002), ("A", 2003), ("A", 2004), ("B", 2003)], first=1989)
    assert answers(made) == {("A", 2003): (2, "2;4"), ("A", 2004): (1, "4"), ("B", 2003): (0, "")}


def test_years_come_back_from_their_logarithm() -> None:
    made = derive.years_from_log2(series(("A", 2000, math.log2(42), 2), ("B", 2000, 0, 3)))
    assert answers(made) == {("A", 2000): (41, "2"), ("B", 2000): (0, "3")}


def test_regime_types_are_three_steps_and_warlords_are_none() -> None:
    steps = derive.military_share_of_power(pd.Series(["monarchy", "indirect military", " military ", "warlordism"]))
    assert list(steps[:3]) == [0, 1, 2]
    assert math.isnan(steps[3])


@pytest.mark.parametrize("count", [1, 20, 40, 500])
def test_the_lines_of_a_total_fit_their_column_and_say_how_many_are_not_shown(count: int) -> None:
    text = derive.lines_text(range(100_000, 100_000 + count))
    assert len(text) <= 200
    shown, _, rest = text.partition(";+")
    assert len(shown.split(";")) + int(rest or 0) == count


def score(spec: IndicatorSpec, value: float) -> float:
    """Specification C.4 for the transforms a stand-in may have."""
    there = {"lin": float, "ln": math.log, "log2": math.log2, "log10p1": lambda number: math.log10(1 + number)}
    move = there[spec.transform]
    assert spec.goalpost_0 is not None
    assert spec.goalpost_10 is not None
    return 10 * (move(value) - move(spec.goalpost_0)) / (move(spec.goalpost_10) - move(spec.goalpost_0))


def stand_in(spec: IndicatorSpec, raw_0: float, raw_10: float) -> Series:
    """A stand-in for an indicator with goalposts of its own."""
    return replace(EPR, indicator=spec.code, raw_goalpost_0=raw_0, raw_goalpost_10=raw_10)


@given(
    code=st.sampled_from(["R-RF4-01", "R-RF8-01", "P-RF5-02", "P-RF1-02"]),
    share=st.floats(0, 1),
    raw_0=st.floats(1, 10),
    step=st.floats(1, 100),
)
def test_a_mapped_stand_in_scores_what_its_own_goalposts_give(
    code: str, share: float, raw_0: float, step: float
) -> None:
    spec = CATALOGUE.by_code[code]
    own = replace(spec, goalpost_0=raw_0, goalpost_10=raw_0 + step)
    raw = raw_0 + share * step
    (mapped,) = derive.on_indicator_scale(np.array([raw]), stand_in(spec, raw_0, raw_0 + step), spec)
    assert score(spec, mapped) == pytest.approx(score(own, raw), abs=1e-6)


def test_a_stand_in_that_shares_the_goalposts_keeps_its_numbers_to_the_last_digit() -> None:
    spec = CATALOGUE.by_code["P-RF1-02"]
    values = np.array([0.0, 25.0, 123456.0])
    assert list(derive.on_indicator_scale(values, stand_in(spec, 0, 10000), spec)) == list(values)


def test_a_series_that_is_no_stand_in_stays_as_it_is() -> None:
    spec = CATALOGUE.by_code["R-RF4-01"]
    plain = replace(EPR, stand_in=False, raw_goalpost_0=None, raw_goalpost_10=None)
    assert list(derive.on_indicator_scale(np.array([0.42]), plain, spec)) == [0.42]


def test_a_stand_in_cannot_be_mapped_through_a_hump_or_a_decay() -> None:
    for code in ("R-RT-01", "R-RF6-01"):
        with pytest.raises(ValueError, match="cannot be mapped"):
            derive.on_indicator_scale(np.array([1.0]), stand_in(CATALOGUE.by_code[code], 0, 1), CATALOGUE.by_code[code])
