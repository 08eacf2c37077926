"""The health strip: do jobs run, and how old are the numbers. Two queries for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from indicators.models import ScoringRun
from indicators.worlds import DEFAULT_PROFILE
from ledger.models import Job, JobState

# A queued job that nobody takes for so long means that no worker runs.
_WAITS_TOO_LONG = timedelta(minutes=2)
_RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Health:
    """How a world's machinery does.

    Attributes:
        state: ok | amber (something failed since yesterday) | red (jobs wait and nobody takes them).
        failed: jobs that failed in the last day.
        waiting_since: when the oldest due job was queued, if it waits too long.
        newest_as_of, newest_at: the newest run's date, and when it was made.
    """

    state: str
    running: int
    queued: int
    failed: int
    waiting_since: datetime | None
    newest_as_of: date | None
    newest_at: datetime | None


def health(world: str) -> Health:
    """Jobs of the last day and the newest run of the world's default profile."""
    now = timezone.now()
    due = Q(state=JobState.QUEUED, not_before__lte=now)
    jobs = Job.objects.filter(
        Q(state__in=[JobState.QUEUED, JobState.RUNNING]) | Q(state=JobState.FAILED, finished_at__gte=now - _RECENT),
        world=world,
    ).aggregate(
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        failed=Count("pk", filter=Q(state=JobState.FAILED)),
        oldest=Min("not_before", filter=due),
    )
    run = ScoringRun.objects.filter(world=world, profile=DEFAULT_PROFILE[world]).aggregate(
        as_of=Max("as_of"), at=Max("at")
    )
    stuck = (
        jobs["oldest"] if jobs["oldest"] and now - jobs["oldest"] > _WAITS_TOO_LONG and not jobs["running"] else None
    )
    state = "red" if stuck else "amber" if jobs["failed"] else "ok"
    return Health(state, jobs["running"], jobs["queued"], jobs["failed"], stuck, run["as_of"], run["at"])
