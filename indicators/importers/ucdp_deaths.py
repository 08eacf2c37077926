"""UCDP battle-related deaths by dyad and year. Pure.

A dyad-year has one total and, often, several battle locations. The total is placed
- in the one battle location, where there is only one;
- else in those of its battle locations that are also locations of the conflict itself: the state fought over, or
  in a war between states each of them with the whole total, an upper bound (left out, Ukraine in 2022 would look
  calm);
- else nowhere: it cannot be told how many died where.
A state that a record names without giving it a total has no value for that year, not zero. A covered state that no
record names had no dyad of 25 deaths: zero, stated positively.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from countries.crosswalk import Crosswalk, Verdict
from countries.neighbours import Neighbours
from indicators import derive
from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.coverage import covered_states
from indicators.importers.rows import observations, stacked
from indicators.importers.table import faults, numbers, read_table, years

BEST = "bd_best"
INTERNAL = ("3", "4")  # internal, and internal with troops from abroad
USED = ("gwno_loc", "gwno_battle", "year", BEST, "type_of_conflict")


class UcdpDeaths(WholeFile):
    """`ucdp_deaths`: P-RF1-02, P-RF1-03 and the war years of R-RF1-01."""

    code = "ucdp_deaths"
    title = "UCDP battle-related deaths by year"
    sources = ("ucdp_deaths",)

    def sniff(self, head: bytes) -> bool:
        """Whether the header names the deaths and the battle location."""
        first = head.split(b"\n", 1)[0]
        return BEST.encode() in first and b"gwno_battle" in first

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Yearly totals of every covered state of the file's years."""
        table = read_table(path, limits, needed=USED)
        year, problems = years(table["year"])
        deaths, wrong = numbers(table[BEST])
        problems += [*wrong, *faults(table[BEST], deaths < 0, "value_range", "deaths are 0 or more")]
        table = table.assign(year=year, deaths=deaths)
        named = _exploded(table, "gwno_battle")
        fought_over = _exploded(table, "gwno_loc")
        placed, unplaced = _placed(named, fought_over)
        span = range(int(year.min()), int(year.max()) + 1)
        return Parsed(
            rows=stacked(_rows(placed, named, fought_over, span)),
            problems=problems,
            skipped={"dyad-year with several battle locations, none of them fought over": unplaced},
            context_columns=tuple(name for name in table.attrs["header"] if name not in USED),
            lines_read=len(table),
        )


def _exploded(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per record and state of a list column; key is the ISO 3 code, or the number where it names none."""
    lists = table[column].str.split(",")
    long = table.assign(number=lists).explode("number")
    long["number"] = long["number"].str.strip()
    found = Crosswalk.load().resolve_frame(long["number"], scheme="gw", years=long["year"])
    known = (found["verdict"] == Verdict.COUNTRY.value).to_numpy()
    return pd.DataFrame(
        {
            "key": np.where(known, found["iso3"], long["number"]).astype(str),
            "known": known,
            "year": long["year"].to_numpy(),
            "value": long["deaths"].to_numpy(),
            "internal": long["type_of_conflict"].isin(INTERNAL).to_numpy(),
            "line": long.index.to_numpy(np.int64),
        }
    )


def _placed(named: pd.DataFrame, fought_over: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows of `named` that get the total of their record, and how many records are placed nowhere."""
    alone = named.groupby("line")["key"].transform("size") == 1
    over = set(zip(fought_over["line"], fought_over["key"], strict=True))
    own = [pair in over for pair in zip(named["line"], named["key"], strict=True)]
    placed = named[alone | np.array(own, dtype=bool)]
    return placed, named["line"].nunique() - placed["line"].nunique()


def _rows(placed: pd.DataFrame, named: pd.DataFrame, fought_over: pd.DataFrame, span: range) -> list[pd.DataFrame]:
    covered = covered_states(span)
    spoken = set(zip(named["key"], named["year"], strict=True))
    totals = derive.last_twelve_months(placed)
    zeros = derive.covered_without_record(totals, covered, spoken)
    known = pd.concat([totals, zeros])
    worst = derive.neighbours_worst(known, _around, covered)
    wars = derive.years_of_upheaval_in_15(fought_over[fought_over["internal"]], covered, first=span.start)
    strange = set(named.loc[~named["known"], "key"]) | set(fought_over.loc[~fought_over["known"], "key"])
    return [
        _deaths(totals[~totals["key"].isin(strange)], "iso3"),
        _deaths(totals[totals["key"].isin(strange)], "gw"),
        observations("ucdp_deaths", "P-RF1-02", zeros, column=BEST, scheme="iso3", derivation="covered_without_record"),
        observations("ucdp_deaths", "P-RF1-03", worst, column=BEST, scheme="iso3"),
        observations("ucdp_deaths", "R-RF1-01", wars, column=BEST, scheme="iso3"),
    ]


def _deaths(totals: pd.DataFrame, scheme: str) -> pd.DataFrame:
    return observations("ucdp_deaths", "P-RF1-02", totals, column=BEST, scheme=scheme)


def _around(iso3: str, year: int) -> tuple[str, ...]:
    return tuple(Neighbours.load().of(iso3, date(year, 12, 31)))


IMPORTER = UcdpDeaths()
