"""Votes and other dates ahead of a country, and values that contradict a "not applicable": one query each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef

from indicators.catalogue import load
from indicators.models import Observation, TriggerEvent
from indicators.readers.observations import later_published
from indicators.readers.scope import allowed_iso3

if TYPE_CHECKING:
    from countries.models import Country

_SCHEDULED: Final = "calendar"
MOST = 50


@dataclass(frozen=True, slots=True)
class DateAhead:
    """One scheduled date; severity 0-10, None for a vote, whose severity the method computes."""

    id: int
    code: str
    name: str
    on: date
    days: int
    title: str
    severity: float | None
    source: str
    published: date


def dates_ahead(country: Country, user: Any, as_of: date) -> tuple[DateAhead, ...]:
    """Dates on or after `as_of`, as they were announced by then; corrections applied, nearest first."""
    allowed = allowed_iso3(user)
    if allowed is not None and country.iso3 not in allowed:
        return ()
    specs = {spec.code: spec.name for spec in load().indicators if spec.transform == _SCHEDULED}
    # By publication and not by arrival: an older edition of a calendar may be imported last.
    later = TriggerEvent.objects.filter(
        country=OuterRef("country"),
        source=OuterRef("source"),
        external_id=OuterRef("external_id"),
        published__lte=as_of,
    ).filter(later_published())
    rows = (
        TriggerEvent.objects.filter(
            country=country, indicator__in=list(specs), date__gte=as_of, published__lte=as_of, withdrawn=False
        )
        .exclude(Exists(later))
        .select_related("source")
        .order_by("date", "pk")[:MOST]
    )
    return tuple(
        DateAhead(
            id=row.pk,
            code=row.indicator_id,
            name=specs[row.indicator_id],
            on=row.date,
            days=(row.date - as_of).days,
            title=row.title,
            severity=row.severity,
            source=row.source.title,
            published=row.published,
        )
        for row in rows
    )


def observed_among(country: Country, user: Any, codes: Collection[str], as_of: date) -> frozenset[str]:
    """Which of these codes have a value published by `as_of`: asked for codes marked not applicable."""
    allowed = allowed_iso3(user)
    if not codes or (allowed is not None and country.iso3 not in allowed):
        return frozenset()
    rows = Observation.objects.filter(country=country, indicator__in=list(codes), published__lte=as_of)
    return frozenset(rows.values_list("indicator_id", flat=True).distinct())
