"""What the invented publishers put out behaves like what real ones do."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from indicators.catalogue import load
from tests.unit.warning.exercise.bundles import world
from warning.exercise.evidence import not_applicable
from warning.exercise.figures import Figures
from warning.exercise.tables import load_stories

ANCHOR = date(2026, 10, 31)
WORLD = world(ANCHOR)
LAGS = {feed.code: timedelta(days=feed.lag_days) for feed in WORLD.feeds}


def _key(row) -> tuple[object, ...]:
    return row.source, row.country, row.indicator, row.ref_end


def test_nothing_is_published_after_the_anchor_or_before_its_period_has_ended() -> None:
    assert all(row.ref_end <= row.published <= ANCHOR for row in WORLD.observations)


def test_first_editions_appear_one_publication_lag_after_their_period() -> None:
    first = {}
    for row in WORLD.observations:
        first.setdefault(_key(row), row)
    assert all(row.published == row.ref_end + LAGS[row.source] for row in first.values())


def test_a_correction_is_a_later_publication_with_another_value() -> None:
    editions = defaultdict(list)
    for row in WORLD.observations:
        editions[_key(row)].append(row)
    corrected = [rows for rows in editions.values() if len(rows) > 1]
    assert len(corrected) > 20
    assert all(later.published > earlier.published for earlier, later in corrected)
    assert all(later.value != earlier.value and later.note for earlier, later in corrected)


def test_no_file_says_two_things_about_one_period() -> None:
    files = WORLD.files()
    assert any("corrections" in name for name in files)
    for name, text in files.items():
        lines = [line.split(",") for line in text.splitlines()[1:]]
        assert max(Counter((cells[0], cells[1], cells[2]) for cells in lines).values()) == 1, name
    assert sum(len(text.splitlines()) - 1 for text in files.values()) == len(WORLD.observations)


def test_every_indicator_without_events_has_figures_somewhere() -> None:
    wanted = {spec.code for spec in load().indicators if not spec.counts_events}
    assert {row.indicator for row in WORLD.observations} == wanted


def test_never_is_said_aloud_in_a_file_and_only_of_clocks() -> None:
    silent = {row.indicator for row in WORLD.observations if row.value is None}
    assert silent == {"R-RF6-01", "P-RF1-01"}
    assert ",never," in WORLD.files()["exercise_event_desk.csv"]


def test_a_feed_that_fell_quiet_says_nothing_more() -> None:
    last = max(row.published for row in WORLD.observations if row.country == "XAJ")
    assert date(2025, 5, 1) < last <= date(2025, 6, 30)


def test_a_country_that_ended_publishes_nothing_more() -> None:
    ended = Figures(load(), load_stories(), ANCHOR).ended
    assert list(ended) == ["XAL"]
    assert max(row.published for row in WORLD.observations if row.country == "XAL") < ended["XAL"]


def test_what_does_not_apply_has_no_figures() -> None:
    figures = Figures(load(), load_stories(), ANCHOR)
    for country in load_stories().countries:
        codes = {row.indicator for row in WORLD.observations if row.country == country}
        assert not codes & set(not_applicable(figures, country))


def test_impunity_is_asked_only_where_an_atrocity_is_recorded() -> None:
    figures = Figures(load(), load_stories(), ANCHOR)
    assert "R-RF6-02" in not_applicable(figures, "XAE")
    assert "R-RF6-02" not in not_applicable(figures, "XAB")
