"""REIGN's election list, to March 2021, as a calendar (T-RF2-01). Pure.

One vote may stand on several lines: announced, delayed, held. A line that begins with "Vote" is the vote; one that
begins with "Upcoming" is a vote ahead when the list closed. Votes that were called off or not held make no event,
referendums neither: their severity is for a coder to say (T-RF2-03).

When was a vote known? A vote announced on a line of its own from that day; one held as scheduled a year ahead, since
terms are fixed by law; one still upcoming at the latest when the list closed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.importers.base import EVENT_COLUMNS, ROW_COLUMNS, Limits, Parsed, WholeFile, empty
from indicators.importers.problems import Problem
from indicators.importers.rows import series_of
from indicators.importers.table import faults, numbers, read_table, years

USED = ("ccode", "elecnum", "elec_year", "elec_month", "elec_day", "event", "type")
KINDS = {"L": "Legislative election", "X": "Election of the executive"}
FORESEEN = np.timedelta64(365, "D")
MIDDLE = 15  # a vote without a day: the middle of the month is at most 16 days off
COARSE_GRADE = "C3"


class ReignElections(WholeFile):
    """`reign_elections`: one event per vote, keyed by the list's own election number."""

    code = "reign_elections"
    title = "REIGN election list"
    sources = ("reign_elections",)

    def sniff(self, head: bytes) -> bool:
        """Whether the header names elections by number, year and event."""
        first = head.split(b"\n", 1)[0]
        return all(name in first for name in (b"electionnumber", b"elec_year", b"elecnum"))

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Votes held and votes ahead."""
        table = read_table(path, limits, needed=USED)
        dates, coarse, problems = _dates(table)
        table = table.assign(date=dates, coarse=coarse)
        vote = table["event"].str.startswith("Vote")
        ahead = table["event"].str.startswith("Upcoming")
        national = table["type"].isin(list(KINDS))
        votes = table[(vote | ahead) & national & ~np.isnat(dates)]
        votes = votes[~votes.duplicated("elecnum", keep="last")]
        closed = table.loc[vote if vote.any() else slice(None), "date"].max()
        known = _known(votes, table, closed)
        return Parsed(
            rows=empty(ROW_COLUMNS),
            events=_events(votes, known),
            problems=problems,
            skipped={
                "announcement, deadline or vote called off": int((~(vote | ahead)).sum()),
                "referendum: no severity in the file": int(((vote | ahead) & ~national).sum()),
            },
            context_columns=tuple(name for name in table.attrs["header"] if name not in USED),
            lines_read=len(table),
        )


def _dates(table: pd.DataFrame) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.bool_], list[Problem]]:
    """The date of every line, and whether it is coarse.

    A blank (one space) for the day is the middle of the month; a day the month does not have (31 June) its last.
    """
    year, problems = years(table["elec_year"])
    month, wrong = numbers(table["elec_month"], missing=())
    blank = table["elec_day"].str.strip().isin(("", "NA")).to_numpy()
    day, wrong_day = numbers(table["elec_day"].where(~blank, str(MIDDLE)))
    first = pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": 1}), errors="coerce")
    last = first.dt.days_in_month.to_numpy()
    impossible = (day > last) & (day <= 31)
    dates = (first + pd.to_timedelta(np.fmin(day, last) - 1, unit="D")).to_numpy().astype("datetime64[D]")
    problems += [*wrong, *wrong_day]
    outside = np.isnat(dates) | (day > 31) | (day < 1)
    problems += faults(table["elec_day"], outside, "date", "a day of that month is needed", told=problems)
    return dates, blank | impossible, problems


def _known(votes: pd.DataFrame, table: pd.DataFrame, closed: pd.Timestamp) -> pd.Series:
    """The day from which each vote could stand in a calendar."""
    announced = table[table["event"].str.startswith("Announce") & table["date"].notna()]
    first = announced.groupby("elecnum")["date"].min().reindex(votes["elecnum"])
    announced_on = pd.Series(pd.DatetimeIndex(first), index=votes.index)
    upcoming = votes["event"].str.startswith("Upcoming")
    foreseen = votes["date"] - FORESEEN
    known = announced_on.where(announced_on <= votes["date"], foreseen)
    return known.where(~upcoming, known.where(known <= closed, closed))


def _events(votes: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    series, spec = series_of("reign_elections", "T-RF2-01")
    events = pd.DataFrame(
        {
            "key": votes["ccode"].to_numpy(),
            "scheme": "ewp",
            "date": pd.DatetimeIndex(votes["date"]).as_unit("s"),
            "reference": pd.DatetimeIndex(known).as_unit("s"),
            "indicator": spec.code,
            "severity": np.nan,
            "title": (votes["type"].map(KINDS) + ": " + votes["event"].str.lower()).to_numpy(),
            "external_id": votes["elecnum"].to_numpy(),
            "source": series.source,
            "grade": np.where(votes["coarse"], COARSE_GRADE, series.grade),
            "published": pd.NaT,
            "line": votes.index.to_numpy(np.int64),
            "column": series.field,
        }
    )
    return events.astype({"published": "datetime64[s]"})[EVENT_COLUMNS]


IMPORTER = ReignElections()
