"""Build the common rows from what a publisher's file holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import catalogue, derive
from indicators.catalogue import IndicatorSpec, Series
from indicators.importers.base import EVENT_COLUMNS, ROW_COLUMNS, empty
from indicators.importers.problems import Problem
from indicators.importers.table import numbers, year_ends


@lru_cache(maxsize=256)
def series_of(source: str, indicator: str) -> tuple[Series, IndicatorSpec]:
    """The row of series.csv for a feed and an indicator, with the indicator's own row. KeyError if there is none."""
    loaded = catalogue.load()
    for series in loaded.series:
        if (series.source, series.indicator) == (source, indicator):
            return series, loaded.by_code[indicator]
    raise KeyError(f"series.csv has no row for {source} {indicator}")


def observations(
    source: str,
    indicator: str,
    frame: pd.DataFrame,
    *,
    column: str,
    scheme: str,
    derivation: str | None = None,
    keep_raw: bool = False,
) -> pd.DataFrame:
    """Rows (`ROW_COLUMNS`) of one series.

    `frame` has key, value (as the series gives it) and line; year or ref_end; optionally never, raw (text) and
    input_lines. Rows without a value are dropped unless `never`. The published text is kept for stand-ins, and
    with `keep_raw`: where the published number is not the value itself.
    """
    series, spec = series_of(source, indicator)
    never = frame["never"].astype(bool) if "never" in frame else pd.Series(False, index=frame.index)
    frame = frame[frame["value"].notna() | never]
    never = never.loc[frame.index]
    value = derive.on_indicator_scale(frame["value"].to_numpy(np.float64), series, spec)
    texts = frame["raw"] if "raw" in frame else pd.Series(_plain(frame["value"]), index=frame.index)
    changed = series.stand_in or keep_raw
    ends = frame["ref_end"].to_numpy() if "ref_end" in frame else year_ends(frame["year"].to_numpy(np.int64))
    return pd.DataFrame(
        {
            "key": frame["key"].astype(str).to_numpy(),
            "scheme": scheme,
            "ref_end": pd.DatetimeIndex(ends).as_unit("s"),
            "indicator": indicator,
            "value": np.where(never, np.nan, value),
            "never": never.to_numpy(),
            "raw": texts.to_numpy() if changed else "",
            "raw_unit": series.raw_unit if changed else "",
            "unit": spec.unit,
            "source": source,
            "grade": series.grade,
            "published": pd.NaT,
            "line": frame["line"].to_numpy(np.int64),
            "column": column,
            "derivation": series.derivation if derivation is None else derivation,
            "input_lines": frame["input_lines"].to_numpy() if "input_lines" in frame else "",
        }
    ).astype({"published": "datetime64[s]"})


def cells(
    table: pd.DataFrame, column: str, *, key: pd.Series, year: npt.NDArray[np.int64], missing: Sequence[str] = ("",)
) -> tuple[pd.DataFrame, list[Problem]]:
    """One column as key, year, value, line and raw (text), empty cells left out; and its problems."""
    values, problems = numbers(table[column], missing=missing)
    frame = pd.DataFrame(
        {
            "key": key.to_numpy(),
            "year": year,
            "value": values,
            "line": table.index.to_numpy(np.int64),
            "raw": table[column].astype(str).to_numpy(),
        }
    )
    return frame[np.isfinite(values)], problems


def stacked(frames: Iterable[pd.DataFrame], columns: Sequence[str] = ROW_COLUMNS) -> pd.DataFrame:
    """All rows of several series under one running index; no rows give an empty frame with the same columns."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True)[list(columns)] if filled else empty(list(columns))


def no_events() -> pd.DataFrame:
    """A file without dated events."""
    return empty(EVENT_COLUMNS)


def _plain(values: pd.Series) -> list[str]:
    """Numbers as the shortest text that reads back the same."""
    return [f"{value:.15g}" for value in values]
