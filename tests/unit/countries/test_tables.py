"""The tables hold together: every code names an entry, spans tile, worlds do not mix, borders are stored once."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from countries import tables
from countries.crosswalk import SCHEMES, Crosswalk, Verdict

REGISTER = {row.iso3: row for row in tables.countries()}
REAL = {iso3 for iso3, row in REGISTER.items() if row.world == "real"}


def test_each_code_stands_for_one_entry() -> None:
    assert len(REGISTER) == len(tables.countries())


def test_all_of_iso_3166_and_the_dissolved_states_that_data_still_name_are_listed() -> None:
    assert {"DDR", "CSK", "YUG", "YMD", "YAR", "SUN", "SCG", "VDR", "ZAN", "XKX", "PSE", "TWN", "ATA", "GRL"} <= REAL
    assert len([iso3 for iso3 in REAL if REGISTER[iso3].kind in {"state", "territory", "disputed"}]) == 250


def test_197_states_are_watched_today() -> None:
    today = date(2026, 1, 1)
    watched = [row for row in REGISTER.values() if row.world == "real" and row.watched and row.span.holds(today)]
    assert len(watched) == 197


def test_no_territory_is_watched() -> None:
    assert [row.iso3 for row in REGISTER.values() if row.kind == "territory" and row.watched] == []


def test_every_entry_has_both_names_and_a_place_in_m49() -> None:
    parents = {row.code: row.parent for row in tables.regions()}
    for row in REGISTER.values():
        assert row.name_en, row
        assert row.name_fr, row
        assert row.short_en, row
        assert row.short_fr, row
        # Antarctica alone belongs to no region of M49.
        assert (row.subregion == "") == (row.iso3 == "ATA"), row
        assert row.subregion == "" or parents[row.subregion] == row.region, row


def test_names_are_unlike_within_a_language() -> None:
    for names in ([row.name_en for row in REGISTER.values()], [row.name_fr for row in REGISTER.values()]):
        assert len(set(names)) == len(names)


def test_exercise_countries_are_twelve_with_codes_no_standard_uses() -> None:
    exercise = sorted(iso3 for iso3, row in REGISTER.items() if row.world == "exercise")
    assert exercise == [f"XA{letter}" for letter in "ABCDEFGHIJKL"]


def test_dissolved_states_end_and_have_successors() -> None:
    followed = {row.predecessor for row in tables.successions()}
    for row in REGISTER.values():
        assert (row.kind == "dissolved") == (row.span.end is not None), row
        assert row.kind != "dissolved" or row.iso3 in followed, row


def test_a_successor_exists_on_the_day_it_succeeds() -> None:
    for row in tables.successions():
        assert REGISTER[row.successor].span.holds(row.on), row
        assert REGISTER[row.predecessor].world == REGISTER[row.successor].world, row
        end = REGISTER[row.predecessor].span.end
        assert end is None or row.on <= end, row


def test_borders_are_stored_once_inside_one_world_while_both_countries_exist() -> None:
    pairs = [(row.a, row.b) for row in tables.borders()]
    assert len(set(pairs)) == len(pairs)
    for row in tables.borders():
        one, other = REGISTER[row.a], REGISTER[row.b]
        assert row.a < row.b, row
        assert one.world == other.world, row
        starts = [span.start for span in (row.span, one.span, other.span) if span.start]
        ends = [span.end for span in (row.span, one.span, other.span) if span.end]
        assert not starts or not ends or max(starts) < min(ends), row


def test_every_key_names_an_entry_of_the_register_in_a_known_scheme() -> None:
    for row in (*tables.codes(), *tables.spellings()):
        assert row.iso3 in REAL, row
        assert set(row.schemes) <= set(SCHEMES), row
    for outside in tables.outside():
        assert set(outside.schemes) <= set(SCHEMES), outside


def test_spans_of_one_code_follow_each_other_without_gap_or_overlap() -> None:
    spans: dict[tuple[str, str], list[tables.Span]] = {}
    for row in (*tables.codes(), *tables.spellings()):
        for scheme in row.schemes:
            spans.setdefault((scheme, row.key), []).append(row.span)
    dated = {key: sorted(found, key=lambda span: span.start or date.min) for key, found in spans.items()}
    for key, found in dated.items():
        assert found[0].start is None, key
        assert found[-1].end is None, key
        assert all(before.end == after.start for before, after in pairwise(found)), key


def test_no_key_is_both_a_country_and_out_of_register() -> None:
    crosswalk = Crosswalk.load()
    for row in tables.outside():
        for scheme in row.schemes:
            assert crosswalk.resolve(row.key, scheme=scheme).verdict is Verdict.OUT_OF_REGISTER, row
