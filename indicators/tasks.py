"""Jobs of this room. A handler is an interface: read the arguments, one call into the domain, answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from indicators.actions.requests import RESCORE, SCORE, task_from
from indicators.actions.scoring import Task, score
from indicators.actions.touched import touched
from indicators.worlds import DEFAULT_PROFILE
from ledger.actors import System
from ledger.job import Claim, handles
from ledger.models import Job


def _owner(job: Job) -> System:
    """Who asked was checked when the job was written; the machine does it under that name."""
    return System(job.owner)


@handles(SCORE)
def score_dates(claim: Claim) -> dict[str, Any]:
    """Score the dates of a job; taken up again, it goes on after the last stored date."""
    task = task_from(claim.job.arguments)

    def report(done: int, total: int, day: date) -> None:
        claim.progress(done, total, day.isoformat())

    runs = score(by=_owner(claim.job), task=task, job=claim.job.pk, progress=report, hold=claim.hold)
    return {"runs": [run.pk for run in runs], "dates": len(task.as_of)}


@handles(RESCORE)
def rescore_touched(claim: Claim) -> dict[str, Any]:
    """Score again what new evidence has touched, date by date."""
    world = claim.job.world
    found = touched(world, DEFAULT_PROFILE[world])
    runs = []
    for number, (day, countries) in enumerate(found.by_date.items()):
        task = Task.of(world=world, as_of=[day], countries=countries, reason="new data")

        def report(_done: int, _total: int, day: date, number: int = number) -> None:
            claim.progress(number, len(found.by_date), day.isoformat())

        runs += score(by=_owner(claim.job), task=task, job=claim.job.pk, progress=report, hold=claim.hold)
    return {"runs": [run.pk for run in runs], "dates": len(found.by_date), "upto": found.upto}
