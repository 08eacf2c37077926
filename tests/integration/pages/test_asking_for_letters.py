"""Anybody may ask for a link to a new password; nobody fills the queue with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ledger.job import claim, run_one
from ledger.models import Job, JobState
from warning import letters
from warning.letters import KIND, Letter, place_of, post

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def ask(client: Client, who: str, address: str = "203.0.113.9") -> Any:
    return client.post(reverse("password-forgot"), {"who": who}, REMOTE_ADDR=address)


def test_a_hundred_invented_names_from_one_place_are_not_a_hundred_jobs(client: Client) -> None:
    answers = [ask(client, f"nobody{number}") for number in range(100)]
    assert Job.objects.filter(kind=KIND).count() == 10
    assert [answer.status_code for answer in answers] == [302] * 10 + [429] * 90
    assert "Try again in an hour" in answers[-1].content.decode()
    assert ask(client, "nobody", "198.51.100.7").status_code == 302, "others still get their letter"


def test_the_place_may_ask_again_an_hour_later(client: Client) -> None:
    for number in range(11):
        answer = ask(client, f"nobody{number}")
    assert answer.status_code == 429
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert ask(client, "somebody").status_code == 302


def test_many_places_together_are_bounded_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_WAITING", 3)
    answers = [ask(client, f"nobody{number}", f"203.0.113.{number}").status_code for number in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert post(Letter.INVITE, user=None, site=SITE).priority == 1, "an administrator's letter is none of them"


def test_a_network_of_one_customer_is_one_place_and_no_address_is_kept(client: Client) -> None:
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:1")
    assert len({place_of("2001:db8::1"), place_of("2001:db8:0:1::1"), place_of("203.0.113.9"), place_of("")}) == 4
    ask(client, "nobody")
    (job,) = Job.objects.filter(kind=KIND)
    assert "203.0.113.9" not in str(job.arguments)
    assert settings.SECRET_KEY not in str(job.arguments)


def test_what_a_user_asked_for_goes_before_what_anybody_asked_for(client: Client) -> None:
    ask(client, "nobody")
    mine = post(Letter.INVITE, user=None, site=SITE)
    held = claim()
    assert held is not None
    assert held.job.pk == mine.pk


def test_letters_done_with_are_cleared_away_and_failed_ones_stay() -> None:
    old = [post(Letter.RESET, user=None, site=SITE) for _number in range(3)]
    day = timezone.now() - timedelta(days=2)
    for job, state in zip(old, (JobState.DONE, JobState.FAILED, JobState.QUEUED), strict=True):
        Job.objects.filter(pk=job.pk).update(state=state, finished_at=None if state == JobState.QUEUED else day)
    done = run_one()
    assert done is not None
    assert done.state == JobState.DONE
    assert set(Job.objects.filter(kind=KIND).values_list("pk", flat=True)) == {old[1].pk, old[2].pk}
