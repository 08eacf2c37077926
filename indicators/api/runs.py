"""GET /runs/, /runs/<id>/ and /bundles/<id>/: what was scored, when, by which version of what."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.base import FORMAT, NOTE, PAGING, WORLD, Endpoint, Query
from countries.api.shapes import listed, single
from indicators.api.common import PROFILE, described, versions, world_of
from indicators.api.run_shapes import BundleSerializer, RunSerializer, run_data
from indicators.catalogue import load
from indicators.exports.bundle import within_terms
from indicators.models import ScoringRun
from indicators.readers.bundle import OtherMethod, run_bundle
from indicators.readers.readings import redistribution
from indicators.readers.runs import runs
from indicators.readers.scope import allowed_iso3, scope_text
from indicators.worlds import WORLDS

RUN_SCORING = "indicators.run_scoring"
NO_METHOD = OpenApiResponse(description="The version of the method that made the run is not here as it was.")


class NotReproducible(APIException):
    """The run is there, the version of the method that made it is not, or no longer as it was."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "method_not_here"
    field = "method"

    def __init__(self, run: ScoringRun, wrong: OtherMethod) -> None:
        super().__init__(str(wrong))
        self.value = f"{run.method} {run.catalogue_digest[:12]}"
        self.remedy = "Bring back the tables of that version, or score the date again and take the bundle of that run."


class RunEndpoint(Endpoint):
    """A run shows in the world and the countries of its reader."""

    permission = "indicators.view_scores"
    scope = "runs:read"

    def run(self, pk: int) -> ScoringRun:
        """A run that holds a country the caller may see."""
        for world in WORLDS:
            found = runs(world, self.request.user).filter(pk=pk).first()
            if found is not None:
                return found
        raise Http404("There is no such run among those you may see.")


def about_run(run: ScoringRun) -> dict[str, Any]:
    """The `meta` of an answer about one run: its own versions."""
    return described(
        run.world, method=run.method, weights=run.weights, profile=run.profile, as_of=run.as_of, run=run.pk
    )


class RunList(RunEndpoint):
    """Runs of one world."""

    query = (
        WORLD,
        PROFILE,
        Query("as_of", "Only runs for this date.", format="date"),
        Query("since", "Only runs for this date or a later one.", format="date"),
        Query("until", "Only runs for this date or an earlier one.", format="date"),
        *PAGING,
        FORMAT,
    )
    ordering = ("-pk",)

    @extend_schema(operation_id="runs_list", responses=listed(RunSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Runs, newest first, a page at a time."""
        read = self.params()
        world = world_of(read)
        profile = read.choice("profile", load().profile_names)
        days = {"as_of": read.day("as_of"), "as_of__gte": read.day("since"), "as_of__lte": read.day("until")}
        read.check()
        found = runs(world, request.user, profile=profile)
        found = found.filter(**{name: day for name, day in days.items() if day is not None})
        pager = self.paginator
        data = [run_data(run) for run in pager.paginate_queryset(found, request, self)]
        return Response({"meta": described(world, profile=profile or None), "data": data, "links": pager.links()})


class RunDetail(RunEndpoint):
    """One run."""

    @extend_schema(operation_id="runs_retrieve", responses=single(RunSerializer))
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """A run with the versions of everything that made it."""
        self.params().check()
        run = self.run(pk)
        return Response({"meta": about_run(run), "data": run_data(run)})


class BundleDetail(RunEndpoint):
    """One run as a bundle."""

    scope = "bundles:read"

    @extend_schema(operation_id="bundles_retrieve", responses={200: BundleSerializer, 409: NO_METHOD})
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The run's inputs and outputs: `manage.py replay` recomputes it, without a database.

        Holds the countries the caller may see. Values whose licence keeps them back are left out for all but
        those who may score themselves; `withheld` names their sources.
        """
        self.params().check()
        run = self.run(pk)
        allowed = allowed_iso3(request.user)
        full = request.user.has_perm(RUN_SCORING)
        self.fresh(run.pk, run.at, *versions(), full, scope_text(request.user))
        try:
            bundle = run_bundle(run, allowed)
        except OtherMethod as wrong:
            raise NotReproducible(run, wrong) from wrong
        if full:
            bundle["withheld"] = []
        else:
            bundle = within_terms(bundle, redistribution())
        return Response({**bundle, "note": NOTE})
