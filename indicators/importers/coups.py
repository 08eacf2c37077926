"""Powell and Thyne: coups and attempts, the yearly list or the daily one. Pure.

The yearly file is a full panel for 1945-1949 only; from 1950 on it lists just the country-years with a coup. The
daily file is a list of coups and attempts with a version. In both, a state that is not named had none.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from countries.crosswalk import Crosswalk, Verdict
from indicators import derive
from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.coverage import covered_states
from indicators.importers.problems import Problem, refuse
from indicators.importers.rows import observations, stacked
from indicators.importers.table import faults, numbers, read_table, year_ends, years

Ints = npt.NDArray[np.int64]
Dates = npt.NDArray[np.datetime64]
NEVER_AFTER = 120.0  # months: "never in 10 years"


class Coups(WholeFile):
    """`coups`: months since the last coup or attempt (P-RF1-01), "never" after ten years without one."""

    code = "coups"
    title = "Powell and Thyne coups, yearly or daily"
    sources = ("coups", "coups_daily")

    def sniff(self, head: bytes) -> bool:
        """Whether the header is that of all-coups.csv or of ptcoups.csv."""
        return _is_yearly(head) or _is_daily(head)

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Year-ends for every covered state; from the daily file also the end of the month of each coup."""
        table = read_table(path, limits, needed=("ccode", "year"), optional=("cou.any", "month", "day", "coup"))
        if "cou.any" not in table and not {"month", "day", "coup"} <= set(table):
            raise refuse("column_missing", "cou.any", "the yearly list has cou.any, the daily one month, day and coup")
        return _yearly(table) if "cou.any" in table else _daily(table)


def _is_yearly(head: bytes) -> bool:
    return b"cou.any" in head.split(b"\n", 1)[0]


def _is_daily(head: bytes) -> bool:
    first = head.split(b"\n", 1)[0]
    return all(name in first.split(b",") for name in (b"ccode", b"month", b"day", b"coup"))


def _yearly(table: pd.DataFrame) -> Parsed:
    year, problems = years(table["year"])
    flags, wrong = numbers(table["cou.any"])
    problems += wrong
    unclear = ~np.isin(flags, (0.0, 1.0))
    problems += faults(table["cou.any"], unclear, "value_range", "0 or 1 is needed", told=problems)
    middle = year_ends(year) - np.timedelta64(184, "D")  # 30 June: the file has no month
    events = _events(table, year, middle)[flags == 1]
    parsed = _months_since(events, range(int(year.min()), int(year.max()) + 1), "coups", "cou.any")
    parsed.problems[:0] = problems
    parsed.lines_read = len(table)
    parsed.context_columns = ("country",)
    return parsed


def _daily(table: pd.DataFrame) -> Parsed:
    year, problems = years(table["year"])
    dates, wrong = days(table, year)
    coup, wrong_kind = numbers(table["coup"])
    problems += [*wrong, *wrong_kind]
    events = _events(table, year, dates)[np.isin(coup, (1.0, 2.0)) & ~np.isnat(dates)]
    # The last year is not over in a file of that year.
    parsed = _months_since(events, range(int(year.min()), int(year.max())), "coups_daily", "day", by_month=True)
    parsed.problems[:0] = problems
    parsed.lines_read = len(table)
    parsed.context_columns = tuple(name for name in ("country", "version") if name in table.attrs["header"])
    return parsed


def days(table: pd.DataFrame, year: Ints) -> tuple[Dates, list[Problem]]:
    """Dates of the columns month and day beside the years; a date that does not exist is a problem."""
    month, problems = numbers(table["month"])
    day, wrong = numbers(table["day"])
    parts = pd.DataFrame({"year": year, "month": month, "day": day})
    dates: Dates = pd.to_datetime(parts, errors="coerce").to_numpy().astype("datetime64[D]")
    problems += wrong
    shown = (table["year"] + "-" + table["month"] + "-" + table["day"]).rename("day")
    problems += faults(shown, np.isnat(dates), "date", "a day of the calendar is needed", told=problems)
    return dates, problems


def _events(table: pd.DataFrame, year: Ints, dates: Dates) -> pd.DataFrame:
    """Dated coups keyed by the register's codes; a key that names no country stays for the checks to name."""
    found = Crosswalk.load().resolve_frame(table["ccode"], scheme="ewp", years=pd.Series(year, index=table.index))
    known = found["verdict"] == Verdict.COUNTRY.value
    return pd.DataFrame(
        {
            "key": found["iso3"].where(known, table["ccode"]).astype(str),
            "known": known,
            "date": pd.DatetimeIndex(dates).as_unit("s"),
            "line": table.index.to_numpy(np.int64),
        },
        index=table.index,
    )


def _months_since(events: pd.DataFrame, span: range, source: str, column: str, *, by_month: bool = False) -> Parsed:
    ends = pd.DataFrame(covered_states(span), columns=["key", "year"]).astype({"key": "str", "year": np.int64})
    ends["end"] = pd.DatetimeIndex(year_ends(ends.pop("year").to_numpy(np.int64))).as_unit("s")
    extra = events[~events["known"]] if not by_month else events
    month_ends = (extra["date"] + pd.offsets.MonthEnd(0)).dt.as_unit("s")
    ends = pd.concat([ends, pd.DataFrame({"key": extra["key"], "end": month_ends})]).drop_duplicates()
    start = np.datetime64(f"{span.start}-01-01")
    found = derive.months_since(events[["key", "date", "line"]], ends, never_after=NEVER_AFTER, known_from=start)
    found = found.rename(columns={"end": "ref_end"}).assign(never=lambda frame: frame["value"].isna())
    return Parsed(rows=stacked(_by_scheme(found, set(events.loc[~events["known"], "key"]), source, column)))


def _by_scheme(found: pd.DataFrame, unknown: set[str], source: str, column: str) -> list[pd.DataFrame]:
    """Rows keyed by ISO 3 but for the keys that named no country: those keep the file's scheme."""
    strange = found["key"].isin(unknown)
    return [
        observations(source, "P-RF1-01", part, column=column, scheme=scheme)
        for part, scheme in ((found[~strange], "iso3"), (found[strange], "ewp"))
    ]


IMPORTER = Coups()
