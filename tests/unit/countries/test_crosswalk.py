"""Three verdicts for every key, decided by the date where a code was passed on."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from countries.crosswalk import SCHEMES, Crosswalk, Verdict

WALK = Crosswalk.load()


def iso3(key: object, scheme: str, on: str = "") -> str | None:
    return WALK.resolve(key, scheme=scheme, on=date.fromisoformat(on) if on else None).iso3


@pytest.mark.parametrize(
    ("key", "scheme", "on", "expected"),
    [
        ("345", "ewp", "1990-12-31", "YUG"),
        ("345", "ewp", "2004-12-31", "SCG"),
        ("345", "ewp", "2010-12-31", "SRB"),
        ("345", "ewp", "", "SRB"),
        ("345", "gw", "2006-12-31", "SRB"),
        ("340", "gw", "2010-12-31", "SRB"),
        ("365", "cow", "1991-12-25", "SUN"),
        ("365", "cow", "1991-12-26", "RUS"),
        ("255", "ewp", "1990-12-31", "DEU"),
        ("260", "gw", "1975-12-31", "DEU"),
        ("265", "vdem", "1989-12-31", "DDR"),
        ("315", "ewp", "1992-12-31", "CSK"),
        ("316", "ewp", "1993-12-31", "CZE"),
        ("678", "gw", "1985-12-31", "YAR"),
        ("678", "gw", "2015-12-31", "YEM"),
        ("679", "ewp", "1990-12-31", "YEM"),
        ("680", "ewp", "1980-12-31", "YMD"),
        ("816", "ewp", "1970-12-31", "VNM"),
        ("817", "ewp", "1970-12-31", "VDR"),
        ("970", "cow", "2010-12-31", "NRU"),
        ("970", "gw", "2010-12-31", "KIR"),
        ("YGS", "pitf", "2004-12-31", "SCG"),
        ("ZAI", "pitf", "", "COD"),
        ("MYA", "pitf", "", "MMR"),
        ("NIG", "pitf", "", "NGA"),
        ("NIR", "pitf", "", "NER"),
        ("AUS", "pitf", "", "AUT"),
        ("AUS", "iso3", "", "AUS"),
        ("CS", "iso2", "1990-01-01", "CSK"),
        ("CS", "iso2", "2004-01-01", "SCG"),
        ("ROM", "wb", "", "ROU"),
        ("WBG", "wb", "", "PSE"),
        ("4", "m49", "", "AFG"),
        ("004", "m49", "", "AFG"),
        ("891", "m49", "1995-01-01", "YUG"),
        ("Yemen", "name", "1985-12-31", "YAR"),
        ("Yemen", "name", "1995-12-31", "YEM"),
        ("Serbia (Yugoslavia)", "name", "1999-12-31", "YUG"),
        ("Serbia (Yugoslavia)", "name", "", "SRB"),
        ("Yugoslavia", "name", "2022-12-31", "SRB"),
        ("Yugoslavia", "name", "", "YUG"),
        ("Russia (Soviet Union)", "name", "1989-12-31", "SUN"),
        ("DR Congo (Zaire)", "name", "", "COD"),
        ("Congo", "name", "", "COG"),
        ("Korea, People's Republic of", "name", "", "PRK"),
        ("Cote D’Ivoire", "name", "", "CIV"),
        ("Türkiye", "name", "", "TUR"),
        ("Aldoria", "name", "", "XAA"),
    ],
)
def test_a_key_names_a_country_on_a_date(key: str, scheme: str, on: str, expected: str) -> None:
    assert iso3(key, scheme, on) == expected


def test_na_in_a_code_column_is_namibia() -> None:
    assert iso3("NA", "iso2") == "NAM"
    frame = WALK.resolve_frame(pd.Series(["NA", "NE"], index=[7, 3]), scheme="iso2")
    assert frame["iso3"].to_dict() == {7: "NAM", 3: "NER"}


@pytest.mark.parametrize("blank", [None, float("nan"), "", " ", "\u00a0", pd.NA])
def test_a_missing_value_is_unknown_and_never_namibia(blank: object) -> None:
    match = WALK.resolve(blank, scheme="iso2")
    assert match.verdict is Verdict.UNKNOWN
    assert "NA is Namibia" in match.note


@pytest.mark.parametrize("key", [255, 255.0, "255", "255.0", " 255 ", "0255"])
def test_a_number_counts_however_the_file_wrote_it(key: object) -> None:
    assert iso3(key, "cow") == "DEU"


@pytest.mark.parametrize(
    ("key", "scheme"),
    [
        ("Arab World", "name"),
        ("Not classified", "name"),
        ("ARB", "iso3"),
        ("WLD", "wb"),
        ("1W", "iso2"),
        ("ZJ", "iso2"),
        ("419", "m49"),
        ("Sub-Saharan Africa", "name"),
        ("711", "gw"),
        ("300", "cow"),
        ("-99", "iso3"),
    ],
)
def test_aggregates_and_entries_of_no_register_are_out_of_register_with_a_reason(key: str, scheme: str) -> None:
    match = WALK.resolve(key, scheme=scheme)
    assert match.verdict is Verdict.OUT_OF_REGISTER
    assert match.iso3 is None
    assert match.note


def test_an_unknown_name_is_answered_with_the_nearest_spellings() -> None:
    match = WALK.resolve("Ivry Coast", scheme="name")
    assert match.verdict is Verdict.UNKNOWN
    assert "Ivory Coast (CIV)" in match.note
    assert "AFG (Afghanistan)" in WALK.resolve("AFX", scheme="iso3").note


def test_a_code_of_another_scheme_is_unknown_and_says_where_it_belongs() -> None:
    match = WALK.resolve("GER", scheme="iso3")
    assert match.verdict is Verdict.UNKNOWN
    assert "pitf DEU" in match.note


def test_a_cyrillic_look_alike_is_unknown_with_a_remedy() -> None:
    match = WALK.resolve("АFG", scheme="iso3")
    assert match.verdict is Verdict.UNKNOWN
    assert "CYRILLIC CAPITAL LETTER A" in match.note
    assert "Latin letters" in match.note


def test_hidden_marks_and_blanks_around_a_code_are_forgiven() -> None:
    assert iso3("\ufeffafg\u00a0", "iso3") == "AFG"


def test_a_date_outside_a_countrys_life_is_remarked_not_refused() -> None:
    early = WALK.resolve("SRB", scheme="iso3", on=date(1995, 12, 31))
    assert (early.verdict, early.iso3) == (Verdict.COUNTRY, "SRB")
    assert "exists from 2006-06-03 only" in early.note
    late = WALK.resolve("265", scheme="cow", on=date(1990, 12, 31))
    assert "ended on 1990-10-03" in late.note
    assert WALK.resolve("FRA", scheme="iso3", on=date(1990, 1, 1)).note == ""


def test_ucdps_deaths_of_gaza_come_with_the_policy_for_israel() -> None:
    assert "under Israel" in WALK.resolve("666", scheme="gw", on=date(2023, 12, 31)).note


def test_a_cell_may_name_several_countries() -> None:
    assert [match.iso3 for match in WALK.resolve_list("India, Pakistan", scheme="name")] == ["IND", "PAK"]
    assert [match.iso3 for match in WALK.resolve_list("750, 770", scheme="gw")] == ["IND", "PAK"]


def test_a_comma_inside_a_name_is_no_separator() -> None:
    assert [match.iso3 for match in WALK.resolve_list("Korea, Republic of", scheme="name")] == ["KOR"]


def test_one_unknown_part_of_a_list_is_told_by_itself() -> None:
    verdicts = [match.verdict for match in WALK.resolve_list("India, Atlantis", scheme="name")]
    assert verdicts == [Verdict.COUNTRY, Verdict.UNKNOWN]


def test_an_unknown_scheme_is_an_error_that_lists_the_schemes() -> None:
    with pytest.raises(ValueError, match="iso3, iso2, m49"):
        WALK.resolve("AFG", scheme="fips")


def test_every_entry_is_found_by_its_own_codes_and_names() -> None:
    for row in WALK.register:
        assert iso3(row.iso3, "iso3") == row.iso3
        for key, scheme in [(row.iso2, "iso2"), (row.m49, "m49")]:
            # A dissolved state may have passed its code on; others hold theirs.
            assert not key or row.kind == "dissolved" or iso3(key, scheme) == row.iso3
        for name in (row.name_en, row.name_fr, row.short_en, row.short_fr):
            assert iso3(name, "name") == row.iso3, name


def test_a_column_is_resolved_row_by_row_as_single_keys_are() -> None:
    keys = pd.Series(["345", "345", "345", "365", "9999", None, "300"], index=list("gfedcba"))
    years = pd.Series([1990, 2004, 2010, 1991, 1991, 1991, 1900], index=list("gfedcba"))
    frame = WALK.resolve_frame(keys, scheme="cow", years=years)
    assert list(frame.index) == list("gfedcba")
    assert list(frame["iso3"]) == ["YUG", "SCG", "SRB", "RUS", None, None, None]
    assert list(frame["verdict"]) == [*["country"] * 4, "unknown", "unknown", "out_of_register"]
    for (key, year), note in zip(zip(keys, years, strict=True), frame["note"], strict=True):
        assert note == WALK.resolve(key, scheme="cow", on=date(year, 12, 31)).note


def test_an_empty_column_gives_an_empty_frame_with_its_columns() -> None:
    frame = WALK.resolve_frame(pd.Series([], dtype=object), scheme="iso3")
    assert list(frame.columns) == ["verdict", "iso3", "note"]
    assert frame.empty


def test_codes_of_a_country_name_each_scheme_it_has() -> None:
    schemes = {scheme for row in WALK.codes_of("COD") for scheme in row.schemes}
    assert schemes == set(SCHEMES)
