"""What waits in the countries of a user."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from indicators.actions.world_clock import today_in
from indicators.models import Adjustment, Contribution, Score, Source, TriggerEvent
from warning.models import User
from warning.readers.todo_countries import country_todos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A test of pages may have left another language behind."""
    with translation.override("en"):
        yield


def waiting(user: User, words: str) -> list[Any]:
    return [todo for todo in country_todos(user, "exercise") if words in todo.text]


def judged(iso3: str, expires: date) -> None:
    Adjustment.objects.create(
        country_id=iso3, level="P", factor="RF7", since=expires - timedelta(days=90), expires=expires, author="x",
        reason="r", reference="t:1", recorded_at=timezone.now(), proposed=1.0, applied=1.0,
    )  # fmt: skip


def test_an_adjustment_that_lapses_within_a_month_waits_for_who_has_the_country(
    exercise_world: None, amara: User, farida: User
) -> None:
    today = today_in("exercise")
    before = len(waiting(amara, "lapses"))
    judged("XAB", today + timedelta(days=3))
    judged("XAB", today + timedelta(days=60))
    judged("XAC", today + timedelta(days=3))
    found = waiting(amara, "lapses")
    assert len(found) == before + 1
    assert today + timedelta(days=3) in {todo.due for todo in found}
    assert country_todos(farida, "exercise") == []


def test_a_date_ahead_waits_until_it_is_past(exercise_world: None, amara: User) -> None:
    today = today_in("exercise")
    for at, days in enumerate((5, 45, -2)):
        TriggerEvent.objects.create(
            indicator_id="T-RF2-01", country_id="XAB", date=today + timedelta(days=days), published=today,
            title=f"Vote {at}", source=Source.objects.filter(world="exercise")[0], external_id=f"v{at}",
            recorded_at=timezone.now(), by="x",
        )  # fmt: skip
    told = " ".join(todo.text for todo in country_todos(amara, "exercise"))
    assert "Vote 0" in told
    assert "Vote 1" not in told
    assert "Vote 2" not in told


def test_a_worsening_country_and_sources_in_conflict_are_those_of_the_newest_score(
    exercise_world: None, chandra: User
) -> None:
    scores = Score.objects.filter(world="exercise", profile="full", country__in=chandra.my_countries())
    newest = {row.country_id: row for row in scores.order_by("as_of", "pk")}
    worse = {row.country.short_name for row in newest.values() if row.trend == "worsening"}
    assert {todo.text for todo in waiting(chandra, "is worsening")} == {f"{name} is worsening." for name in worse}
    split = Contribution.objects.filter(score__in=[row.pk for row in newest.values()], detail__conflict=True)
    assert len(waiting(chandra, "contradict")) == len(set(split.values_list("score__country", flat=True)))
    assert worse or split.exists()
