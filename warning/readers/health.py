"""The health strip: does a worker work, do jobs end well, how old are the numbers. One query for every page.

The worker is the machine's and serves both worlds: whether it lives is the same on every page. What it does, what
failed and how old the numbers are is told of one world.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, QuerySet, Subquery, Value
from django.utils import timezone

from indicators.models import ScoringRun
from indicators.worlds import DEFAULT_PROFILE
from ledger.models import Job, JobState
from warning.models import Heartbeat, User
from warning.models.heartbeat import DEAD_AFTER

# A due job that nobody takes for so long means that no worker runs.
_WAITS_TOO_LONG = timedelta(minutes=2)
_RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Health:
    """How the machine does, and what a world's jobs do.

    Attributes:
        state: ok | amber (something failed since yesterday) | red (no worker works, in whichever world).
        running, queued, failed: jobs of the world now, now, and in the last day.
        waiting_since: when the oldest due job of any world was queued, if it waits too long and nothing runs.
        never_heard: no worker was ever heard of: a web server alone, such as `runserver`, runs no job.
        silent_for: how long no worker was heard of, if too long.
        newest_as_of: date of the world's newest run.
    """

    state: str
    running: int
    queued: int
    failed: int
    waiting_since: datetime | None
    never_heard: bool
    silent_for: timedelta | None
    newest_as_of: date | None


def health(world: str, user: User) -> Health:
    """Jobs, the worker's sign of life, and the newest run of the world's default profile."""
    now = timezone.now()
    jobs = Job.objects.filter(world=world)
    runs = ScoringRun.objects.filter(world=world, profile=DEFAULT_PROFILE[world])
    # Scalar subqueries beside the user's own row, which is always there: one query instead of four.
    row = User.objects.filter(pk=user.pk).values(
        running=_one(jobs.filter(state=JobState.RUNNING), Count("pk")),
        queued=_one(jobs.filter(state=JobState.QUEUED), Count("pk")),
        failed=_one(jobs.filter(state=JobState.FAILED, finished_at__gte=now - _RECENT), Count("pk")),
        oldest=_all(Job.objects.filter(state=JobState.QUEUED, not_before__lte=now), Min("not_before")),
        busy=_all(Job.objects.filter(state=JobState.RUNNING), Count("pk")),
        as_of=_one(runs, Max("as_of")),
        beat=Subquery(Heartbeat.objects.filter(component="worker").values("at")),
    )[0]
    waits = row["oldest"] is not None and now - row["oldest"] > _WAITS_TOO_LONG and not row["busy"]
    silent = now - row["beat"] if row["beat"] and now - row["beat"] > DEAD_AFTER else None
    return Health(
        state="red" if waits or silent or row["beat"] is None else "amber" if row["failed"] else "ok",
        running=row["running"] or 0,
        queued=row["queued"] or 0,
        failed=row["failed"] or 0,
        waiting_since=row["oldest"] if waits else None,
        never_heard=row["beat"] is None,
        silent_for=silent,
        newest_as_of=row["as_of"],
    )


def _all(rows: QuerySet[Any], number: Aggregate) -> Subquery:
    """The same over every world."""
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(number=number).values("number"))


def _one(rows: QuerySet[Any], number: Aggregate) -> Subquery:
    """An aggregate over all rows as a scalar; null where there is none."""
    return Subquery(rows.order_by().values("world").annotate(number=number).values("number"))
