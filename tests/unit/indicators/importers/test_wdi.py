"""World Bank extract: which column becomes which indicator, and whose key is a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import importers
from indicators.importers import Limits

from .files import codes, values, write

HEADER = "country,iso2c,iso3c,year,wdi.trade.new,wdi.gdppcgrow.new,wdi.imrate.new\n"
WDI = importers.get("wdi")


def test_trade_growth_and_infant_mortality_fill_their_indicators(tmp_path: Path) -> None:
    parsed = WDI.parse(write(tmp_path, HEADER + "Aldoria,NA,XAA,2000,50,-1.5,20\n"), Limits())
    assert values(parsed, "R-RF9-01") == {("XAA", 2000): 50}
    assert values(parsed, "P-RF8-01") == {("XAA", 2000): -1.5}
    assert values(parsed, "R-RF8-01") == {("XAA", 2000): 20}
    assert set(parsed.rows["line"]) == {2}
    assert parsed.problems == []


def test_infant_mortality_is_a_source_of_its_own_because_it_comes_later(tmp_path: Path) -> None:
    parsed = WDI.parse(write(tmp_path, HEADER + "Aldoria,,XAA,2000,50,1,20\n"), Limits())
    by_indicator = dict(zip(parsed.rows["indicator"], parsed.rows["source"], strict=True))
    assert by_indicator["R-RF8-01"] == "wdi_imr"
    assert by_indicator["R-RF9-01"] == "wdi"


def test_the_fall_of_trade_is_taken_over_three_years_and_names_both_lines(tmp_path: Path) -> None:
    lines = "".join(f"Aldoria,,XAA,{year},{trade},,\n" for year, trade in ((2000, 50), (2001, 48), (2003, 40)))
    parsed = WDI.parse(write(tmp_path, HEADER + lines), Limits())
    (change,) = parsed.rows[parsed.rows["indicator"] == "P-RF9-01"].to_dict("records")
    assert (change["value"], change["derivation"], change["input_lines"]) == (-10, "three_year_change", "4;2")


def test_an_income_group_without_a_code_is_looked_up_by_its_name(tmp_path: Path) -> None:
    parsed = WDI.parse(write(tmp_path, HEADER + "Not classified,,,2000,50,,\nAldoria,,XAA,2000,50,,\n"), Limits())
    schemes = dict(zip(parsed.rows["key"], parsed.rows["scheme"], strict=True))
    assert schemes == {"Not classified": "name", "XAA": "wb"}


def test_an_empty_cell_gives_no_row(tmp_path: Path) -> None:
    parsed = WDI.parse(write(tmp_path, HEADER + "Aldoria,,XAA,2000,,,20\n"), Limits())
    assert list(parsed.rows["indicator"]) == ["R-RF8-01"]


@pytest.mark.parametrize(("cell", "code"), [('"1,200"', "thousands_separator"), ("..", "not_a_number")])
def test_a_cell_that_is_no_number_is_named(tmp_path: Path, cell: str, code: str) -> None:
    parsed = WDI.parse(write(tmp_path, HEADER + f"Aldoria,,XAA,2000,{cell},1,20\n"), Limits())
    assert codes(parsed) == [code]
    assert (parsed.problems[0].line, parsed.problems[0].column) == (2, "wdi.trade.new")


def test_a_missing_column_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    parsed = WDI.parse(write(tmp_path, "country,iso3c,year\nAldoria,XAA,2000\n"), Limits())
    assert codes(parsed) == ["column_missing"] * 3
    assert len(parsed.rows) == 0


def test_columns_that_fill_nothing_are_named_as_context(tmp_path: Path) -> None:
    parsed = WDI.parse(write(tmp_path, HEADER + "Aldoria,,XAA,2000,1,1,1\n"), Limits())
    assert parsed.context_columns == ("iso2c",)
