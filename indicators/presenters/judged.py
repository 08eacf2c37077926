"""Expert judgement behind a country's numbers, factor by factor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from indicators.readers.evidence_views import JudgementView
from indicators.words import LEVELS, factor_word


@dataclass(frozen=True, slots=True)
class Judged:
    """One factor with what experts said of it; `anchor` is the factor's place on the country page."""

    anchor: str
    level: str
    name: str
    views: tuple[JudgementView, ...]


def judged_factors(views: Iterable[JudgementView]) -> tuple[Judged, ...]:
    """The judgements by factor, in the order in which they come."""
    return tuple(
        Judged(f"{level}-{factor}", str(LEVELS[level]), factor_word(level, factor), tuple(group))
        for (level, factor), group in groupby(views, key=lambda view: (view.level, view.factor))
    )
