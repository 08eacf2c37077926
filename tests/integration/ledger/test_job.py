"""A job is done once in effect, whoever dies on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ledger import job as jobs
from ledger.job import Claim, JobCancelled, LeaseLost
from ledger.models import Job, JobState

pytestmark = pytest.mark.django_db

KIND = "test.count"


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Claim]]:
    """Registers a handler that keeps every claim it was given."""
    seen: list[Claim] = []

    def run(claim: Claim) -> dict[str, Any]:
        seen.append(claim)
        return {"counted": len(seen)}

    monkeypatch.setitem(jobs._handlers, KIND, jobs.Handler(KIND, run))
    yield seen


def _enqueue(**arguments: Any) -> Job:
    return jobs.enqueue(kind=KIND, arguments=arguments, by="U-TEST22")


def _expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_runs_and_keeps_its_summary(handler: list[Claim]) -> None:
    job = _enqueue(number=1)
    done = jobs.run_one()
    assert done is not None and done.pk == job.pk
    assert (done.state, done.summary, done.attempts) == (JobState.DONE, {"counted": 1}, 1)
    assert done.finished_at is not None and done.lease_until is None
    assert jobs.run_one() is None


def test_the_same_work_asked_twice_while_it_waits_is_one_job(handler: list[Claim]) -> None:
    assert _enqueue(number=1).pk == _enqueue(number=1).pk
    assert _enqueue(number=2).pk != _enqueue(number=1).pk


def test_the_same_work_asked_again_after_it_was_done_is_done_again(handler: list[Claim]) -> None:
    first = _enqueue(number=1)
    jobs.run_one()
    assert _enqueue(number=1).pk != first.pk


def test_two_workers_cannot_hold_one_job() -> None:
    _enqueue(number=1)
    assert jobs.claim("one") is not None
    assert jobs.claim("two") is None


def test_a_dead_workers_job_is_taken_over_when_its_lease_runs_out(handler: list[Claim]) -> None:
    job = _enqueue(number=1)
    dead = jobs.claim("dead")
    assert dead is not None
    _expire(job)
    done = jobs.run_one("alive")
    assert done is not None and (done.state, done.attempts) == (JobState.DONE, 2)


def test_a_worker_that_lost_its_lease_can_neither_report_nor_finish() -> None:
    job = _enqueue(number=1)
    slow = jobs.claim("slow")
    assert slow is not None
    _expire(job)
    assert jobs.claim("quick") is not None
    with pytest.raises(LeaseLost):
        slow.progress(1, 2)
    with pytest.raises(LeaseLost):
        slow.hold()
    assert not slow.finish(JobState.DONE)
    job.refresh_from_db()
    assert (job.state, job.lease_owner) == (JobState.RUNNING, "quick")


def test_a_job_that_kills_its_worker_each_time_is_given_up_and_others_go_on(handler: list[Claim]) -> None:
    poison = _enqueue(number=1)
    for number in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(f"victim {number}") is not None
        _expire(poison)
    other = _enqueue(number=2)
    given_up = jobs.run_one()
    assert given_up is not None and given_up.pk == poison.pk
    assert given_up.state == JobState.FAILED and "Given up after 3 attempts" in given_up.error
    done = jobs.run_one()
    assert done is not None and (done.pk, done.state) == (other.pk, JobState.DONE)


def test_a_failing_job_is_tried_again_later_and_says_why_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(claim: Claim) -> dict[str, Any]:
        raise ValueError("line 3, column value: not a number")

    monkeypatch.setitem(jobs._handlers, KIND, jobs.Handler(KIND, fail))
    job = _enqueue(number=1)
    jobs.run_one()
    job.refresh_from_db()
    assert job.state == JobState.QUEUED and job.not_before > timezone.now()
    for _attempt in range(jobs.MAX_ATTEMPTS - 1):
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
        jobs.run_one()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "line 3, column value: not a number" in job.error


def test_a_queued_job_stops_at_once_and_a_running_one_at_its_next_report() -> None:
    queued, running = _enqueue(number=1), _enqueue(number=2)
    assert jobs.request_cancel(job=queued, by="U-TEST22")
    queued.refresh_from_db()
    assert queued.state == JobState.CANCELLED
    claim = jobs.claim("worker")
    assert claim is not None and claim.job.pk == running.pk
    assert jobs.request_cancel(job=running, by="U-TEST22")
    with pytest.raises(JobCancelled):
        claim.progress(1, 10)


def test_a_finished_job_cannot_be_cancelled(handler: list[Claim]) -> None:
    job = _enqueue(number=1)
    jobs.run_one()
    assert not jobs.request_cancel(job=job, by="U-TEST22")


def test_a_job_of_an_unknown_kind_fails_with_its_kind_named() -> None:
    jobs.enqueue(kind="test.nobody", arguments={}, by="U-TEST22")
    done = jobs.run_one()
    assert done is not None and done.state == JobState.FAILED
    assert "test.nobody" in done.error


def test_progress_is_seen_and_renews_the_lease() -> None:
    job = _enqueue(number=1)
    claim = jobs.claim("worker")
    assert claim is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=1))
    claim.progress(3, 10, "2024-12-31")
    job.refresh_from_db()
    assert (job.percent, job.message) == (30, "2024-12-31")
    assert job.lease_until is not None and job.lease_until > timezone.now() + timedelta(seconds=30)
