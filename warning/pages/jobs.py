"""Jobs: what runs, what waits, what failed and why; live progress; cancel."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators.actions.requests import cancel_job
from ledger.models import Job
from warning.pages.guard import me, needs, query_without_page, world_of
from warning.readers.jobs import JobRow, job_rows, jobs, row_of
from warning.roles import Permission

PER_PAGE = 40
# htmx stops polling when it is answered with this.
STOP_POLLING = 286


@require_safe
@never_cache
@needs(Permission.VIEW_JOBS)
def job_list(request: HttpRequest) -> HttpResponse:
    """Jobs of the world, newest first. `part=1`: the table alone, asked for again while something is active."""
    wanted = {"state": request.GET.get("state", ""), "kind": request.GET.get("kind", "")[:60]}
    found = jobs(world_of(request), request.user, **wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = job_rows(list(page.object_list), request.user)
    context = {"page": page, "rows": rows, "wanted": wanted, "live": any(row.job.active for row in rows)}
    context |= {"states": Job._meta.get_field("state").flatchoices, "query": query_without_page(request)}
    if "part" in request.GET:
        status = 200 if context["live"] else STOP_POLLING
        return render(request, "warning/jobs/_table.html", context, status=status)
    return render(request, "warning/jobs/list.html", context)


@require_safe
@never_cache
def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One job; its owner sees it too. `part=1`: the live part alone, until the job has ended."""
    row = _visible(request, pk)
    if "part" in request.GET:
        status = 200 if row.job.active else STOP_POLLING
        return render(request, "warning/jobs/_progress.html", {"row": row, "job": row.job}, status=status)
    return render(request, "warning/jobs/detail.html", {"row": row, "job": row.job})


@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask a job to stop."""
    row = _visible(request, pk)
    if cancel_job(job=row.job.pk, by=me(request)):
        messages.success(request, _("The job stops: at once if it waits, else at its next step."))
    else:
        messages.error(request, _("The job has already ended."))
    return redirect("job", pk=pk)


def _visible(request: HttpRequest, pk: uuid.UUID) -> JobRow:
    """The job with the right to see it: any job by role, one's own always; others' jobs do not exist."""
    found = get_object_or_404(jobs("", request.user), pk=pk)
    # The page stands in the job's world, whatever the session says.
    request.world = found.world  # type: ignore[attr-defined]
    return row_of(found, request.user)
