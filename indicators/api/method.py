"""GET /indicators/, /sources/: the method and where evidence comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.base import CSV_FORMAT, FORMAT, WORLD, CSVRenderer, Endpoint, Query, stream
from countries.api.shapes import listed, names, single
from indicators.api.common import PROFILE, described, world_of
from indicators.api.method_shapes import (
    IndicatorSerializer,
    SourceDetailSerializer,
    SourceSerializer,
    indicator_data,
    source_data,
)
from indicators.catalogue import LEVELS, load
from indicators.exports.cells import lines
from indicators.models import Source
from indicators.readers.catalogue import indicator_list, indicator_view
from indicators.readers.sources import source_list, source_page


class CatalogueEndpoint(Endpoint):
    """Reading the method needs what reading its results needs."""

    permission = "indicators.view_scores"
    scope = "indicators:read"


class IndicatorList(CatalogueEndpoint):
    """The catalogue's indicators."""

    renderer_classes = [*Endpoint.renderer_classes, CSVRenderer]
    query = (
        WORLD,
        PROFILE,
        Query("level", "Root, proximate or trigger.", choices=LEVELS),
        Query("factor", "A factor, such as RF4.", choices=tuple(f.factor for f in load().factors)),
        Query("search", "Words of code, name, unit or source."),
        CSV_FORMAT,
    )

    @extend_schema(operation_id="indicators_list", responses=listed(IndicatorSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Indicators in catalogue order, all at once; `profile` keeps those it watches."""
        read = self.params()
        world = world_of(read)
        level = read.choice("level", LEVELS)
        factor = read.choice("factor", [item.factor for item in load().factors])
        profile = read.choice("profile", load().profile_names)
        text = read.text("search")
        read.check()
        found = indicator_list(level=level, factor=factor, profile=profile, search=text, world=world)
        data = [indicator_data(view) for view in found]
        about = described(world, profile=profile or None)
        if self.wants("csv"):
            return stream(_flat(data), "indicators.csv", about)
        return Response({"meta": about, "data": data, "links": {"next": None}})


def _flat(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Rows as CSV, without the lists inside them."""
    flat = [name for name in names(IndicatorSerializer) if name not in {"series", "profiles", "un_risk_factors"}]
    yield from lines([[*flat, "un_risk_factors", "sources"]])
    yield from lines(
        [
            *(row[name] for name in flat),
            ";".join(row["un_risk_factors"]),
            ";".join(series["source"] for series in row["series"]),
        ]
        for row in rows
    )


class IndicatorDetail(CatalogueEndpoint):
    """One indicator."""

    query = (WORLD, FORMAT)

    @extend_schema(operation_id="indicators_retrieve", responses=single(IndicatorSerializer))
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """An indicator with its goalposts, its sources in one world, and the profiles that watch it."""
        read = self.params()
        world = world_of(read)
        read.check()
        if code not in load().by_code:
            raise Http404("The catalogue has no such indicator.")
        return Response({"meta": described(world), "data": indicator_data(indicator_view(code, world))})


class SourceEndpoint(Endpoint):
    """Sources are reference data: the whole world may be read by who may read scores."""

    permission = "indicators.view_scores"
    scope = "sources:read"


class SourceList(SourceEndpoint):
    """Sources with what they last brought."""

    query = (WORLD, FORMAT)

    @extend_schema(operation_id="sources_list", responses=listed(SourceSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Sources in code order, all at once: last data, last import, age, and whether they are late."""
        read = self.params()
        world = world_of(read)
        read.check()
        rows = source_list(world, request.user, timezone.now().date())
        data = [source_data(row) for row in rows]
        return Response({"meta": described(world), "data": data, "links": {"next": None}})


class SourceDetail(SourceEndpoint):
    """One source."""

    query = (WORLD, FORMAT)

    @extend_schema(operation_id="sources_retrieve", responses=single(SourceDetailSerializer))
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """A source with its imports, newest first."""
        read = self.params()
        world = world_of(read)
        read.check()
        try:
            page = source_page(code, world, request.user, timezone.now().date())
        except Source.DoesNotExist as missing:
            raise Http404("This world has no such source.") from missing
        data = source_data(page.row) | {"imports": [asdict(row) for row in page.imports]}
        return Response({"meta": described(world), "data": data})
