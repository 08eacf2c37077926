"""Jobs: enqueue, claim by lease, report progress, cancel, finish.

The life of a job is in its row. A worker claims by a conditional update that must touch exactly one
row (portable to both engines), works under a lease that its progress renews, and finishes only if the
lease is still its own. A worker killed anywhere leaves a lease that runs out; another then goes on
from the checkpoint. Effects are made once by the database (unique keys), not by hoping for one call.
"""

from __future__ import annotations

import hashlib
import logging
import os
import socket
import time
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from ledger.bell import ring_after_commit
from ledger.canonical import canonical_json
from ledger.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
MAX_ATTEMPTS = 3
_BACKOFF = timedelta(seconds=5)


class JobCancelled(Exception):
    """The owner or a data steward asked the job to stop."""


class LeaseLost(Exception):
    """Another worker holds the job now; this one must write nothing more."""


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs a kind of job."""

    kind: str
    run: Callable[[Claim], dict[str, Any]]


_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Callable[[Claim], dict[str, Any]]], Callable[[Claim], dict[str, Any]]]:
    """Register the function that runs jobs of this kind; it returns the job's summary."""

    def register(run: Callable[[Claim], dict[str, Any]]) -> Callable[[Claim], dict[str, Any]]:
        _handlers[kind] = Handler(kind, run)
        return run

    return register


def enqueue(
    *,
    kind: str,
    arguments: dict[str, Any],
    by: str,
    world: str = "real",
    priority: int = 5,
    key: str = "",
) -> Job:
    """Write a job row, or return the queued one that already does the same.

    Args:
        kind: a registered kind, such as `indicators.score`.
        arguments: ids, codes and ISO dates only, never a text or a name.
        by: handle of who asked.
        key: what makes two jobs the same work; by default the arguments themselves.
    """
    digest = key or hashlib.sha256(canonical_json(arguments).encode()).hexdigest()
    waiting = Job.objects.filter(kind=kind, key=digest, state=JobState.QUEUED).first()
    if waiting is not None:
        return waiting
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, arguments=arguments, key=digest, owner=by, world=world, priority=priority
            )
            ring_after_commit()
            return job
    except IntegrityError:
        # Somebody enqueued the same work between our look and our write.
        return Job.objects.get(kind=kind, key=digest, state=JobState.QUEUED)


def claimable() -> Q:
    """Jobs that nobody works on: queued, or running under a lease that ran out."""
    now = timezone.now()
    return Q(state=JobState.QUEUED, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)


@dataclass(slots=True)
class Claim:
    """One worker's hold on one job."""

    job: Job
    me: str
    _told: tuple[int, float] = (-1, 0.0)

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, lease_owner=self.me)

    def progress(self, done: int, total: int, message: str = "", checkpoint: dict[str, Any] | None = None) -> None:
        """Report steps done and renew the lease; the same step is written at most once a second.

        Raises:
            LeaseLost: another worker has taken over.
            JobCancelled: somebody asked the job to stop.
        """
        now = time.monotonic()
        if checkpoint is None and self._told[0] == done and now - self._told[1] < 1:
            return
        self._told = (done, now)
        change: dict[str, Any] = {
            "done_steps": done,
            "total_steps": total,
            "message": message[:200],
            "lease_until": timezone.now() + LEASE,
        }
        if checkpoint is not None:
            change["checkpoint"] = self.job.checkpoint = checkpoint
        if self._mine().update(**change) != 1:
            raise LeaseLost(str(self.job.pk))
        if Job.objects.filter(pk=self.job.pk).exclude(cancel_requested_by="").exists():
            raise JobCancelled(str(self.job.pk))

    def hold(self) -> None:
        """Inside a transaction: make sure the job is still ours before its effect is committed.

        The conditional update takes the row's lock, so a thief must wait for our commit and then
        finds a fresh lease.
        """
        if self._mine().update(lease_until=timezone.now() + LEASE) != 1:
            raise LeaseLost(str(self.job.pk))

    def finish(self, state: JobState, *, summary: dict[str, Any] | None = None, error: str = "") -> bool:
        """Close the job if it is still ours."""
        return bool(
            self._mine().update(
                state=state,
                summary=summary or {},
                error=error,
                lease_until=None,
                lease_owner="",
                finished_at=timezone.now(),
            )
        )

    def retry_later(self, error: str) -> bool:
        """Give the job back to the queue after a failure, a little later each time."""
        delay = _BACKOFF * (2 ** max(0, self.job.attempts - 1))
        change: dict[str, Any] = {"error": error, "lease_until": None, "lease_owner": ""}
        try:
            with transaction.atomic():
                return bool(self._mine().update(state=JobState.QUEUED, not_before=timezone.now() + delay, **change))
        except IntegrityError:
            # The same work was asked for again meanwhile: that row will do it.
            return self.finish(JobState.FAILED, error=f"{error} (asked for again: see the queued job)")


def worker_name() -> str:
    """A name no other claim has: host, process and a random part."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def claim(me: str | None = None) -> Claim | None:
    """Take the next job, or None. Counts the attempt before the work, so that a poisonous job is found."""
    me = me or worker_name()
    for _attempt in range(5):
        job = Job.objects.filter(claimable()).order_by("priority", "created_at").first()
        if job is None:
            return None
        taken = Job.objects.filter(claimable(), pk=job.pk, attempts=job.attempts).update(
            state=JobState.RUNNING,
            lease_owner=me,
            lease_until=timezone.now() + LEASE,
            attempts=F("attempts") + 1,
            started_at=job.started_at or timezone.now(),
        )
        if taken == 1:
            job.refresh_from_db()
            return Claim(job, me)
    return None


def run_one(me: str | None = None) -> Job | None:
    """Claim and run one job to its end; returns it, or None when nothing waits."""
    held = claim(me)
    if held is None:
        return None
    handler = _handlers.get(held.job.kind)
    if handler is None:
        held.finish(JobState.FAILED, error=f"No handler for jobs of kind {held.job.kind!r}.")
    elif held.job.attempts > MAX_ATTEMPTS:
        held.finish(
            JobState.FAILED,
            error=f"Given up after {MAX_ATTEMPTS} attempts: the worker was lost each time. {held.job.error}",
        )
    elif held.job.cancel_requested_by:
        held.finish(JobState.CANCELLED, summary=held.job.summary)
    else:
        _run(held, handler)
    held.job.refresh_from_db()
    return held.job


def _run(held: Claim, handler: Handler) -> None:
    try:
        summary = handler.run(held)
    except JobCancelled:
        held.finish(JobState.CANCELLED, summary={"done": held.job.checkpoint})
    except LeaseLost:
        log.warning("job %s: lease lost, left to its new holder", held.job.pk)
    except Exception as failure:
        log.exception("job %s of kind %s failed", held.job.pk, held.job.kind)
        text = "".join(traceback.format_exception_only(failure)).strip()
        if held.job.attempts >= MAX_ATTEMPTS:
            held.finish(JobState.FAILED, error=text)
        else:
            held.retry_later(text)
    else:
        held.finish(JobState.DONE, summary=summary)


def request_cancel(*, job: Job, by: str) -> bool:
    """Ask a job to stop; a queued one stops at once, a running one at its next report of progress."""
    now = timezone.now()
    if Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_requested_by=by, finished_at=now
    ):
        return True
    return bool(Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested_by=by))
