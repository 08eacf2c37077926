"""Ethnic Power Relations country-years: excluded and discriminated population. Pure.

A country without politically relevant groups is listed with zeros: no group is excluded or discriminated there.
"""

from __future__ import annotations

from pathlib import Path

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
        year, problems = years(table["year"])
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
            context_columns=tuple(name for name in table if name not in used),
            lines_read=len(table),
        )


IMPORTER = Epr()
