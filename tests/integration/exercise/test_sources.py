"""The exercise's sources are marked as such and stay apart from the real ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from indicators.actions.exercise_sources import InventedFeed, InventedSeries, load_exercise_sources
from indicators.models import Series, Source
from ledger.actors import System
from ledger.models import Event

pytestmark = pytest.mark.django_db

BY = System("system:test")
FEED = InventedFeed(
    code="exercise_test",
    publisher="Nobody",
    title="A feed of the test",
    redistribution="full",
    cadence_days=31,
    lag_days=10,
    reference_rule="month end",
    max_age_days=90,
    note="",
)
SERIES = InventedSeries("exercise_test", "P-RF1-02", "deaths", 90, 1, "B2")


def test_a_feed_belongs_to_the_exercise_and_loading_twice_changes_nothing() -> None:
    first = load_exercise_sources(by=BY, feeds=[FEED], series=[SERIES])
    events = Event.objects.count()
    second = load_exercise_sources(by=BY, feeds=[FEED], series=[SERIES])
    assert (first.created, second.created, second.updated, second.unchanged) == (2, 0, 0, 2)
    assert Event.objects.count() == events
    assert Source.objects.get(code="exercise_test").world == "exercise"
    assert Series.objects.get(source_id="exercise_test").priority == 1


def test_a_code_that_a_real_source_might_bear_is_refused() -> None:
    before = Source.objects.count()
    with pytest.raises(ValueError, match=r"'wdi'.*'exercise_'"):
        load_exercise_sources(by=BY, feeds=[replace(FEED, code="wdi")], series=[])
    assert Source.objects.count() == before


def test_data_that_would_expire_before_the_next_arrive_are_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        load_exercise_sources(by=BY, feeds=[replace(FEED, max_age_days=40)], series=[])
