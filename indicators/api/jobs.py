"""/jobs/: follow the work, ask for scores, stop a job. The row is the truth; nothing here talks to the broker."""

from __future__ import annotations

import uuid
from typing import ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ErrorDetail

from countries.api.base import FORMAT, PAGING, WORLD, Endpoint, Query
from countries.api.shapes import listed, single
from countries.models import Country
from indicators.actions.requests import cancel_job, request_scores
from indicators.actions.scoring import Task
from indicators.api.common import described, world_of
from indicators.api.job_shapes import JobSerializer, NothingSerializer, ScoreRequestSerializer, job_data
from ledger.actors import Actor
from ledger.models import Job, JobState

# Jobs of this room only: another room's arguments may be nobody else's business.
KINDS = "indicators."


class Ended(APIException):
    """The job is over: there is nothing to stop."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "The job has already ended."
    default_code = "ended"


class JobEndpoint(Endpoint):
    """Jobs are seen by role; who may ask for scores, may ask for all countries."""

    permission: ClassVar[str | dict[str, str]] = {"GET": "indicators.view_jobs", "POST": "indicators.run_scoring"}
    scope: ClassVar[str | dict[str, str]] = {"GET": "jobs:read", "POST": "jobs:write"}

    def jobs(self) -> QuerySet[Job]:
        """This room's jobs."""
        return Job.objects.filter(kind__startswith=KINDS)

    def job(self, pk: uuid.UUID) -> Job:
        """One of them."""
        found = self.jobs().filter(pk=pk).first()
        if found is None:
            raise Http404("There is no such job.")
        return found

    def accepted(self, job: Job) -> Response:
        """202, with where to follow it."""
        where = self.request.build_absolute_uri(f"/api/v1/jobs/{job.pk}/")
        body = {"meta": described(job.world), "data": job_data(job)}
        return Response(body, status=status.HTTP_202_ACCEPTED, headers={"Location": where})


class JobList(JobEndpoint):
    """Jobs of one world."""

    query = (
        WORLD,
        Query("state", "Only jobs in this state.", choices=tuple(JobState.values)),
        *PAGING,
        FORMAT,
    )
    ordering = ("-created_at", "-pk")

    @extend_schema(operation_id="jobs_list", responses=listed(JobSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Jobs, newest first, a page at a time."""
        read = self.params()
        world = world_of(read)
        state = read.choice("state", JobState.values)
        read.check()
        found = self.jobs().filter(world=world, **({"state": state} if state else {}))
        pager = self.paginator
        data = [job_data(job) for job in pager.paginate_queryset(found, request, self)]
        return Response({"meta": described(world), "data": data, "links": pager.links()})

    @extend_schema(operation_id="jobs_create", request=ScoreRequestSerializer, responses={202: single(JobSerializer)})
    def post(self, request: Request) -> HttpResponseBase:
        """Ask for scores on some dates. The same request while its job waits answers with that job."""
        self.params().check()
        body = ScoreRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        countries = asked.get("countries")
        if countries is not None:
            _check_countries(countries, asked["world"])
        task = Task.of(
            world=asked["world"],
            as_of=asked["as_of"],
            profile=asked.get("profile"),
            countries=countries,
            draws=asked.get("draws"),
            reason="api",
        )
        return self.accepted(request_scores(by=cast("Actor", request.user), task=task))


def _check_countries(codes: list[str], world: str) -> None:
    known = set(Country.objects.in_world(world).watched().filter(pk__in=codes).values_list("pk", flat=True))
    if missing := sorted(set(codes) - known):
        text = f"Not watched in the {world} world: {', '.join(missing)}."
        raise ValidationError({"countries": ErrorDetail(text, "unknown_country")})


class JobDetail(JobEndpoint):
    """One job."""

    permission = "indicators.view_jobs"
    scope = "jobs:read"

    @extend_schema(operation_id="jobs_retrieve", responses=single(JobSerializer))
    def get(self, request: Request, pk: uuid.UUID) -> HttpResponseBase:
        """A job with its progress, and at its end its summary or its error."""
        self.params().check()
        job = self.job(pk)
        return Response({"meta": described(job.world), "data": job_data(job)})


class JobCancel(JobEndpoint):
    """Stopping a job."""

    permission = "indicators.cancel_job"
    scope = "jobs:write"

    @extend_schema(operation_id="jobs_cancel", request=NothingSerializer, responses={202: single(JobSerializer)})
    def post(self, request: Request, pk: uuid.UUID) -> HttpResponseBase:
        """Ask a job to stop: a queued one stops at once, a running one at its next report of progress."""
        self.params().check()
        NothingSerializer(data=request.data).is_valid(raise_exception=True)
        job = self.job(pk)
        if not cancel_job(by=cast("Actor", request.user), job=job.pk):
            raise Ended
        job.refresh_from_db()
        return self.accepted(job)
