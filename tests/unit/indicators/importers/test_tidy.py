"""The product's own template: one value a line, nothing guessed."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators import importers
from indicators.importers import Limits

from .files import codes, values, write

TIDY = importers.get("tidy")
HEADER = "country,indicator,ref_end,value,unit,grade,published,source,note\n"


def read(folder: Path, *lines: str, limits: Limits | None = None):
    """The parsed file of these lines under the full header."""
    return TIDY.parse(write(folder, HEADER + "".join(f"{line}\n" for line in lines)), limits or Limits())


def test_a_line_is_an_observation_with_everything_it_says(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,P-RF1-02,2024-12-31,12.5,deaths,B2,2025-03-01,watch_desk,seen")
    (row,) = parsed.rows.to_dict("records")
    assert (row["key"], row["scheme"], row["indicator"], row["value"]) == ("XAA", "iso3", "P-RF1-02", 12.5)
    assert (row["unit"], row["grade"], row["source"], row["line"], row["column"]) == (
        "deaths",
        "B2",
        "watch_desk",
        2,
        "value",
    )
    assert str(row["published"].date()) == "2025-03-01"
    assert parsed.problems == []


def test_the_optional_columns_may_be_missing_or_empty(tmp_path: Path) -> None:
    bare = TIDY.parse(write(tmp_path, "country,indicator,ref_end,value\nXAA,P-RF1-02,2024-12-31,1\n"), Limits())
    blank = read(tmp_path, "XAA,P-RF1-02,2024-12-31,1,,,,,")
    for parsed in (bare, blank):
        (row,) = parsed.rows.to_dict("records")
        assert (row["source"], row["grade"], row["unit"]) == ("tidy", "F6", "")
        assert pd.isna(row["published"])


def test_an_empty_value_is_no_observation_and_never_is_a_word(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,R-RF6-01,2024-12-31,,,,,,", "XAB,R-RF6-01,2024-12-31,never,,,,,")
    assert list(parsed.rows["key"]) == ["XAB"]
    assert list(parsed.rows["never"]) == [True]
    assert parsed.skipped == {"empty value": 1}


def test_namibia_is_a_country_code_and_not_a_missing_one(tmp_path: Path) -> None:
    assert list(read(tmp_path, "NA,P-RF1-02,2024-12-31,1,,,,,").rows["key"]) == ["NA"]


def test_an_event_becomes_an_event_and_an_election_needs_no_severity(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,T-RF1-01,2025-02-03,6,,B2,,,", "XAA,T-RF2-01,2026-05-01,,,,,,")
    assert list(parsed.events["indicator"]) == ["T-RF1-01", "T-RF2-01"]
    assert parsed.events["severity"].iloc[0] == 6
    assert np.isnan(parsed.events["severity"].iloc[1])
    assert list(parsed.events["external_id"]) == ["T-RF1-01 2025-02-03", "T-RF2-01 2026-05-01"]
    assert len(parsed.rows) == 0


def test_a_rate_of_the_trigger_level_is_an_observation(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,T-RF7-01,2025-02-28,12,,,,,")
    assert (len(parsed.rows), len(parsed.events)) == (1, 0)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("31.12.2024", "date"),
        ("2024", "date"),
        ("2024-02-30", "date"),
        ("24-12-31", "date"),
        ("２０２４-12-31", "date"),
        ("٢٠٢٤-١٢-٣١", "date"),
        ("²⁰²⁴-12-31", "date"),
        ("2024-12-31T00:00", "date"),
        ("", "date"),
        ("0001-01-01", "year"),
        ("9999-12-31", "year"),
        ("=TODAY()", "formula"),
    ],
)
def test_a_day_that_is_none_is_named(tmp_path: Path, day: str, code: str) -> None:
    parsed = read(tmp_path, "XAA,P-RF1-02,2024-12-31,1,,,,,", f"XAA,P-RF1-02,{day},1,,,,,")
    assert codes(parsed) == [code]
    assert (parsed.problems[0].line, parsed.problems[0].column) == (3, "ref_end")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("NaN", "not_a_number"),
        ("inf", "infinite"),
        ("1e400", "number_too_large"),
        ('"1,5"', "decimal_comma"),
        ("Never", "not_a_number"),
    ],
)
def test_a_value_that_is_none_is_named(tmp_path: Path, cell: str, code: str) -> None:
    parsed = read(tmp_path, f"XAA,P-RF1-02,2024-12-31,{cell},,,,,")
    assert codes(parsed) == [code]


def test_every_bad_line_is_told_not_only_the_first(tmp_path: Path) -> None:
    parsed = read(tmp_path, *("XAA,P-RF1-02,2024-12-31,x,,,,,",) * 30)
    assert [item.line for item in parsed.problems] == list(range(2, 32))


def test_the_pieces_of_a_large_file_are_the_whole(tmp_path: Path) -> None:
    lines = [f"XAA,P-RF1-02,{1900 + at}-12-31,{at},,,,," for at in range(25)]
    limits = Limits(chunk_rows=10)
    path = write(tmp_path, HEADER + "\n".join(lines) + "\n")
    pieces = list(TIDY.parse_chunks(path, limits))
    assert [len(piece.rows) for piece in pieces] == [10, 10, 5]
    whole = read(tmp_path, *lines, limits=limits)
    assert values(whole, "P-RF1-02") == {("XAA", 1900 + at): at for at in range(25)}
    assert whole.lines_read == 25


def test_a_file_that_breaks_in_the_middle_ends_with_its_problem(tmp_path: Path) -> None:
    lines = [f"XAA,P-RF1-02,{1900 + at}-12-31,{at},,,,," for at in range(15)]
    path = write(tmp_path, HEADER + "\n".join(lines) + '\nXAA,P-RF1-02,"1920\n')
    assert [item.code for piece in TIDY.parse_chunks(path, Limits(chunk_rows=10)) for item in piece.problems] == [
        "quotes"
    ]


def test_a_packed_file_is_read_like_the_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress((HEADER + "XAA,P-RF1-02,2024-12-31,1,,,,,\n").encode()))
    assert values(TIDY.parse(path, Limits()), "P-RF1-02") == {("XAA", 2024): 1}
