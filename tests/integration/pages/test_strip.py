"""The health strip: one look says whether jobs run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ledger.job import enqueue
from ledger.models import Job, JobState
from warning.models import Heartbeat, User

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


def strip(client: Client) -> Any:
    return client.get(reverse("profile")).context["frame"].health


@pytest.fixture
def worker(db: None) -> None:
    """A worker that was heard of just now."""
    Heartbeat.beat("worker")


def test_the_strip_is_red_in_both_worlds_where_no_worker_was_ever_heard_of(goran: User, as_user: As) -> None:
    client = as_user(goran)
    for name in ("real", "exercise"):
        client.post(reverse("world"), {"world": name})
        found = strip(client)
        assert (found.state, found.never_heard) == ("red", True)
    text = client.get(reverse("profile")).content.decode()
    assert "No worker has ever been heard of" in text
    assert "make run" in text


def test_a_job_of_the_other_world_that_nobody_takes_reddens_this_one(worker: None, goran: User, as_user: As) -> None:
    job = enqueue(kind="indicators.score", arguments={"a": 1}, by="x", world="real")
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(minutes=5))
    found = strip(as_user(goran))
    assert (found.state, found.queued) == ("red", 0)


def test_the_strip_is_calm_while_jobs_run_well(worker: None, goran: User, as_user: As) -> None:
    assert strip(as_user(goran)).state == "ok"


def test_the_strip_warns_of_a_job_that_failed_since_yesterday(worker: None, goran: User, as_user: As) -> None:
    Job.objects.create(
        kind="indicators.score", key="a", owner="x", world="exercise", state=JobState.FAILED, finished_at=timezone.now()
    )
    Job.objects.create(
        kind="indicators.score", key="b", owner="x", world="real", state=JobState.FAILED, finished_at=timezone.now()
    )
    found = strip(as_user(goran))
    assert (found.state, found.failed) == ("amber", 1)


def test_the_strip_is_red_when_jobs_wait_and_nobody_takes_them(worker: None, goran: User, as_user: As) -> None:
    job = enqueue(kind="indicators.score", arguments={"a": 1}, by="x", world="exercise")
    assert strip(as_user(goran)).state == "ok"
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(minutes=5))
    assert strip(as_user(goran)).state == "red"


def test_the_strip_is_red_when_the_worker_fell_silent(goran: User, as_user: As) -> None:
    Heartbeat.objects.create(component="worker", at=timezone.now() - timedelta(minutes=10))
    assert strip(as_user(goran)).silent_for is not None
    Heartbeat.objects.update(at=timezone.now())
    assert strip(as_user(goran)).state == "ok"
