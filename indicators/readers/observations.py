"""Observations for lists, exports and the API: always within what the user may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from countries.models import Country
from countries.params import Params
from indicators.catalogue import load
from indicators.models import Observation
from indicators.readers.evidence_views import ObservationView, observation_view
from indicators.readers.scope import allowed_iso3
from indicators.worlds import REAL, WORLDS


@dataclass(frozen=True, slots=True)
class ObservationQuery:
    """Filters of a list of observations; field names are the query parameters.

    `known_on` keeps what was published by that day and not yet replaced by then; `current` keeps what nothing
    has replaced. `since` and `until` bound the end of the reference period, both included.
    """

    world: str
    country: str = ""
    indicator: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    known_on: date | None = None
    current: bool = False

    @classmethod
    def from_params(cls, params: Mapping[str, str], *, also: tuple[str, ...] = ()) -> ObservationQuery:
        """Read a query string; raises ParamErrors that name the field, the code, the value and the remedy."""
        read = Params(params)
        read.known_only([field.name for field in fields(cls)] + list(also))
        code = read.text("indicator", 10)
        if code and code not in load().by_code:
            remedy = _("Use a code of /api/v1/indicators/, such as R-RF8-01.")
            read.refuse("indicator", "unknown_choice", _("There is no such indicator."), remedy)
        query = cls(
            world=read.choice("world", WORLDS, REAL),
            country=read.country(),
            indicator=code,
            source=read.text("source", 40),
            since=read.day("since"),
            until=read.day("until"),
            known_on=read.day("known_on"),
            current=read.flag("current"),
        )
        read.check()
        return query


def observations(query: ObservationQuery, user: Any) -> QuerySet[Observation]:
    """The rows, in the order of their ids, ready for a cursor or a stream. Source and import run are joined."""
    allowed = allowed_iso3(user)
    # A join would start at the countries and sort a million rows for the first hundred; this keeps the order of ids.
    here = Exists(Country.objects.filter(pk=OuterRef("country"), world=query.world))
    found = Observation.objects.filter(here).select_related("source", "import_run")
    if allowed is not None:
        found = found.filter(country__in=allowed)
    exact = {"country": query.country, "indicator": query.indicator, "source": query.source}
    bounds = {"ref_end__gte": query.since, "ref_end__lte": query.until, "published__lte": query.known_on}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    found = found.filter(**{name: value for name, value in bounds.items() if value is not None})
    if query.current or query.known_on is not None:
        later = Observation.objects.filter(
            country=OuterRef("country"),
            indicator=OuterRef("indicator"),
            source=OuterRef("source"),
            ref_end=OuterRef("ref_end"),
        ).filter(later_published())
        if query.known_on is not None:
            later = later.filter(published__lte=query.known_on)
        found = found.filter(~Exists(later))
    return found.order_by("pk")


def later_published() -> Q:
    """Published after the outer row, or on the same day and taken in after it: what takes its place.

    By publication and not by arrival: an older edition may be imported last (`readers.evidence` says the same).
    """
    return Q(published__gt=OuterRef("published")) | Q(published=OuterRef("published"), pk__gt=OuterRef("pk"))


def country_observations(
    country: Country, user: Any, *, world: str, known_on: date | None = None, code: str = "", limit: int = 500
) -> tuple[ObservationView, ...]:
    """Current observations of one country, newest reference first, at most `limit`: one query and one for rights."""
    query = ObservationQuery(world=world, country=country.pk, indicator=code, known_on=known_on, current=True)
    rows = observations(query, user).order_by("-ref_end", "indicator", "pk")[:limit]
    return tuple(observation_view(row) for row in rows)
