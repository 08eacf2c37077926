"""The register for pages, the API and exports: lists, neighbours, codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from countries.crosswalk import Crosswalk
from countries.models import Country, CountryQuerySet, Neighbour, Region, Succession


@dataclass(frozen=True, slots=True)
class CodeOfCountry:
    """One code or spelling of a country, for its page. `scheme` is as in `crosswalk.SCHEMES`."""

    scheme: str
    key: str
    valid_from: date | None
    valid_to: date | None
    note: str


def countries(
    *,
    world: str,
    region: str = "",
    on: date | None = None,
    watched: bool | None = None,
    text: str = "",
    among: CountryQuerySet | None = None,
) -> CountryQuerySet:
    """Countries of one world by name, with their regions, in one query.

    Args:
        world: `real` or `exercise`.
        region: code of a region or a sub-region; "" is all.
        on: only those that exist on this day.
        watched: only those with (True) or without (False) a row on the heatmap.
        text: words that codes, names or spellings must hold.
        among: where to start, such as `Country.objects.visible_to(user)`.
    """
    found = (Country.objects.all() if among is None else among).in_world(world)
    if region:
        found = found.filter(Q(region_id=region) | Q(subregion_id=region))
    if on is not None:
        found = found.existing_on(on)
    if watched is not None:
        found = found.filter(watched=watched)
    if text.strip():
        found = found.search(text)
    return found.select_related("region", "subregion").order_by("name_en")


def regions(*, world: str) -> Sequence[Region]:
    """Regions of one world for a filter: each region followed by its sub-regions. One query."""
    rows = list(Region.objects.filter(world=world))
    return [
        part
        for region in sorted((row for row in rows if row.parent_id is None), key=lambda row: row.name)
        for part in (
            region,
            *sorted((row for row in rows if row.parent_id == region.code), key=lambda row: row.name),
        )
    ]


def neighbours_on(country: Country, day: date, *, among: CountryQuerySet | None = None) -> list[Country]:
    """Countries that border one by land and exist on a day, by name. Two queries.

    Args:
        among: where to start, such as `Country.objects.visible_to(user)`.
    """
    held = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    held &= Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    pairs = Neighbour.objects.filter(held, Q(a=country) | Q(b=country)).values_list("a_id", "b_id")
    others = [b if a == country.iso3 else a for a, b in pairs]
    start = Country.objects.all() if among is None else among
    return list(start.filter(iso3__in=others).existing_on(day).order_by("name_en"))


def successors(country: Country, *, among: CountryQuerySet | None = None) -> Sequence[Succession]:
    """What came after or left a country, by date. One query."""
    found = Succession.objects.filter(predecessor=country).select_related("successor")
    return list(found if among is None else found.filter(successor__in=among))


def predecessors(country: Country, *, among: CountryQuerySet | None = None) -> Sequence[Succession]:
    """What a country came from, by date. One query."""
    found = Succession.objects.filter(successor=country).select_related("predecessor")
    return list(found if among is None else found.filter(predecessor__in=among))


def codes_of(country: Country) -> list[CodeOfCountry]:
    """Every code and publisher's spelling that names a country, in the order of the schemes. No query."""
    return [
        CodeOfCountry(scheme, row.key, row.span.start, row.span.end, row.note)
        for row in Crosswalk.load().codes_of(country.iso3)
        for scheme in row.schemes
    ]
