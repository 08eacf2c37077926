"""Lines of a file that speak of the same value twice. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.importers.problems import Problem, problem
from indicators.importers.table import TOLD

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# Day numbers are counted from 1700 and stay below this for every year that is read.
DAYS = 200_000
DAY_0 = np.datetime64("1700-01-01", "D")


class Seen:
    """The natural keys (indicator, country, ref_end, source) and publication days of the rows, one integer each.

    Two publications of one value in a file are no duplicate: the later one supersedes the earlier.
    """

    def __init__(self, *, indicators: Sequence[str], countries: Sequence[str], sources: Sequence[str]) -> None:
        self._indicators = pd.Index(indicators)
        self._countries = pd.Index(countries)
        self._sources = pd.Index(sources)
        self._pieces: list[tuple[Ints, Floats, Ints]] = []

    def repeated(self, rows: pd.DataFrame) -> tuple[npt.NDArray[np.bool_], list[Problem]]:
        """Which rows repeat an earlier line, and a problem for each that gives another value than it."""
        keys = self._keys(rows)
        value = np.where(rows["never"].to_numpy(bool), np.inf, rows["value"].to_numpy(np.float64))
        line = rows["line"].to_numpy(np.int64)
        unique, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        first_value, first_line = value[first], line[first]
        old = np.zeros(len(unique), dtype=bool)
        for piece_keys, piece_values, piece_lines in self._pieces:
            at = np.searchsorted(piece_keys, unique)
            at[at == len(piece_keys)] = 0
            hit = (piece_keys[at] == unique) & ~old
            first_value[hit], first_line[hit] = piece_values[at[hit]], piece_lines[at[hit]]
            old |= hit
        if not old.all():
            self._pieces.append((unique[~old], first_value[~old], first_line[~old]))
        # Columns of one line may not meet in one key, so a row is first by its place, not by its line.
        repeated = (first[inverse] != np.arange(len(keys))) | old[inverse]
        clash = repeated & (first_value[inverse] != value)
        return repeated, [
            problem(
                line[at],
                str(rows["column"].iloc[at]),
                "duplicate",
                f"{rows['indicator'].iloc[at]} {rows['iso3'].iloc[at]} {rows['ref_end'].iloc[at]:%Y-%m-%d}",
                f"line {first_line[inverse[at]]} gives another value: keep one",
            )
            for at in np.flatnonzero(clash)[:TOLD]
        ]

    def _keys(self, rows: pd.DataFrame) -> Ints:
        key: Ints = _places(self._countries, rows["iso3"])
        key = key * len(self._indicators) + _places(self._indicators, rows["indicator"])
        key = key * len(self._sources) + _places(self._sources, rows["source"])
        for column in ("ref_end", "published"):
            key = key * DAYS + _days(rows[column])
        return key


def _days(cells: pd.Series) -> Ints:
    """Days since `DAY_0`; a row without a date has them all at 0 (a missing date counts far below it)."""
    days = (cells.to_numpy().astype("datetime64[D]") - DAY_0).astype(np.int64)
    return np.clip(days, 0, DAYS - 1)


class SeenEvents:
    """The events of the pieces of a file, by feed, country and the publisher's own key."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str, str], tuple[object, int]] = {}

    def repeated(self, events: pd.DataFrame) -> tuple[npt.NDArray[np.bool_], list[Problem]]:
        """Which events repeat an earlier line, and a problem for each that says otherwise than it."""
        again = np.zeros(len(events), dtype=bool)
        problems = []
        columns = ["source", "iso3", "external_id", "date", "severity", "line"]
        for at, (source, iso3, key, day, severity, line) in enumerate(events[columns].itertuples(index=False)):
            what = (day, None if np.isnan(severity) else severity)
            if (source, iso3, key) not in self._first:
                self._first[source, iso3, key] = (what, line)
                continue
            again[at] = True
            first, first_line = self._first[source, iso3, key]
            if first != what:
                remedy = f"line {first_line} says otherwise: keep one"
                problems.append(problem(line, "external_id", "duplicate", key, remedy))
        return again, problems


def _places(index: pd.Index, cells: pd.Series) -> Ints:
    """Positions in `index`; what is not in it is a problem of its own, told elsewhere."""
    codes, uniques = pd.factorize(cells)
    places: Ints = index.get_indexer(pd.Index(list(uniques)))[codes].astype(np.int64)
    return np.maximum(places, 0)
