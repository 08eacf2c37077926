"""Events, dates ahead and watched feeds."""

from __future__ import annotations

from datetime import date

from tests.unit.warning.exercise.bundles import world
from warning.exercise.calendar import MONTHS_OF_EVIDENCE, shifted

ANCHOR = date(2026, 10, 31)
WORLD = world(ANCHOR)


def test_no_event_is_known_after_the_anchor() -> None:
    assert max(event.published for event in WORLD.events) <= ANCHOR


def test_only_scheduled_dates_lie_ahead_of_their_publication() -> None:
    early = {event.indicator for event in WORLD.events if event.published < event.on}
    assert early == {"T-RF2-01", "T-RF2-03"}


def test_elections_lie_ahead_for_several_countries() -> None:
    ahead = {event.country for event in WORLD.events if event.indicator == "T-RF2-01" and event.on > ANCHOR}
    assert {"XAA", "XAB", "XAH"} <= ahead


def test_every_event_has_a_key_of_its_own() -> None:
    assert len({event.key for event in WORLD.events}) == len(WORLD.events)


def test_a_watched_feed_was_watched_before_the_first_run_looks_back() -> None:
    assert {watch.watched_from for watch in WORLD.watches} == {shifted(ANCHOR, -MONTHS_OF_EVIDENCE)}


def test_nobody_watches_felisia_and_nobody_watches_jorvia_any_more() -> None:
    assert [watch for watch in WORLD.watches if watch.country == "XAF"] == []
    assert {watch.through for watch in WORLD.watches if watch.country == "XAJ"} == {date(2025, 6, 30)}


def test_no_election_is_watched_where_none_is_held() -> None:
    watched = {watch.indicator for watch in WORLD.watches if watch.country == "XAC"}
    assert "T-RF2-01" not in watched
    assert "T-RF1-01" in watched
