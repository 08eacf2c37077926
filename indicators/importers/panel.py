"""The tidy country-year panel 1960-2001: past killings, UCDP deaths, regimes, age of the state. Pure.

Its World Bank, United Nations, EPR and V-Dem columns are copies of files that have importers of their own; they
stay context, or every number would stand beside itself as a second source. `battledeaths.log2` is zero before 1989,
where nothing was recorded; it is not read.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from indicators import derive
from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.problems import Problem, problem
from indicators.importers.rows import cells, observations, stacked
from indicators.importers.table import TOLD, faults, read_table, years

EVER, ONGOING, AGE = "mk_ever", "mk_ongoing_count", "countryage.new.log2"
DEATHS, REGIME = "ucdp_fat_year", "reign_regimetype"
USED = ("ccode", "year", EVER, ONGOING, AGE, DEATHS, REGIME)


class Panel(WholeFile):
    """`panel`: R-RF6-01, R-RF1-03, R-RF5-02 (stand-in) and P-RF1-02 (stand-in)."""

    code = "panel"
    title = "Country-year panel 1960-2001"
    sources = ("panel",)

    def sniff(self, head: bytes) -> bool:
        """Whether the header names the panel's outcome and its past killings."""
        first = head.split(b"\n", 1)[0]
        return b"mk_ever" in first and b"mk_ongoing_count" in first

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Keyed by the numeric code, which the year tells apart: the panel's ISO codes name the Soviet Union
        RUS and Yugoslavia SRB, where the other files have SUN and YUG."""
        table = read_table(path, limits, needed=USED)
        year, problems = years(table["year"])
        key = table["ccode"]
        age, wrong_age = cells(table, AGE, key=key, year=year)
        deaths, wrong_deaths = cells(table, DEATHS, key=key, year=year)
        past, unknown_end, wrong_past = _past(table, year)
        regimes, untyped, wrong_regimes = _regimes(table, year)
        rows = [
            observations(
                "panel",
                "R-RF1-03",
                derive.years_from_log2(age).assign(raw=age["raw"]),
                column=AGE,
                scheme="ewp",
                keep_raw=True,
            ),
            observations("panel", "R-RF5-02", regimes, column=REGIME, scheme="ewp"),
            observations("panel", "R-RF6-01", past, column=f"{EVER}; {ONGOING}", scheme="ewp"),
            observations("panel", "P-RF1-02", deaths, column=DEATHS, scheme="ewp"),
        ]
        return Parsed(
            rows=stacked(rows),
            problems=[*problems, *wrong_age, *wrong_deaths, *wrong_past, *wrong_regimes],
            skipped={
                "past killing that ended before the panel begins: years since unknown": unknown_end,
                "regime type that says nothing of the military": untyped,
            },
            context_columns=tuple(name for name in table.attrs["header"] if name not in USED),
            lines_read=len(table),
        )


def _past(table: pd.DataFrame, year: np.ndarray) -> tuple[pd.DataFrame, int, list[Problem]]:
    """Years since the last mass killing, `never` where none is recorded; and how many rows have an unknown end."""
    going, problems = cells(table, ONGOING, key=table["ccode"], year=year)
    ever, wrong = cells(table, EVER, key=table["ccode"], year=year)
    since = derive.years_since(going)
    never = ever[ever["value"] == 0]
    both = never.merge(going[going["value"] > 0], on=["key", "year"], suffixes=("", "_going"))
    problems += wrong
    problems += [
        problem(line, EVER, "contradiction", 0, f"{ONGOING} is above 0 in the same line")
        for line in both["line"][:TOLD]
    ]
    known = since.merge(ever[["key", "year", "value"]], on=["key", "year"], suffixes=("", "_ever"))
    known = known[known["value_ever"] == 1].drop(columns="value_ever").assign(never=False)
    blank = never[["key", "year", "line"]].assign(value=np.nan, never=True, input_lines=never["line"].astype(str))
    return pd.concat([known, blank], ignore_index=True), len(ever) - len(known) - len(blank), problems


def _regimes(table: pd.DataFrame, year: np.ndarray) -> tuple[pd.DataFrame, int, list[Problem]]:
    """Regime types in three steps; and how many say nothing of the military."""
    types = table[REGIME].str.strip()
    silent = types.isin(("", "NA", "foreign-occupied", "warlordism"))
    unknown = ~silent & ~types.isin(list(derive.MILITARY_STEPS))
    known = ", ".join(sorted(derive.MILITARY_STEPS))
    problems = faults(types, unknown.to_numpy(), "unknown_category", f"one of {known} is needed")
    frame = pd.DataFrame(
        {
            "key": table["ccode"],
            "year": year,
            "value": derive.military_share_of_power(types),
            "line": table.index.to_numpy(np.int64),
            "raw": types,
        }
    )
    return frame[frame["value"].notna()], int(silent.sum()), problems


IMPORTER = Panel()
