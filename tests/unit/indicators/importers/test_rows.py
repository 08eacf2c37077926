"""The common rows: scale, unit, grade and the published text."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from indicators.importers.base import EVENT_COLUMNS, ROW_COLUMNS
from indicators.importers.rows import cells, no_events, observations, series_of, stacked


def frame(**columns: list) -> pd.DataFrame:
    """Two values of the year 2000."""
    base = {"key": ["XAA", "XAB"], "year": [2000, 2000], "value": [1.0, math.nan], "line": [2, 3]}
    return pd.DataFrame(base | columns)


def test_rows_take_unit_and_grade_from_the_tables_and_drop_what_has_no_value() -> None:
    rows = observations("wdi", "R-RF9-01", frame(), column="c", scheme="iso3")
    assert list(rows) == ROW_COLUMNS
    assert list(rows["key"]) == ["XAA"]
    assert (rows["unit"].iloc[0], rows["grade"].iloc[0], rows["raw"].iloc[0]) == ("percent of GDP", "B2", "")
    assert rows["ref_end"].iloc[0] == pd.Timestamp(2000, 12, 31)


def test_never_is_kept_without_a_value() -> None:
    rows = observations("panel", "R-RF6-01", frame(never=[False, True]), column="c", scheme="iso3")
    assert list(rows["never"]) == [False, True]
    assert math.isnan(rows["value"].iloc[1])


def test_a_stand_in_keeps_what_was_published() -> None:
    rows = observations("epr", "R-RF4-01", frame(raw=["1.00", ""]), column="c", scheme="iso3")
    assert (rows["raw"].iloc[0], rows["raw_unit"].iloc[0]) == ("1.00", "share 0-1")
    assert rows["value"].iloc[0] != 1


def test_a_pair_that_is_not_in_the_tables_is_refused() -> None:
    with pytest.raises(KeyError, match="R-RF5-01"):
        series_of("wdi", "R-RF5-01")


def test_cells_keep_their_line_and_text_and_leave_out_the_empty_ones() -> None:
    table = pd.DataFrame({"v": ["1.50", "", "x"]}, index=[2, 3, 4], dtype=object)
    found, problems = cells(table, "v", key=pd.Series(list("ABC"), index=[2, 3, 4]), year=np.array([2000] * 3))
    assert found.to_dict("records") == [{"key": "A", "year": 2000, "value": 1.5, "line": 2, "raw": "1.50"}]
    assert [item.line for item in problems] == [4]


def test_nothing_stacked_is_an_empty_frame_of_the_same_shape() -> None:
    assert list(stacked([])) == ROW_COLUMNS
    assert list(no_events()) == EVENT_COLUMNS
