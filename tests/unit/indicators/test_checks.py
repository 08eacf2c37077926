"""Checks: a row is accepted, out of register, or named with line, column, value and remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import tables
from countries.crosswalk import Crosswalk
from indicators import catalogue, importers
from indicators.checks import Checked, Checker
from indicators.importers import Limits

TODAY = date(2026, 6, 30)
HEADER = "country,indicator,ref_end,value,unit,grade,published,source,note\n"
TIDY = importers.get("tidy")


def checker(**options) -> Checker:
    """A checker with today's date fixed."""
    return Checker(catalogue=catalogue.load(), crosswalk=Crosswalk.load(), today=TODAY, **options)


def check(folder: Path, *lines: str, limits: Limits | None = None, **options) -> Checked:
    """All pieces of a tidy file, put together."""
    path = folder / "t.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    one = checker(**options)
    pieces = [one.check(parsed) for parsed in TIDY.parse_chunks(path, limits or Limits())]
    whole = pieces[0]
    for piece in pieces[1:]:
        whole.accepted = pd.concat([whole.accepted, piece.accepted])
        whole.problems += piece.problems
        whole.duplicates += piece.duplicates
    return whole


@pytest.fixture
def aldoria_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Public feeds speak of real countries only, and no number is invented about one: Aldoria stands in for them."""
    register = tuple(replace(item, world="real") if item.iso3 == "XAA" else item for item in tables.countries())
    monkeypatch.setattr("indicators.checks.tables.countries", lambda: register)


def told(checked: Checked) -> list[tuple[int, str, str]]:
    """Line, column and code of every problem."""
    return [(item.line, item.column, item.code) for item in checked.problems]


def test_a_good_row_is_accepted_with_its_country_and_its_unit(tmp_path: Path) -> None:
    checked = check(tmp_path, "XAA,P-RF1-02,2024-12-31,12,,B2,2025-03-01,,")
    assert checked.problems == []
    (row,) = checked.accepted.to_dict("records")
    assert (row["iso3"], row["value"], row["unit"], row["line"]) == ("XAA", 12, "deaths", 2)
    assert checked.worlds == {"exercise"}


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("Xyz,P-RF1-02,2024-12-31,12,,B2,,,", "country", "country_unknown"),
        (",P-RF1-02,2024-12-31,12,,B2,,,", "country", "country_unknown"),
        ("XAA,P-RF1-99,2024-12-31,12,,B2,,,", "indicator", "indicator_unknown"),
        ("XAA,P-RF1-02,2024-12-31,12,percent,B2,,,", "unit", "unit_mismatch"),
        ("XAA,P-RF1-02,2024-12-31,12,,G2,,,", "grade", "grade"),
        ("XAA,P-RF1-02,2024-12-31,12,,B2,,nobody,", "source", "source_unknown"),
        ("XAA,P-RF1-02,2024-12-31,never,,B2,,,", "value", "never_not_allowed"),
        ("XAA,P-RF1-02,2024-12-31,-1,,B2,,,", "value", "value_range"),
        ("XAA,R-RF4-01,2024-12-31,1.01,,B2,,,", "value", "value_range"),
        ("XAA,P-RF1-02,2026-07-01,12,,B2,,,", "ref_end", "date_in_future"),
        ("XAA,P-RF1-02,2024-12-31,12,,B2,2026-07-01,,", "published", "published_in_future"),
        ("XAA,T-RF1-01,2024-12-31,11,,B2,,,", "value", "value_range"),
        ("XAA,T-RF1-01,2024-12-31,5,,Z9,,,", "grade", "grade"),
        ("XAA,T-RF2-01,2024-12-31,5,,B2,,nobody,", "source", "source_unknown"),
    ],
)
def test_a_bad_row_is_named_by_line_column_and_code(tmp_path: Path, line: str, column: str, code: str) -> None:
    checked = check(tmp_path, "XAB,P-RF1-02,2023-12-31,12,,B2,,,", line)
    assert told(checked) == [(3, column, code)]
    assert checked.problems[0].remedy


def test_an_unknown_name_is_told_once_with_how_many_rows_it_stops(tmp_path: Path) -> None:
    checked = check(tmp_path, *(f"Xyz,P-RF1-02,{year}-12-31,1,,B2,,," for year in range(2000, 2010)))
    (problem,) = checked.problems
    assert problem.line == 2
    assert "10 rows" in problem.remedy


def test_a_near_miss_of_a_code_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "XAA,P-RF1-2,2024-12-31,12,,B2,,,").problems
    assert "P-RF1-02" in problem.remedy


@pytest.mark.usefixtures("aldoria_is_real")
def test_an_aggregate_is_out_of_register_counted_and_no_problem(tmp_path: Path) -> None:
    rows = importers.get("wdi")
    header = "country,iso2c,iso3c,year,wdi.trade.new,wdi.gdppcgrow.new,wdi.imrate.new\n"
    text = (
        header + "World,1W,WLD,2000,50,,\nWorld,1W,WLD,2001,50,,\nNot classified,,,2000,50,,\nAldoria,,XAA,2000,50,,\n"
    )
    path = tmp_path / "w.csv"
    path.write_text(text, encoding="utf-8")
    checked = checker().check(rows.parse(path, Limits()))
    assert checked.problems == []
    assert {key: entry["rows"] for key, entry in checked.out_of_register.items()} == {"WLD": 2, "Not classified": 1}
    assert list(checked.accepted["iso3"]) == ["XAA"]


def test_the_same_value_twice_is_counted_and_kept_once(tmp_path: Path) -> None:
    line = "XAA,P-RF1-02,2024-12-31,12,,B2,,,"
    checked = check(tmp_path, line, line, "XAA,R-RF6-01,2024-12-31,never,,,,,", "XAA,R-RF6-01,2024-12-31,never,,,,,")
    assert checked.problems == []
    assert checked.duplicates == 2
    assert list(checked.accepted["line"]) == [2, 4]


@pytest.mark.parametrize("other", ["13", "12.0000001"])
def test_another_value_under_the_same_key_is_a_problem_that_names_both_lines(tmp_path: Path, other: str) -> None:
    checked = check(tmp_path, "XAA,P-RF1-02,2024-12-31,12,,,,,", f"XAA,P-RF1-02,2024-12-31,{other},,,,,")
    assert told(checked) == [(3, "value", "duplicate")]
    assert "line 2" in checked.problems[0].remedy


def test_never_and_a_number_under_one_key_contradict_each_other(tmp_path: Path) -> None:
    checked = check(tmp_path, "XAA,R-RF6-01,2024-12-31,never,,,,,", "XAA,R-RF6-01,2024-12-31,3,,,,,")
    assert told(checked) == [(3, "value", "duplicate")]


def test_two_sources_may_speak_of_the_same_value(tmp_path: Path) -> None:
    lines = ("XAA,P-RF1-02,2024-12-31,12,,,,,", "XAA,P-RF1-02,2024-12-31,13,,,,made-up,")
    assert check(tmp_path, *lines, invented=["made-up"]).problems == []


@given(order=st.permutations(range(30)), size=st.integers(1, 12))
@settings(max_examples=15, deadline=None)
def test_a_duplicate_is_found_across_pieces_whatever_their_size(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], size: int
) -> None:
    folder = tmp_path_factory.mktemp("t")
    years = [1950 + at % 20 for at in order]
    lines = [f"XAA,P-RF1-02,{year}-12-31,{year},,,,," for year in years]
    checked = check(folder, *lines, limits=Limits(chunk_rows=size))
    assert checked.duplicates == 10
    assert checked.problems == []
    assert sorted(checked.accepted["value"]) == list(range(1950, 1970))


def test_an_event_twice_is_counted_and_another_under_its_key_is_a_problem(tmp_path: Path) -> None:
    line = "XAA,T-RF1-01,2025-02-03,6,,B2,,,"
    assert check(tmp_path, line, line).duplicates == 1
    assert told(check(tmp_path, line, "XAA,T-RF1-01,2025-02-03,7,,B2,,,")) == [(3, "external_id", "duplicate")]


def test_real_countries_and_the_exercise_are_not_mixed_in_a_file(tmp_path: Path) -> None:
    # A value is needed for the line to count; zero deaths of a code, no statement about a country.
    lines = ("XAA,P-RF1-02,2024-12-31,0,,,,,", "NAM,P-RF1-02,2024-12-31,0,,,,,")
    assert told(check(tmp_path, *lines)) == [(3, "country", "two_worlds")]


def test_a_feed_of_the_exercise_never_speaks_of_a_real_country(tmp_path: Path) -> None:
    lines = ("XAA,P-RF1-02,2024-12-31,0,,,,made-up,",)
    assert check(tmp_path, *lines, invented=["made-up"]).problems == []
    real = check(tmp_path, "NAM,P-RF1-02,2024-12-31,0,,,,made-up,", invented=["made-up"])
    assert [item.code for item in real.problems] == ["source_invented"]


@pytest.mark.parametrize("feed", ["wdi", "watch_desk"])
@pytest.mark.parametrize("start", ["XAA,P-RF1-02,2024-12-31,0", "XAA,T-RF1-01,2024-12-31,5"])
def test_a_public_feed_never_speaks_of_a_country_of_the_exercise(tmp_path: Path, feed: str, start: str) -> None:
    checked = check(tmp_path, f"{start},,,,{feed},", invented=["made-up"])
    assert told(checked) == [(2, "source", "source_real")]
    assert "made-up" in checked.problems[0].remedy


@pytest.mark.parametrize("country", ["XAA", "NAM"])
def test_the_templates_own_feed_is_for_both_worlds(tmp_path: Path, country: str) -> None:
    # Zero deaths of a code: no statement about a country.
    assert check(tmp_path, f"{country},P-RF1-02,2024-12-31,0,,,,tidy,").problems == []


@pytest.mark.parametrize("spelling", ["xaa", "ＸＡＡ", "XAA\u200d", "X\u00adAA"])
def test_a_country_code_in_another_spelling_is_named_and_not_taken_silently(tmp_path: Path, spelling: str) -> None:
    checked = check(tmp_path, f"{spelling},P-RF1-02,2024-12-31,12,,,,,")
    assert [item.column for item in checked.problems] == ["country"]
    assert "XAA" in checked.problems[0].remedy


def test_two_feeds_of_the_exercise_are_two_sources(tmp_path: Path) -> None:
    lines = ("XAA,P-RF1-02,2024-12-31,1,,,,made-up,", "XAA,P-RF1-02,2024-12-31,2,,,,made-up-too,")
    assert check(tmp_path, *lines, invented=["made-up", "made-up-too"]).problems == []


@pytest.mark.usefixtures("aldoria_is_real")
def test_a_stand_in_is_judged_by_its_published_unit(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text("COWcode,year,even_civilrights,v2csreprss_ord,v2pepwrsoc_ord,partyban\n1,2000,0,7,4,0\n")
    parsed = importers.get("vdem").parse(path, Limits())
    parsed.rows = parsed.rows.assign(key="XAA", scheme="iso3")
    checked = checker().check(parsed)
    assert [(item.column, item.code, item.value) for item in checked.problems] == [
        ("v2csreprss_ord", "value_range", "7.0")
    ]


def test_a_cell_that_was_not_read_is_told_once(tmp_path: Path) -> None:
    checked = check(tmp_path, "XAA,P-RF1-02,2024-12-31,fifty,,,,,")
    assert told(checked) == [(2, "value", "not_a_number")]


def test_two_lines_without_their_day_are_told_as_such_and_not_compared(tmp_path: Path) -> None:
    checked = check(tmp_path, "XAA,P-RF1-02,soon,1,,,,,", "XAA,P-RF1-02,later,2,,,,,")
    assert [item.code for item in checked.problems] == ["date", "date"]


@pytest.mark.usefixtures("aldoria_is_real")
def test_a_derived_number_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    header = "ccode,year,mk_ever,mk_ongoing_count,countryage.new.log2,ucdp_fat_year,reign_regimetype\n"
    path.write_text(header + "1,1970,0,0,99999,,monarchy\n")
    parsed = importers.get("panel").parse(path, Limits())
    parsed.rows = parsed.rows.assign(key="XAA", scheme="iso3")
    checked = checker().check(parsed)
    assert [(item.line, item.code) for item in checked.problems] == [(2, "value_range")]


def test_a_file_that_cannot_be_read_gives_its_problem_and_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"")
    checked = checker().check(TIDY.parse(path, Limits()))
    assert [item.code for item in checked.problems] == ["file_empty"]
    assert len(checked.accepted) == len(checked.events) == 0


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_file_it_is_read_or_named_and_nothing_breaks(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("f") / "t.csv"
    path.write_bytes((HEADER + text).encode())
    one = checker()
    for parsed in TIDY.parse_chunks(path, Limits()):
        checked = one.check(parsed)
        assert all(item.code and item.remedy for item in checked.problems)


@given(
    cells=st.lists(
        st.sampled_from(
            ["XAA", "P-RF1-02", "R-RF6-01", "T-RF1-01", "2024-12-31", "never", "", "1", "-1", "1e9", "B2", "é", "="]
        ),
        min_size=9,
        max_size=9,
    )
)
@settings(max_examples=80, deadline=None)
def test_cells_in_the_wrong_columns_are_named_and_nothing_breaks(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    checked = check(tmp_path_factory.mktemp("f"), ",".join(cells))
    if not checked.problems:
        assert all(row.iso3 == "XAA" for row in checked.accepted.itertuples())
