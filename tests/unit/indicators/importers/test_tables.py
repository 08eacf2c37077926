"""feeds.csv, series.csv and profiles.csv: what fills what, and what the public profile may claim."""

from __future__ import annotations

import pytest

from indicators import catalogue, derive, importers
from indicators.catalogue import factor_shares

CATALOGUE = catalogue.load()
MEMBERS = {row.code for row in CATALOGUE.profiles if row.profile == "public" and row.member}
FEEDS = {feed.code: feed for feed in CATALOGUE.feeds}


def test_the_full_profile_watches_all_seventy_indicators() -> None:
    assert CATALOGUE.outside_profile("full") == frozenset()


def test_the_public_profile_says_of_every_indicator_whether_and_why() -> None:
    rows = [row for row in CATALOGUE.profiles if row.profile == "public"]
    assert [row.code for row in rows] == [spec.code for spec in CATALOGUE.indicators]
    assert all(row.reason for row in rows)


def test_a_factor_of_the_public_profile_carries_at_least_34_percent_of_its_weight() -> None:
    shares = factor_shares(CATALOGUE.indicators, MEMBERS)
    assert all(share == 0 or share >= 0.34 for share in shares.values())
    assert {key for key, share in shares.items() if share} == {
        ("R", "RF1"), ("R", "RF4"), ("R", "RF5"), ("R", "RF6"), ("R", "RF8"), ("R", "RF9"),
        ("P", "RF1"), ("P", "RF8"), ("P", "RT10"), ("T", "RF2"),
    }  # fmt: skip


@pytest.mark.parametrize("code", ["P-RF9-01", "P-RF7-05"])
def test_an_indicator_too_light_for_its_factor_stays_out_though_a_file_fills_it(code: str) -> None:
    assert any(series.indicator == code for series in CATALOGUE.series)
    assert code not in MEMBERS
    shares = factor_shares(CATALOGUE.indicators, MEMBERS | {code})
    spec = CATALOGUE.by_code[code]
    assert 0 < shares[spec.level, spec.factor] < 0.34


def test_what_the_public_profile_watches_is_filled_by_one_of_the_files() -> None:
    files = {source for code in importers.CODES for source in importers.get(code).sources} - {"vdem", "tidy"}
    filled = {series.indicator for series in CATALOGUE.series if series.source in files}
    assert filled >= MEMBERS


def test_only_a_public_profile_without_triggers_enough_is_base_only() -> None:
    triggers = {code for code in MEMBERS if code.startswith("T-")}
    assert triggers == {"T-RF2-01"}


def test_a_feed_lives_at_least_as_long_as_its_next_data_take_to_come() -> None:
    for series in CATALOGUE.series:
        feed = FEEDS[series.source]
        assert series.max_age_days >= feed.lag_days + feed.cadence_days, series


def test_every_derivation_is_a_named_pure_function() -> None:
    for series in CATALOGUE.series:
        assert not series.derivation or callable(getattr(derive, series.derivation)), series


def test_no_two_series_of_an_indicator_claim_the_same_place() -> None:
    places = [(series.indicator, series.priority) for series in CATALOGUE.series if series.source != "vdem_extract"]
    stand_ins = [(series.indicator, series.priority) for series in CATALOGUE.series if series.source == "vdem_extract"]
    assert len(set(places)) == len(places)
    assert not {place for place in stand_ins if place[1] == 1}


def test_a_stand_in_comes_after_the_series_it_stands_in_for() -> None:
    for series in CATALOGUE.series:
        if series.stand_in:
            assert series.priority > 1, series
            assert series.reason


def test_the_optional_protocol_to_the_iccpr_fills_nothing() -> None:
    assert not any(series.indicator == "R-RF6-03" for series in CATALOGUE.series)
