"""The cast's accounts: there in the exercise, never in production unless asked for, never in somebody's place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from ledger.actors import System
from ledger.models import Event
from warning.exercise.accounts import create_cast
from warning.exercise.build import Built, Plan
from warning.exercise.cast import CAST, PASSWORD
from warning.management.commands import exercise
from warning.models import Assignment, User

pytestmark = pytest.mark.django_db

BY = System("system:test")
SINCE = date(2023, 10, 31)


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """What the command would have built."""
    seen: list[Plan] = []

    def build(plan: Plan, **_more: Any) -> Built:
        seen.append(plan)
        return Built(plan.anchor, "", 0, 0, 0, 0, 0.0)

    monkeypatch.setattr(exercise, "build", build)
    return seen


def test_the_embedded_copy_opens_the_accounts(plans: list[Plan], settings: Any) -> None:
    settings.EMBEDDED = True
    call_command("exercise", quiet=True)
    assert plans[0].accounts


def test_production_opens_none_unless_it_is_asked_to(plans: list[Plan], settings: Any) -> None:
    settings.EMBEDDED = False
    call_command("exercise", quiet=True)
    call_command("exercise", quiet=True, with_accounts=True)
    assert [plan.accounts for plan in plans] == [False, True]


def test_everybody_of_the_cast_gets_an_account_with_the_roles_of_the_own_countries() -> None:
    assert create_cast(by=BY, since=SINCE) == len(CAST)
    chandra = User.objects.get(username="chandra")
    assert chandra.exercise
    assert chandra.check_password(PASSWORD)
    assert chandra.assignments.count() == 12
    farida = Assignment.objects.get(user__username="farida")
    assert (farida.role, farida.country_id, farida.since) == ("manager", None, SINCE)


def test_opening_them_twice_opens_nothing_and_writes_no_event() -> None:
    create_cast(by=BY, since=SINCE)
    before = Event.objects.count()
    assert create_cast(by=BY, since=SINCE) == 0
    assert Event.objects.count() == before


def test_a_name_that_somebody_holds_already_stays_with_its_owner() -> None:
    owner = User.objects.create_user("amara", password="a password of her own")
    assert create_cast(by=BY, since=SINCE) == len(CAST) - 1
    owner.refresh_from_db()
    assert not owner.exercise
    assert owner.check_password("a password of her own")
    assert not owner.assignments.exists()


def test_the_event_names_handles_and_nobody_by_name() -> None:
    create_cast(by=BY, since=SINCE)
    from ledger.models import EventBody

    body = EventBody.objects.get(seq=Event.objects.get(action="warning.create_exercise_cast").seq).body
    assert CAST[0].handle in body
    assert CAST[0].username not in body
