"""Natural keys as integers: no two of them meet."""

from __future__ import annotations

import itertools

import pandas as pd

from indicators.duplicates import Seen, SeenEvents

DAYS = ("1789-01-01", "2000-12-31", "2001-01-01", "2199-12-31")


def rows(*cells: tuple[str, str, str, str, float], published: str | None = None) -> pd.DataFrame:
    """iso3, indicator, source, day, value; lines from 2 on."""
    frame = pd.DataFrame(list(cells), columns=["iso3", "indicator", "source", "ref_end", "value"])
    return frame.assign(
        ref_end=pd.to_datetime(frame["ref_end"]).astype("datetime64[s]"),
        published=pd.Series(pd.to_datetime([published] * len(frame))).astype("datetime64[s]"),
        never=False,
        column="value",
        line=range(2, 2 + len(frame)),
    )


def test_every_combination_of_country_indicator_source_and_day_is_a_key_of_its_own() -> None:
    seen = Seen(indicators=["i", "j"], countries=["A", "B"], sources=["s", "t"])
    every = list(itertools.product("AB", "ij", "st", DAYS))
    frame = rows(*((country, code, source, day, 1.0) for country, code, source, day in every))
    repeated, problems = seen.repeated(frame)
    assert not repeated.any()
    assert problems == []
    again, problems = seen.repeated(frame.assign(value=2.0))
    assert again.all()
    assert len(problems) == len(every)


def test_the_first_of_three_is_the_one_that_counts() -> None:
    seen = Seen(indicators=["i"], countries=["A"], sources=["s"])
    cells = ("A", "i", "s", "2000-12-31")
    repeated, problems = seen.repeated(rows((*cells, 1.0), (*cells, 1.0), (*cells, 2.0)))
    assert list(repeated) == [False, True, True]
    assert [(item.line, item.remedy) for item in problems] == [(4, "line 2 gives another value: keep one")]


def test_two_publications_of_one_value_are_an_edition_and_its_correction() -> None:
    seen = Seen(indicators=["i"], countries=["A"], sources=["s"])
    cells = ("A", "i", "s", "2000-12-31")
    assert not seen.repeated(rows((*cells, 1.0), published="2001-05-01"))[0].any()
    repeated, problems = seen.repeated(rows((*cells, 2.0), published="2002-05-01"))
    assert not repeated.any()
    assert problems == []


def test_an_event_is_known_again_in_a_later_piece() -> None:
    seen = SeenEvents()
    event = pd.DataFrame(
        {"source": ["s"], "iso3": ["A"], "external_id": ["7"], "date": [pd.Timestamp("2000-01-01")], "severity": [None]}
    ).assign(line=2, severity=float("nan"))
    assert not seen.repeated(event)[0].any()
    again, problems = seen.repeated(event.assign(line=9))
    assert again.all()
    assert problems == []
    _, problems = seen.repeated(event.assign(line=10, date=pd.Timestamp("2000-01-02")))
    assert [item.line for item in problems] == [10]
