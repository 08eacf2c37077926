"""The tables of the stories hang together, and a broken cell is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from countries import tables as register
from indicators.catalogue import load
from warning.exercise import tables
from warning.exercise.cast import HANDLES
from warning.exercise.tables import load_stories

STORIES = load_stories()


def test_every_country_of_the_exercise_has_a_story_and_no_real_one_has() -> None:
    exercise = {row.iso3 for row in register.countries() if row.world == "exercise"}
    named = {row.country for row in (*STORIES.events, *STORIES.quiet, *STORIES.judgements, *STORIES.revisions)}
    named |= {country for country, *_ in (*STORIES.not_applicable, *STORIES.grades)}
    named |= {country for country, _ in (*STORIES.paths, *STORIES.clocks, *STORIES.values)} | set(STORIES.readings)
    assert set(STORIES.countries) == named == exercise


def test_every_indicator_of_the_catalogue_is_fed_by_one_feed() -> None:
    assert [row.indicator for row in STORIES.series] == [spec.code for spec in load().indicators]
    assert {row.feed for row in STORIES.series} <= {feed.code for feed in STORIES.feeds}


def test_events_fill_exactly_the_indicators_that_count_events() -> None:
    made_of_events = {row.indicator for row in STORIES.series if row.made == "event"}
    assert made_of_events == {spec.code for spec in load().indicators if spec.counts_events}
    assert {event.indicator for event in STORIES.events} <= made_of_events


def test_only_elections_go_without_severity() -> None:
    assert {event.indicator for event in STORIES.events if event.severity is None} == {"T-RF2-01"}
    assert all(0 <= event.severity <= 10 for event in STORIES.events if event.severity is not None)


def test_every_feed_lets_its_data_live_until_the_next_arrive() -> None:
    assert all(feed.max_age_days >= feed.lag_days + feed.cadence_days for feed in STORIES.feeds)


def test_every_pattern_of_silence_names_an_indicator() -> None:
    codes = [spec.code for spec in load().indicators]
    patterns = [(row.country, row.indicators) for row in STORIES.quiet]
    patterns += [(country, pattern) for country, pattern, _ in STORIES.not_applicable]
    lost = [item for item in patterns if not any(tables.fnmatchcase(code, item[1]) for code in codes)]
    assert lost == []


def test_no_author_reads_the_own_judgement_and_all_are_of_the_cast() -> None:
    assert all(row.author != row.second_reader for row in STORIES.judgements)
    assert {name for row in STORIES.judgements for name in (row.author, row.second_reader)} <= set(HANDLES)


def test_a_cell_that_cannot_be_read_is_named_by_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "DATA", tmp_path)
    header = "country,indicator,month,after,factor,reason\n"
    (tmp_path / "revisions.csv").write_text(header + "XAB,P-RF7-04,-3,2,1.6,ok\nXAB,P-RF7-04,soon,2,1.6,bad\n")
    with pytest.raises(ValueError, match=r"revisions.csv line 3: .*soon"):
        tables._table("revisions.csv", tables._revision)
