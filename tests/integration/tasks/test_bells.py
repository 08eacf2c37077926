"""The broker only rings: whatever becomes of a bell, the row is stored and the caller goes on."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import Settings

from ledger import bell
from ledger.job import enqueue
from ledger.models import Job, JobState
from warning import tasks
from warning.celery import app
from warning.conf.celery import celery_settings
from warning.models import Heartbeat

rung: list[str] = []


def count_ring() -> None:
    """A bell that can be plugged in by its path."""
    rung.append("ring")


def broken_ring() -> None:
    """A bell that fails."""
    raise ConnectionError("no broker")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    rung.clear()
    monkeypatch.setattr(tasks, "_broken_until", 0.0)


def _enqueue(number: int = 1) -> Job:
    return enqueue(kind="tests.steps", arguments={"steps": number, "seconds": 0}, by="system:test")


def test_the_bell_rings_after_the_commit_and_not_before(committed_db: str, settings: Settings) -> None:
    settings.JOB_BELL = f"{__name__}.count_ring"
    with transaction.atomic():
        _enqueue()
        assert rung == []
    assert rung == ["ring"]


def test_nothing_rings_for_a_job_that_was_rolled_back(committed_db: str, settings: Settings) -> None:
    settings.JOB_BELL = f"{__name__}.count_ring"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _enqueue()
        1 / 0  # noqa: B018
    assert rung == [] and not Job.objects.exists()


@pytest.mark.parametrize("path", ["", f"{__name__}.broken_ring", "no.such.function"])
def test_a_broken_or_missing_bell_keeps_the_job(committed_db: str, settings: Settings, path: str) -> None:
    settings.JOB_BELL = path
    with transaction.atomic():
        job = _enqueue()
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


@pytest.fixture
def silent_broker() -> Iterator[int]:
    """A broker that takes connections and never answers; by default that blocks a sender for 40 seconds."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener.getsockname()[1]


def test_a_broker_that_never_answers_costs_a_request_three_seconds_once(
    silent_broker: int, settings: Settings, committed_db: str
) -> None:
    url = f"redis://127.0.0.1:{silent_broker}/0"
    known = celery_settings(url, settings.VAR_DIR)
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = known["CELERY_BROKER_TRANSPORT_OPTIONS"]
    settings.BELL_TRANSPORT_OPTIONS = known["BELL_TRANSPORT_OPTIONS"]
    before = app.conf.broker_url, app.conf.broker_write_url, app.conf.broker_transport
    app.conf.update(broker_url=url, broker_write_url=url, broker_transport=None)
    try:
        begin = time.monotonic()
        for number in range(1, 21):
            with transaction.atomic():
                _enqueue(number)
        seconds = time.monotonic() - begin
    finally:
        app.conf.update(broker_url=before[0], broker_write_url=before[1], broker_transport=before[2])
    assert Job.objects.count() == 20
    assert tasks._broken_until > time.monotonic(), "the broker was not asked at all"
    assert seconds < 3.5


def test_the_sweep_rings_for_a_waiting_job_and_only_then(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ring", count_ring)
    assert tasks.sweep() is False and rung == []
    _enqueue()
    assert tasks.sweep() is True and rung == ["ring"]


def test_one_bell_works_off_every_waiting_job(committed_db: str) -> None:
    jobs = [_enqueue(number) for number in (1, 2, 3)]
    assert tasks.run_jobs() == 3
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert len(jobs) == 3


def test_a_stint_that_is_over_rings_for_the_rest(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ring", count_ring)
    _enqueue()
    assert tasks.run_jobs(stint=0) == 0
    assert rung == ["ring"] and Job.objects.get().state == JobState.QUEUED


def test_the_canary_leaves_a_sign_of_life(db: None) -> None:
    assert Heartbeat.age("worker") is None
    tasks.canary()
    age = Heartbeat.age("worker")
    assert age is not None and age.total_seconds() < 5


def test_a_ring_without_a_bell_configured_is_no_error(settings: Settings) -> None:
    del settings.JOB_BELL
    bell.ring()
    assert rung == []
