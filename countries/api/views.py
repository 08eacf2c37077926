"""GET /countries/ and /countries/<ISO3>/: the register, within what the caller may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.base import FORMAT, NOTE, PAGING, WORLD, Endpoint, Query
from countries.api.serializers import (
    CountryDetailSerializer,
    CountrySerializer,
    country_data,
    succession_data,
)
from countries.api.shapes import listed, meta, single
from countries.models import Country, World
from countries.readers.directory import countries, neighbours_on, predecessors, successors


class CountryEndpoint(Endpoint):
    """What both have in common. `named` is plugged in by the project: method and weights are not this room's."""

    permission = "countries.view_country"
    scope = "countries:read"
    named: Callable[[], dict[str, str]] = dict

    def meta(self, world: str) -> dict[str, Any]:
        """The `meta` of an answer."""
        return meta(NOTE, world=world, **self.named())


class CountryList(CountryEndpoint):
    """Countries of one world."""

    query = (
        WORLD,
        Query("region", "M49 code of a region or sub-region."),
        Query("on", "Only those that exist on this day.", format="date"),
        Query("watched", "1: only those with a row on the heatmap; 0: only those without.", choices=("0", "1")),
        Query("search", "Words of a name, a spelling or a code."),
        *PAGING,
        FORMAT,
    )
    ordering = ("pk",)

    @extend_schema(operation_id="countries_list", responses=listed(CountrySerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Countries by code, a page at a time."""
        read = self.params()
        world = read.choice("world", World.values, World.REAL)
        region, text = read.text("region", 3), read.text("search")
        watched = {"": None, "1": True, "0": False}[read.choice("watched", ("0", "1"))]
        day = read.day("on")
        read.check()
        among = Country.objects.visible_to(request.user)  # type: ignore[arg-type]
        found = countries(world=world, region=region, on=day, watched=watched, text=text, among=among)
        pager = self.paginator
        rows = pager.paginate_queryset(found, request, self)
        data = [country_data(row) for row in rows]
        return Response({"meta": self.meta(world), "data": data, "links": pager.links()})


class CountryDetail(CountryEndpoint):
    """One country."""

    @extend_schema(operation_id="countries_retrieve", responses=single(CountryDetailSerializer))
    def get(self, request: Request, iso3: str) -> HttpResponseBase:
        """A country with its successors, predecessors and land neighbours of today."""
        self.params().check()
        visible = Country.objects.visible_to(request.user)  # type: ignore[arg-type]
        country = visible.select_related("region", "subregion").filter(pk=iso3.upper()).first()
        if country is None:
            raise Http404("There is no such country among those you may see.")
        seen = set(visible.in_world(country.world).values_list("pk", flat=True))
        after = [(row, row.successor_id) for row in successors(country)]
        before = [(row, row.predecessor_id) for row in predecessors(country)]
        data = country_data(country) | {
            "successors": [succession_data(row, other) for row, other in after if other in seen],
            "predecessors": [succession_data(row, other) for row, other in before if other in seen],
            "neighbours": [row.iso3 for row in neighbours_on(country, timezone.now().date()) if row.iso3 in seen],
        }
        return Response({"meta": self.meta(country.world), "data": data})
