"""Ethnic Power Relations."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import importers
from indicators.importers import Limits

from .files import NumberedCrosswalk, values, write

HEADER = "countries_gwid,year,countryname,discrimpop,lexclpop\n"
EPR = importers.get("epr")


def test_the_discriminated_share_is_taken_as_it_is(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = EPR.parse(write(tmp_path, HEADER + "1,2000,A,0.07,0.5\n"), Limits())
    assert values(parsed, "R-RF4-02") == {("1", 2000): 0.07}


def test_the_excluded_share_stands_in_on_the_scale_of_the_exclusion_index(
    tmp_path: Path, numbered: NumberedCrosswalk
) -> None:
    parsed = EPR.parse(write(tmp_path, HEADER + "1,2000,A,0,0\n2,2000,B,0,0.3\n3,2000,C,0,0.6\n"), Limits())
    mapped = values(parsed, "R-RF4-01")
    # Goalposts 0 -> 0.6 of the share are the catalogue's 0.1 -> 0.9 of the index.
    assert mapped == {("1", 2000): pytest.approx(0.1), ("2", 2000): pytest.approx(0.5), ("3", 2000): pytest.approx(0.9)}
    excluded = parsed.rows[parsed.rows["indicator"] == "R-RF4-01"]
    assert list(excluded["raw"]) == ["0", "0.3", "0.6"]
    assert set(excluded["raw_unit"]) == {"share 0-1"}


def test_a_country_without_relevant_groups_has_a_stated_zero(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = EPR.parse(write(tmp_path, HEADER + "1,2000,A,0,0\n"), Limits())
    assert values(parsed, "R-RF4-02") == {("1", 2000): 0}


def test_of_two_numbers_of_one_country_in_the_year_of_change_the_one_that_goes_on_counts(
    tmp_path: Path, numbered: NumberedCrosswalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("tests.unit.indicators.importers.files", fromlist=["NUMBERS"]).NUMBERS, "5", "XAA")
    lines = "1,2005,A,0.1,0\n1,2006,A,0.2,0\n5,2006,A,0.3,0\n5,2007,A,0.4,0\n"
    parsed = EPR.parse(write(tmp_path, HEADER + lines), Limits())
    assert values(parsed, "R-RF4-02") == {("1", 2005): 0.1, ("5", 2006): 0.3, ("5", 2007): 0.4}
    assert list(parsed.skipped.values()) == [1]
