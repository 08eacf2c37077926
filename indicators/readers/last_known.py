"""The last value of an indicator that no longer counts: too old on the day of the score (specification C.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from indicators.catalogue import IndicatorSpec
from indicators.models import Observation, Score, Series
from indicators.readers.evidence_views import ObservationView, observation_view


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The newest observation up to the day of the score.

    Attributes:
        age: days from the end of its period to the day of the score.  limit: twice the maximum age, in days.
        expired_on: the first day on which it counts no more.
    """

    seen: ObservationView
    age: int
    limit: int
    expired_on: date


def last_known(score: Score, spec: IndicatorSpec) -> LastKnown | None:
    """The newest value that the run could know; None where there was none. Two queries."""
    row = (
        Observation.objects.filter(
            country=score.country_id,
            indicator=spec.code,
            ref_end__lte=score.as_of,
            published__lte=score.as_of,
            import_run__at__lte=score.run.known_at,
        )
        .select_related("source", "import_run")
        .order_by("-ref_end", "-published", "-pk")
        .first()
    )
    if row is None:
        return None
    limit = 2 * max_age_of(spec, row.source_id)
    return LastKnown(
        seen=observation_view(row),
        age=(score.as_of - row.ref_end).days,
        limit=limit,
        expired_on=row.ref_end + timedelta(days=limit + 1),
    )


def max_age_of(spec: IndicatorSpec, source: str) -> int:
    """Maximum age in days of an indicator from a source; the catalogue's own where the source has none."""
    own = Series.objects.filter(source=source, indicator=spec.code).values_list("max_age_days", flat=True).first()
    return spec.max_age_days if own is None else own
