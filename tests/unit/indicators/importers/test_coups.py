"""Coups: what a list says about the states it does not name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indicators import importers
from indicators.importers import Limits, Parsed

from .files import NumberedCrosswalk, codes, values, write

COUPS = importers.get("coups")
YEARLY = "ccode,country,year,cou.any\n"
DAILY = "country,ccode,year,month,day,coup,version\n"


def never(parsed: Parsed) -> set[tuple[str, int]]:
    """Which (key, year) say never."""
    rows = parsed.rows[parsed.rows["never"].astype(bool)]
    return {(row.key, row.ref_end.year) for row in rows.itertuples()}


def test_a_coup_of_the_yearly_list_counts_from_the_middle_of_its_year(
    tmp_path: Path, numbered: NumberedCrosswalk
) -> None:
    parsed = COUPS.parse(write(tmp_path, YEARLY + "1,A,1950,1\n2,B,1952,0\n"), Limits())
    months = values(parsed, "P-RF1-01")
    assert months["XAA", 1950] == pytest.approx(184 / 30.4375)
    assert months["XAA", 1952] == pytest.approx((184 + 365 + 366) / 30.4375)


def test_never_is_said_only_after_ten_years_of_looking(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = COUPS.parse(write(tmp_path, YEARLY + "1,A,1950,1\n1,A,1965,0\n"), Limits())
    months = values(parsed, "P-RF1-01")
    # Nothing is known of the years before the file, so a state it does not name is unknown for ten years.
    assert ("XAB", 1958) not in months
    assert np.isnan(months["XAB", 1960])
    assert ("XAB", 1960) in never(parsed)
    assert ("XAA", 1959) not in never(parsed)
    assert ("XAA", 1960) in never(parsed)


def test_a_state_the_yearly_list_does_not_name_had_no_coup(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = COUPS.parse(write(tmp_path, YEARLY + "1,A,1950,1\n1,A,1970,1\n"), Limits())
    assert {key for key, year in never(parsed) if year == 1970} == {"XAB", "XAC", "XAD"}
    silent = parsed.rows[(parsed.rows["key"] == "XAB")]
    assert set(silent["line"]) == {0}


def test_the_daily_list_speaks_at_year_ends_and_in_the_month_of_each_coup(
    tmp_path: Path, numbered: NumberedCrosswalk
) -> None:
    lines = "A,1,1950,3,10,2,V\nA,1,1951,6,30,1,V\nB,2,1952,1,15,1,V\n"
    parsed = COUPS.parse(write(tmp_path, DAILY + lines), Limits())
    own = parsed.rows[parsed.rows["key"] == "XAA"]
    by_day = dict(zip(own["ref_end"].dt.strftime("%Y-%m-%d"), own["value"], strict=True))
    assert by_day == {
        "1950-03-31": pytest.approx(21 / 30.4375),
        "1950-12-31": pytest.approx(296 / 30.4375),
        "1951-06-30": 0,
        "1951-12-31": pytest.approx(184 / 30.4375),
    }
    assert set(parsed.rows["source"]) == {"coups_daily"}


def test_the_last_year_of_the_daily_list_is_not_over(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = COUPS.parse(write(tmp_path, DAILY + "A,1,1950,3,10,2,V\nB,2,1952,1,15,1,V\n"), Limits())
    assert max(parsed.rows["ref_end"]).strftime("%Y-%m-%d") == "1952-01-31"


def test_an_unknown_key_stays_for_the_checks_to_name(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = COUPS.parse(write(tmp_path, YEARLY + "1,A,1950,1\n99,Nowhere,1950,1\n"), Limits())
    strange = parsed.rows[parsed.rows["key"] == "99"]
    assert set(strange["scheme"]) == {"ewp"}
    assert list(strange["line"]) == [3]


@pytest.mark.parametrize(("line", "code"), [("A,1,1950,2,30,2,V\n", "date"), ("A,1,1950,x,3,2,V\n", "not_a_number")])
def test_a_day_that_does_not_exist_is_named(tmp_path: Path, numbered: NumberedCrosswalk, line: str, code: str) -> None:
    parsed = COUPS.parse(write(tmp_path, DAILY + "A,1,1950,1,1,1,V\n" + line), Limits())
    assert codes(parsed) == [code]
    assert parsed.problems[0].line == 3


def test_a_flag_that_is_neither_yes_nor_no_is_named(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = COUPS.parse(write(tmp_path, YEARLY + "1,A,1950,2\n"), Limits())
    assert codes(parsed) == ["value_range"]


def test_a_file_that_is_neither_list_is_refused(tmp_path: Path) -> None:
    assert codes(COUPS.parse(write(tmp_path, "ccode,year\n1,1950\n"), Limits())) == ["column_missing"]
