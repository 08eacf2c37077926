"""Ethnic Power Relations country-years: excluded and discriminated population. Pure.

A country without politically relevant groups is listed with zeros: no group is excluded or discriminated there.
In the year of a change one country may stand under two numbers (Serbia in 2006 under 345 and 340): the number that
goes on counts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from countries.crosswalk import Crosswalk
from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.rows import cells, observations, stacked
from indicators.importers.table import read_table, years

KEY, DISCRIMINATED, EXCLUDED = "countries_gwid", "discrimpop", "lexclpop"


class Epr(WholeFile):
    """`epr`: discrimpop (R-RF4-02), and lexclpop as a stand-in for political exclusion (R-RF4-01)."""

    code = "epr"
    title = "Ethnic Power Relations, country-years"
    sources = ("epr",)

    def sniff(self, head: bytes) -> bool:
        """Whether the header names EPR's key and shares."""
        first = head.split(b"\n", 1)[0]
        return KEY.encode() in first and DISCRIMINATED.encode() in first

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Both shares, keyed by Gleditsch-Ward number."""
        table = read_table(path, limits, needed=(KEY, "year", DISCRIMINATED, EXCLUDED))
        read = len(table)
        year, problems = years(table["year"])
        ended = _ended(table[KEY], year)
        table, year = table[~ended], year[~ended]
        discriminated, wrong = cells(table, DISCRIMINATED, key=table[KEY], year=year)
        excluded, wrong_too = cells(table, EXCLUDED, key=table[KEY], year=year)
        rows = stacked(
            [
                observations("epr", "R-RF4-02", discriminated, column=DISCRIMINATED, scheme="gw"),
                observations("epr", "R-RF4-01", excluded, column=EXCLUDED, scheme="gw"),
            ]
        )
        used = {KEY, "year", DISCRIMINATED, EXCLUDED}
        return Parsed(
            rows=rows,
            problems=[*problems, *wrong, *wrong_too],
            context_columns=tuple(name for name in table.attrs["header"] if name not in used),
            skipped={"number of a state that ended that year, beside its successor's": int(ended.sum())},
            lines_read=read,
        )


def _ended(keys: pd.Series, year: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Rows whose country stands under a second number that year, one that the next year still has."""
    found = Crosswalk.load().resolve_frame(keys, scheme="gw", years=pd.Series(year, index=keys.index))
    frame = pd.DataFrame({"key": keys, "year": year, "iso3": found["iso3"]})
    twice = frame["iso3"].notna() & frame.duplicated(["iso3", "year"], keep=False)
    present = set(zip(frame["key"], frame["year"], strict=True))
    goes_on = [(key, at + 1) in present for key, at in zip(frame["key"], year, strict=True)]
    mask: npt.NDArray[np.bool_] = (twice & ~pd.Series(goes_on, index=keys.index)).to_numpy()
    return mask


IMPORTER = Epr()
