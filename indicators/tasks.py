"""Jobs of this room. A handler is an interface: read the arguments, one call into the domain, answer."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter
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
    total, done = len(found.by_date), 0
    runs = []
    # Dates that touch the same countries share one reading of the evidence.
    for countries, group in groupby(found.by_date.items(), key=itemgetter(1)):
        dates = [day for day, _ in group]

        def report(step: int, _total: int, day: date, before: int = done) -> None:
            claim.progress(before + step, total, day.isoformat())

        task = Task.of(world=world, as_of=dates, countries=countries, reason="new data")
        runs += score(by=_owner(claim.job), task=task, job=claim.job.pk, progress=report, hold=claim.hold)
        done += len(dates)
    return {"runs": [run.pk for run in runs], "dates": total, "upto": found.upto}
