"""A country's scores over time: one point per as-of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.readers.bands import Band

if TYPE_CHECKING:
    from countries.models import Country


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The latest run for one as-of date. Scores 0-10; `number` is overall or base (`of`), adjusted."""

    as_of: date
    run_id: int
    score_id: int
    status: str
    of: str
    number: float | None
    data_only: float | None
    p10: float | None
    p90: float | None
    root: float | None
    proximate: float | None
    trigger: float | None
    band: Band | None
    trend: str
    coverage: float | None
    confidence: str


@dataclass(frozen=True, slots=True)
class History:
    """Points, oldest first.

    Attributes:
        slope: Theil-Sen slope of the headline over the last eight monthly runs, points a month; None under three.
        slope_runs: how many monthly runs it rests on.
        thinned: older points were thinned to the last of each month to stay within MAX_POINTS.
    """

    points: tuple[HistoryPoint, ...]
    slope: float | None
    slope_runs: int
    thinned: bool


def history(
    country: Country, user: Any, profile: str, *, since: date | None = None, until: date | None = None
) -> History:
    """One query, at most MAX_POINTS points."""
    raise NotImplementedError
