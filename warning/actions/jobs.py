"""Stopping a job."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.actors import Actor, require
from ledger.job import request_cancel
from ledger.models import Job
from ledger.record import record
from warning.roles import Permission


def cancel_job(*, job: Job, by: Actor) -> None:
    """Ask a job to stop: a queued one stops at once, a running one at its next report of progress.

    Raises:
        PermissionDenied: it is neither `by`'s own job nor does `by` hold `indicators.cancel_job`.
        ValidationError: it has ended already.
    """
    if job.owner != by.handle:
        require(by, Permission.CANCEL_JOB)
    with transaction.atomic():
        if not request_cancel(job=job, by=by.handle):
            raise ValidationError(_("The job has already ended."), code="ended")
        record(action="warning.cancel_job", actor=by.handle, object=f"job:{job.pk}", body={"kind": job.kind})
