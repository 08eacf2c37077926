"""GET /observations/: evidence, row by row, each with its file and line. CSV streams every row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.base import CSV_FORMAT, FLAG, FORMAT, PAGING, WORLD, CSVRenderer, Endpoint, Query, stream
from countries.api.shapes import listed, single
from indicators.api.common import COUNTRY, described, versions
from indicators.api.evidence_shapes import COLUMNS, FIELDS, ObservationSerializer, observation_row
from indicators.exports.cells import lines
from indicators.models import ImportRun, Observation
from indicators.readers.observations import ObservationQuery, observations
from indicators.readers.readings import terms
from indicators.readers.scope import scope_text

CHUNK = 2000
_OWN = ("cursor", "page_size", "format")


class ObservationEndpoint(Endpoint):
    """Evidence is read under the same right as the scores made of it."""

    permission = "indicators.view_scores"
    scope = "observations:read"


class ObservationList(ObservationEndpoint):
    """Observations of one world."""

    renderer_classes = [*Endpoint.renderer_classes, CSVRenderer]
    query = (
        WORLD,
        COUNTRY,
        Query("indicator", "Code of an indicator, such as R-RF8-01."),
        Query("source", "Code of a source."),
        Query("since", "First end of a reference period.", format="date"),
        Query("until", "Last end of a reference period.", format="date"),
        Query("known_on", "What was published by this day and not yet replaced.", format="date"),
        Query("current", "1: only what nothing has replaced.", choices=FLAG),
        *PAGING,
        CSV_FORMAT,
    )
    ordering = ("pk",)

    @extend_schema(operation_id="observations_list", responses=listed(ObservationSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Observations in the order they were stored, a page at a time; as CSV all of them, streamed."""
        self.params().check()
        query = ObservationQuery.from_params(request.query_params.dict(), also=_OWN)
        newest = ImportRun.objects.aggregate(pk=Max("pk"), at=Max("at"))
        self.fresh(newest["pk"], newest["at"], *versions(), scope_text(request.user))
        found = observations(query, request.user)
        about = described(query.world)
        if self.wants("csv"):
            return stream(_csv(found), f"observations-{query.world}.csv", about)
        pager = self.paginator
        rows = pager.paginate_queryset(found, request, self)
        sources, files = terms(), _files()
        data = [
            dict(
                zip(FIELDS, observation_row(tuple(getattr(row, name) for name in COLUMNS), sources, files), strict=True)
            )
            for row in rows
        ]
        return Response({"meta": about, "data": data, "links": pager.links()})


def _files() -> dict[int, tuple[str, str]]:
    return {pk: (name, digest) for pk, name, digest in ImportRun.objects.values_list("pk", "file_name", "sha256")}


def _csv(found: QuerySet[Observation]) -> Iterator[str]:
    """Every row, read from the database while it is sent: neither side ever holds them all."""
    sources, files = terms(), _files()
    yield from lines([FIELDS])
    rows = found.select_related(None).values_list(*COLUMNS).iterator(chunk_size=CHUNK)
    yield from lines(observation_row(row, sources, files) for row in rows)


class ObservationDetail(ObservationEndpoint):
    """One observation."""

    query = (FORMAT,)

    @extend_schema(operation_id="observations_retrieve", responses=single(ObservationSerializer))
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """An observation with its file, line and column."""
        self.params().check()
        row: Any = Observation.objects.filter(pk=pk).values_list("country__world", flat=True).first()
        world = row or "real"
        found = observations(ObservationQuery(world=world), request.user).filter(pk=pk)
        values = found.values_list(*COLUMNS).first()
        if values is None:
            raise Http404("There is no such observation among those you may see.")
        data = dict(zip(FIELDS, observation_row(values, terms(), _files()), strict=True))
        return Response({"meta": described(world), "data": data})
