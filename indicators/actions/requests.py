"""Ask for scores: write the job row that a worker will do. The broker is not spoken to here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from countries.models import World
from indicators.actions.scoring import Task
from indicators.actions.world_clock import today_in
from indicators.dates import is_month_end, month_end
from indicators.models import ImportRun, ScoringRun
from ledger import job as jobs
from ledger.actors import Actor, System, require
from ledger.models import Job, JobState
from ledger.record import record

SCORE = "indicators.score"
RESCORE = "indicators.rescore"
CLOCK = System("system:clock")
# The nightly run waits until the feeds of the day before have been read.
NIGHTLY_HOUR = 2


@transaction.atomic
def request_scores(*, by: Actor, task: Task, priority: int = 5) -> Job:
    """Enqueue the scoring of some dates (a back-cast, a country and day).

    Raises:
        PermissionDenied: the permission `indicators.run_scoring` is missing.
        ValueError: no date, or a date in the future.
    """
    require(by, "indicators.run_scoring")
    if not task.as_of:
        raise ValueError("as_of: no date given. Name at least one date, such as 2024-12-31.")
    if task.as_of[-1] > timezone.now().date():
        raise ValueError(f"as_of: {task.as_of[-1].isoformat()} lies in the future. Use a date up to today.")
    job = jobs.enqueue(kind=SCORE, arguments=arguments_of(task), by=by.handle, world=task.world, priority=priority)
    record(
        action="indicators.request_scores",
        actor=by.handle,
        object=f"job:{job.pk}",
        body={"dates": len(task.as_of), "reason": task.reason},
    )
    return job


def request_rescore(*, by: Actor, world: str) -> Job:
    """Enqueue the scoring of what new evidence has touched; one waiting job serves every import before it."""
    return jobs.enqueue(kind=RESCORE, arguments={"world": world}, by=by.handle, world=world, priority=4)


def request_rescore_of(*, by: Actor, world: str, countries: Iterable[str], reason: str) -> Job:
    """Enqueue today's score of a few countries: an event or a judgement must show within seconds."""
    task = Task.of(world=world, as_of=[today_in(world)], countries=countries, reason=reason)
    return jobs.enqueue(kind=SCORE, arguments=arguments_of(task), by=by.handle, world=world, priority=1)


def arguments_of(task: Task) -> dict[str, object]:
    """The task as JSON: codes, dates and numbers only."""
    return {
        "world": task.world,
        "profile": task.profile,
        "as_of": [day.isoformat() for day in task.as_of],
        "countries": None if task.countries is None else list(task.countries),
        "draws": task.draws,
        "reason": task.reason,
    }


def task_from(arguments: dict[str, object]) -> Task:
    """The task of a job's arguments."""
    given: dict[str, object] = dict(arguments)
    dates = [date.fromisoformat(str(day)) for day in _listed(given["as_of"])]
    countries = given["countries"]
    return Task.of(
        world=str(given["world"]),
        profile=str(given["profile"]),
        as_of=dates,
        countries=None if countries is None else [str(code) for code in _listed(countries)],
        draws=int(str(given["draws"])),
        reason=str(given["reason"]),
    )


def _listed(value: object) -> Iterable[object]:
    if not isinstance(value, list):
        raise TypeError(f"a job's list is {type(value).__name__}, not a list")
    return value


def enqueue_due() -> list[Job]:
    """What the clock asks for, seen from the database alone: the night's run, and the month end's.

    Run as often as one likes: a date that has a run of its own or a job on its way is not asked for again.
    The exercise has no nights: it stands at the day it was built for (`today_in`).
    """
    now = timezone.now()
    today = now.date()
    asked = []
    for world in _worlds_with_evidence():
        if now.hour >= NIGHTLY_HOUR:
            asked += _ask_once(world, today, "nightly")
        last_month_end = today if is_month_end(today) else today.replace(day=1) - timedelta(days=1)
        if last_month_end == month_end(last_month_end.year, last_month_end.month):
            asked += _ask_once(world, last_month_end, "month end")
    return asked


def _ask_once(world: str, day: date, reason: str) -> list[Job]:
    task = Task.of(world=world, as_of=[day], reason=reason)
    # A partial run after new data has another reason, so it does not stand in the way of the night's.
    done = ScoringRun.objects.filter(world=world, profile=task.profile, as_of=day, reason=reason).exists()
    key = f"{world}:{day.isoformat()}:{reason}"
    if done or Job.objects.filter(kind=SCORE, key=key).exclude(state=JobState.CANCELLED).exists():
        return []
    return [jobs.enqueue(kind=SCORE, arguments=arguments_of(task), by=CLOCK.handle, world=world, key=key, priority=6)]


def _worlds_with_evidence() -> list[str]:
    worlds = [world for world in World.values if world != World.EXERCISE]
    return [world for world in worlds if ImportRun.objects.filter(world=world).exists()]


@transaction.atomic
def cancel_job(*, by: Actor, job: UUID) -> bool:
    """Ask a job to stop.

    Returns:
        Whether it was still queued or running.

    Raises:
        PermissionDenied: neither its owner nor somebody with `indicators.cancel_job`.
        Job.DoesNotExist: no such job.
    """
    row = Job.objects.get(pk=job)
    if row.owner != by.handle:
        require(by, "indicators.cancel_job")
    asked = jobs.request_cancel(job=row, by=by.handle)
    if asked:
        record(action="indicators.cancel_job", actor=by.handle, object=f"job:{row.pk}", body={"kind": row.kind})
    return asked
