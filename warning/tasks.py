"""Celery's tasks. A task is a bell or a clock: what is to be done, and by whom, lies in `Job` rows."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from django.conf import settings
from django.db import close_old_connections

from indicators.actions.requests import enqueue_due
from ledger.job import claimable, run_one
from ledger.models import Job
from warning.celery import app
from warning.models import Heartbeat

log = logging.getLogger(__name__)

# A task gives its slot back after this time, so that the canary is heard on a busy day too.
STINT_SECONDS = 8 * 60
# After a failed ring the broker is left alone for a while: thirty rows must not wait thirty times.
_REST_SECONDS = 10.0
_broken_until = 0.0


def ring() -> None:
    """Tell a worker that a job waits (`JOB_BELL`): no retry, and at most one short wait in ten seconds.

    Raises:
        Exception: the broker does not answer (the caller ignores it; the sweep will find the job).
    """
    global _broken_until  # noqa: PLW0603 - one breaker per process
    if time.monotonic() < _broken_until:
        return
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | settings.BELL_TRANSPORT_OPTIONS
    try:
        with app.connection_for_write(connect_timeout=1, transport_options=options) as connection:
            run_jobs.apply_async(connection=connection, retry=False, expires=60)
    except Exception:
        _broken_until = time.monotonic() + _REST_SECONDS
        raise


@shared_task(time_limit=settings.JOB_TIME_LIMIT_SECONDS, soft_time_limit=None)
def run_jobs(stint: float = STINT_SECONDS) -> int:
    """Work off the waiting jobs, one after the other; returns how many were run."""
    end = time.monotonic() + stint
    done = 0
    while time.monotonic() < end:
        close_old_connections()
        if run_one() is None:
            return done
        done += 1
    ring()
    return done


@shared_task
def sweep() -> bool:
    """Ring when a job waits: for the lost bell, the killed worker, the retry that is due."""
    waiting = Job.objects.filter(claimable()).exists()
    if waiting:
        ring()
    return waiting


@shared_task
def canary() -> None:
    """Prove that this queue is worked off, by a row."""
    Heartbeat.beat("worker")


@shared_task
def nightly() -> list[str]:
    """Ask for the scoring that is due by the state of the database: each night, and at month's end."""
    return [str(job.pk) for job in enqueue_due()]
