"""A real Celery worker is killed with `kill -9` in the middle of a job: the job is finished, once in effect.

Runs over the file-system transport on SQLite and over Redis on PostgreSQL, by the engine of the session.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.job import enqueue
from ledger.models import Event, Job, JobState
from tests.private_servers import start_redis
from tests.processes import until
from tests.servers import session
from tests.site import Site

STEPS = 30
LEASE_SECONDS = 2


@pytest.fixture
def workshop(site: Site) -> Iterator[Site]:
    """A site with a broker of its own, and a lease that runs out while the test waits."""
    site.environment |= {"JOB_LEASE_SECONDS": str(LEASE_SECONDS)}
    broker = start_redis() if session()["engine"] == "postgresql" else None
    if broker:
        site.environment["REDIS_URL"] = broker.url
    yield site
    site.stop()
    if broker:
        broker.stop()


def _steps_made(job: Job) -> list[int]:
    made = Event.objects.filter(action="tests.effect", object__startswith=f"step:{job.pk}:")
    return sorted(int(event.object.rpartition(":")[2]) for event in made)


def _start_job(workshop: Site) -> Job:
    job = enqueue(kind="tests.steps", arguments={"steps": STEPS, "seconds": 0.1}, by="system:test")

    def begun() -> bool:
        assert all(process.poll() is None for process in workshop.processes), workshop.log("celery")
        return Job.objects.get(pk=job.pk).done_steps >= 3

    until(begun, 120, lambda: workshop.log("celery"))
    return job


def _is_done_once(job: Job, workshop: Site) -> None:
    until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, 120, lambda: workshop.log("celery"))
    job.refresh_from_db()
    assert _steps_made(job) == list(range(STEPS))
    assert (job.done_steps, job.summary) == (STEPS, {"steps": STEPS})


def test_a_job_whose_worker_is_killed_is_finished_by_another_each_step_once(workshop: Site) -> None:
    first = workshop.start_worker()
    workshop.start_beat()
    job = _start_job(workshop)
    workshop.kill(first)
    before = len(_steps_made(job))
    assert 3 <= before < STEPS, "the worker was to be killed in the middle"
    workshop.start_worker()
    _is_done_once(job, workshop)
    assert job.attempts == 2


def test_two_workers_never_do_the_same_step_when_one_is_killed(workshop: Site) -> None:
    first = workshop.start_worker()
    workshop.start_beat()
    job = _start_job(workshop)
    workshop.start_worker()
    workshop.kill(first)
    _is_done_once(job, workshop)


def test_a_job_enqueued_while_everything_is_down_is_done_once_it_is_up(workshop: Site) -> None:
    job = enqueue(kind="tests.steps", arguments={"steps": STEPS, "seconds": 0}, by="system:test")
    workshop.start_worker()
    workshop.start_beat()
    _is_done_once(job, workshop)
    assert job.attempts == 1
