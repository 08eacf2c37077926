"""UCDP deaths: where a dyad's dead are placed, and what silence means."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import importers
from indicators.importers import Limits

from .files import NumberedCrosswalk, codes, values, write

UCDP = importers.get("ucdp_deaths")
HEADER = "dyad_id,year,bd_best,type_of_conflict,gwno_loc,gwno_battle\n"


def read(folder: Path, *lines: str):
    """The parsed file of these dyad-years."""
    return UCDP.parse(write(folder, HEADER + "".join(f"{line}\n" for line in lines)), Limits())


def test_the_dyads_of_a_country_and_year_are_added_up_with_their_lines(
    tmp_path: Path, numbered: NumberedCrosswalk
) -> None:
    parsed = read(tmp_path, "1,2000,30,3,1,1", "2,2000,70,3,1,1", "1,2001,25,3,1,1")
    assert values(parsed, "P-RF1-02")["XAA", 2000] == 100
    total = parsed.rows[(parsed.rows["value"] == 100) & (parsed.rows["indicator"] == "P-RF1-02")]
    assert list(total["input_lines"]) == ["2;3"]
    assert list(total["derivation"]) == ["last_twelve_months"]


def test_a_covered_state_that_no_record_names_has_a_stated_zero(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = read(tmp_path, "1,2000,30,3,1,1")
    assert values(parsed, "P-RF1-02")["XAD", 2000] == 0
    zero = parsed.rows[(parsed.rows["key"] == "XAD") & (parsed.rows["indicator"] == "P-RF1-02")]
    assert list(zero["derivation"]) == ["covered_without_record"]
    assert list(zero["line"]) == [0]


def test_a_death_abroad_counts_where_it_happened(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = read(tmp_path, "1,2000,30,3,1,2")
    deaths = values(parsed, "P-RF1-02")
    assert deaths["XAB", 2000] == 30
    assert deaths["XAA", 2000] == 0


def test_of_several_battle_locations_the_state_fought_over_gets_the_total_and_the_others_nothing(
    tmp_path: Path, numbered: NumberedCrosswalk
) -> None:
    parsed = read(tmp_path, '1,2000,500,4,1,"1, 2"')
    deaths = values(parsed, "P-RF1-02")
    assert deaths["XAA", 2000] == 500
    # Some died in XAB, nobody says how many: neither a number nor a zero.
    assert ("XAB", 2000) not in deaths


def test_a_war_between_states_counts_for_each_of_them(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = read(tmp_path, '1,2000,900,2,"1, 2","1, 2, 3"')
    deaths = values(parsed, "P-RF1-02")
    assert (deaths["XAA", 2000], deaths["XAB", 2000]) == (900, 900)
    assert ("XAC", 2000) not in deaths


def test_a_record_that_cannot_be_placed_is_counted(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = read(tmp_path, '1,2000,900,3,1,"2, 3"')
    assert list(parsed.skipped.values()) == [1]
    assert ("XAB", 2000) not in values(parsed, "P-RF1-02")


def test_the_worst_neighbour_is_the_largest_total_next_door(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    # In the exercise XAA borders XAB and XAD, and XAC does not border XAA.
    parsed = read(tmp_path, "1,2000,30,3,2,2", "2,2000,70,3,3,3")
    worst = values(parsed, "P-RF1-03")
    assert worst["XAA", 2000] == 30
    rows = parsed.rows[(parsed.rows["key"] == "XAA") & (parsed.rows["indicator"] == "P-RF1-03")]
    assert list(rows["input_lines"]) == ["2"]


def test_war_years_are_given_only_where_fifteen_years_were_looked_at(
    tmp_path: Path, numbered: NumberedCrosswalk
) -> None:
    lines = [f"1,{year},30,3,1,1" for year in range(1989, 1995)]
    parsed = read(tmp_path, *lines, '2,1995,30,2,"2, 3",2', "3,2003,30,3,4,4")
    years = values(parsed, "R-RF1-01")
    assert years == {("XAA", 2003): 6, ("XAB", 2003): 0, ("XAC", 2003): 0, ("XAD", 2003): 1}


def test_an_unknown_number_stays_for_the_checks_to_name(tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    parsed = read(tmp_path, "1,2000,30,3,99,99")
    strange = parsed.rows[parsed.rows["key"] == "99"]
    assert set(strange["scheme"]) == {"gw"}


@pytest.mark.parametrize(
    ("deaths", "code"), [("-5", "value_range"), ("many", "not_a_number"), ("1e400", "number_too_large")]
)
def test_deaths_that_are_no_count_are_named(
    tmp_path: Path, numbered: NumberedCrosswalk, deaths: str, code: str
) -> None:
    assert codes(read(tmp_path, f"1,2000,{deaths},3,1,1")) == [code]
