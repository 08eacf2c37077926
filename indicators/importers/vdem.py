"""V-Dem: the Early Warning Project's extract, or the country-year file under V-Dem's own column names. Pure.

The extract holds the most likely step of some items and a few of them folded to 0/1: stand-ins. V-Dem's own file
holds the original-scale estimates the catalogue names. Which of its thousands of columns are read, and what for, is
series.csv; a column that is missing is simply not filled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from indicators import catalogue, derive
from indicators.catalogue import Series
from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.problems import refuse
from indicators.importers.rows import cells, observations, stacked
from indicators.importers.table import read_table, years

EXTRACT = ("v2csreprss_ord", "v2pepwrsoc_ord", "even_civilrights", "partyban")
Cells = Callable[[str], pd.DataFrame]


class Vdem(WholeFile):
    """`vdem`: rows keyed by COW code in V-Dem's reading of it; rows without a code are territories."""

    code = "vdem"
    title = "V-Dem country-years"
    sources = ("vdem_extract", "vdem")

    def sniff(self, head: bytes) -> bool:
        """Whether the header has V-Dem's country key and one of the columns that are read."""
        first = head.split(b"\n", 1)[0]
        return b"COWcode" in first and any(name.encode() in first for name in (*EXTRACT, *_fields("vdem")))

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Every series of series.csv whose columns the file has."""
        optional = (*_fields("vdem_extract"), *_fields("vdem"))
        wide = _roomy(limits)
        table = read_table(path, wide, needed=("COWcode", "year"), optional=optional)
        source = "vdem_extract" if "even_civilrights" in table or "partyban" in table else "vdem"
        present = [series for series in _series(source) if set(_columns(series)) <= set(table)]
        if not present:
            raise refuse("column_missing", source, f"none of {', '.join(_fields(source))} is in the header", line=1)
        territories = table["COWcode"].isin(("", "NA"))
        table = table[~territories]
        year, problems = years(table["year"])
        read: dict[str, pd.DataFrame] = {}

        def values(column: str) -> pd.DataFrame:
            if column not in read:
                read[column], wrong = cells(table, column, key=table["COWcode"], year=year, missing=("", "NA"))
                problems.extend(wrong)
            return read[column]

        return Parsed(
            rows=stacked(_rows(series, values) for series in present),
            problems=problems,
            skipped={"row of a territory without a COW code": int(territories.sum())} if territories.any() else {},
            context_columns=_context(table) if source == "vdem_extract" else (),
            lines_read=len(table) + int(territories.sum()),
        )


def _rows(series: Series, values: Cells) -> pd.DataFrame:
    columns = _columns(series)
    frame = values(columns[0])
    if series.derivation == "three_year_change":
        frame = derive.three_year_change(frame)
    elif series.derivation == "mean_of_two":
        frame = derive.mean_of_two(frame, values(columns[1]))
    return observations(series.source, series.indicator, frame, column=series.field, scheme="vdem")


def _context(table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(name for name in table.attrs["header"] if name not in {"COWcode", "country_name", "year", *EXTRACT})


def _series(source: str) -> tuple[Series, ...]:
    return tuple(series for series in catalogue.load().series if series.source == source)


def _columns(series: Series) -> tuple[str, ...]:
    return tuple(part.strip() for part in series.field.split(";"))


def _fields(source: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for series in _series(source) for column in _columns(series)))


def _roomy(limits: Limits) -> Limits:
    """V-Dem's own file has some 4,600 columns, of which a few dozen are read."""
    return replace(limits, max_columns=max(limits.max_columns, 8000))


IMPORTER = Vdem()
