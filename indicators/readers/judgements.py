"""What experts said of the factors of a score: leaves of their own, beside the data (specification C.13)."""

from __future__ import annotations

from datetime import date, datetime

from indicators.models import Adjustment, ExpertScore
from indicators.readers.evidence_views import JudgementView, judgement_view


def judgements_of(
    iso3: str, as_of: date, known_at: datetime, factor: tuple[str, str] | None = None
) -> tuple[JudgementView, ...]:
    """What was in force on the day, of what the run could know: two queries.

    Args:
        as_of, known_at: of the run.
        factor: (level, factor); None is all of the country, in the order of levels and factors.
    """
    in_force = {
        "country": iso3,
        "since__lte": as_of,
        "expires__gte": as_of,
        "recorded_at__lte": known_at,
    }
    if factor is not None:
        in_force |= {"level": factor[0], "factor": factor[1]}
    moves = Adjustment.objects.filter(**in_force).order_by("since", "pk")
    scores = ExpertScore.objects.filter(**in_force).order_by("since", "pk")
    views = [judgement_view(row) for row in (*moves, *scores)]
    return tuple(sorted(views, key=lambda row: ("RPT".find(row.level), row.factor)))
