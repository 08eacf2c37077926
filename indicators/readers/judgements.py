"""What experts said of the factors of a score: leaves of their own, beside the data (specification C.13)."""

from __future__ import annotations

from indicators.models import Adjustment, ExpertScore, Score
from indicators.readers.evidence_views import JudgementView, judgement_view


def judgements_of(score: Score, factor: tuple[str, str] | None = None) -> tuple[JudgementView, ...]:
    """What was in force on the day, of what the run could know: two queries.

    Args:
        score: with its run joined.
        factor: (level, factor); None is all of the country.
    """
    in_force = {
        "country": score.country_id,
        "since__lte": score.as_of,
        "expires__gte": score.as_of,
        "recorded_at__lte": score.run.known_at,
    }
    if factor is not None:
        in_force |= {"level": factor[0], "factor": factor[1]}
    moves = Adjustment.objects.filter(**in_force).order_by("level", "factor", "since", "pk")
    scores = ExpertScore.objects.filter(**in_force).order_by("level", "factor", "since", "pk")
    return tuple(judgement_view(row) for row in (*moves, *scores))
