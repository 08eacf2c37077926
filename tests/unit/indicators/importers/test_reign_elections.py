"""REIGN's elections: one event per vote, and since when it was known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators import importers
from indicators.importers import Limits

from .files import codes, write

REIGN = importers.get("reign_elections")
HEADER = "ccode,electionnumber,country,elec_year,elec_month,elec_day,sequence,event,elecnum,type\n"


def read(folder: Path, *lines: str):
    """The parsed list of these lines."""
    return REIGN.parse(write(folder, HEADER + "".join(f"{line}\n" for line in lines)), Limits())


def events(folder: Path, *lines: str) -> list[dict[str, Any]]:
    """The events of a list without problems, with days as text."""
    parsed = read(folder, *lines)
    assert parsed.problems == []
    days = parsed.events.assign(
        date=parsed.events["date"].dt.strftime("%Y-%m-%d"), reference=parsed.events["reference"].dt.strftime("%Y-%m-%d")
    )
    return [dict(zip(days, row, strict=True)) for row in days.to_numpy()]


def test_a_vote_as_scheduled_was_foreseen_a_year_ahead(tmp_path: Path) -> None:
    (event,) = events(tmp_path, '1,1,A,2010,5,4,1,"Vote, As Scheduled",1001,L')
    assert (event["date"], event["reference"], event["indicator"]) == ("2010-05-04", "2009-05-04", "T-RF2-01")
    assert np.isnan(event["severity"])
    assert (event["grade"], event["external_id"]) == ("B2", "1001")


def test_an_announced_vote_is_one_event_known_from_its_announcement(tmp_path: Path) -> None:
    lines = ("1,6,A,1992,10,,1,Announced,1006,X", '1,6,A,1992,12,29,2,"Vote, Early",1006,X')
    (event,) = events(tmp_path, *lines)
    assert (event["date"], event["reference"], event["line"]) == ("1992-12-29", "1992-10-15", 3)


def test_a_vote_without_a_day_is_put_in_the_middle_of_its_month_with_a_lower_grade(tmp_path: Path) -> None:
    (event,) = events(tmp_path, '1,1,A,2010,5, ,1,"Vote, As Scheduled",1001,L')
    assert (event["date"], event["grade"]) == ("2010-05-15", "C3")


def test_a_day_the_month_does_not_have_is_its_last_day_with_a_lower_grade(tmp_path: Path) -> None:
    (event,) = events(tmp_path, '1,1,A,2010,11,31,1,"Vote, As Scheduled",1001,L')
    assert (event["date"], event["grade"]) == ("2010-11-30", "C3")


def test_a_vote_ahead_was_known_at_the_latest_when_the_list_closed(tmp_path: Path) -> None:
    lines = (
        '1,1,A,2021,2,21,1,"Vote, As Scheduled",1001,L',
        '1,2,A,2021,6,1,1,"Upcoming, Scheduled",1002,X',
        '1,3,A,2025,6,1,1,"Upcoming, Deadline",1003,X',
    )
    known = {event["external_id"]: event["reference"] for event in events(tmp_path, *lines)}
    assert known == {"1001": "2020-02-22", "1002": "2020-06-01", "1003": "2021-02-21"}


def test_votes_called_off_and_referendums_make_no_event_and_are_counted(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        '1,1,A,2010,5,4,1,"Vote, As Scheduled",1001,L',
        "1,2,A,2011,5,4,1,Deadline Not Met,1002,X",
        "1,3,A,2012,5,4,1,Voided,1003,X",
        '1,4,A,2013,5,4,1,"Vote, As Scheduled",1004,R',
    )
    assert list(parsed.events["external_id"]) == ["1001"]
    assert sorted(parsed.skipped.values()) == [1, 2]


@pytest.mark.parametrize(("day", "code"), [("4th", "not_a_number"), ("0", "date"), ("32", "date")])
def test_a_day_that_is_none_is_named(tmp_path: Path, day: str, code: str) -> None:
    assert codes(read(tmp_path, f'1,1,A,2010,5,{day},1,"Vote, As Scheduled",1001,L')) == [code]
