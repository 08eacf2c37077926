"""A slow job, whose every step has an effect that must be made once."""

from __future__ import annotations

import os
import time
from typing import Any

from django.db import transaction

from ledger.job import Claim, handles
from ledger.record import record


@handles("tests.steps")
def steps(claim: Claim) -> dict[str, Any]:
    """Make `steps` effects, one each `seconds`, going on from the checkpoint; each is one chained event.

    The message of the job names the process, so that a test knows whom to kill.
    """
    total, seconds = claim.job.arguments["steps"], claim.job.arguments["seconds"]
    for step in range(claim.job.checkpoint.get("done", 0), total):
        time.sleep(seconds)
        with transaction.atomic():
            claim.hold()
            record(action="tests.effect", actor="system:test", object=f"step:{claim.job.pk}:{step}")
            claim.progress(step + 1, total, f"process {os.getpid()}", checkpoint={"done": step + 1})
    return {"steps": total}


@handles("tests.fails")
def fails(claim: Claim) -> dict[str, Any]:
    """Always fail."""
    raise ValueError("this job was made to fail")
