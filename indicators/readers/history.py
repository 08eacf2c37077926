"""A country's scores over time: one point per as-of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.matrix.trend import theil_sen
from indicators.models import Score
from indicators.readers.bands import Band
from indicators.readers.scope import allowed_iso3
from indicators.readers.unfold import headline, shown_band

if TYPE_CHECKING:
    from countries.models import Country

MAX_POINTS = 400
SLOPE_RUNS = 8
_COLUMNS = (
    "id", "run_id", "country_id", "as_of", "status", "overall", "base", "overall_data_only", "base_data_only", "p10",
    "p90", "root", "proximate", "trigger", "published_band", "trend", "coverage", "confidence",
)  # fmt: skip


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
        slope: Theil-Sen slope of the headline over the last eight monthly runs, in points a year; None under
            two. Runs whose headline is another (base instead of overall) are left out.
        slope_runs: how many monthly runs it rests on.
        thinned: only the last date of each month, then of each year, is kept to stay within MAX_POINTS.
    """

    points: tuple[HistoryPoint, ...]
    slope: float | None
    slope_runs: int
    thinned: bool


def history(
    country: Country, user: Any, profile: str, *, since: date | None = None, until: date | None = None
) -> History:
    """Scores of a country under a profile between two dates (both included): one query.

    At most MAX_POINTS points. A country outside the user's rights has no history.
    """
    allowed = allowed_iso3(user)
    if allowed is not None and country.pk not in allowed:
        return History((), None, 0, False)
    rows = Score.objects.filter(country=country, profile=profile).order_by("as_of", "id").only(*_COLUMNS)
    if since is not None:
        rows = rows.filter(as_of__gte=since)
    if until is not None:
        rows = rows.filter(as_of__lte=until)
    # The later run for a date replaces the earlier one.
    latest = {score.as_of: score for score in rows}
    points = [_point(score) for score in latest.values()]
    slope_points = _monthly(points)
    kept = _thin(points)
    return History(
        points=tuple(kept),
        slope=theil_sen([(point.as_of, point.number) for point in slope_points]),
        slope_runs=len(slope_points),
        thinned=len(kept) < len(points),
    )


def _point(score: Score) -> HistoryPoint:
    number, of = headline(score)
    return HistoryPoint(
        as_of=score.as_of,
        run_id=score.run_id,
        score_id=score.pk,
        status=score.status,
        of=of,
        number=number,
        data_only=headline(score, data_only=True)[0],
        p10=score.p10,
        p90=score.p90,
        root=score.root,
        proximate=score.proximate,
        trigger=score.trigger,
        band=shown_band(score),
        trend=score.trend,
        coverage=score.coverage,
        confidence=score.confidence,
    )


def _last_of_each(points: Sequence[HistoryPoint], form: str) -> list[HistoryPoint]:
    return list({point.as_of.strftime(form): point for point in points}.values())


def _monthly(points: Sequence[HistoryPoint]) -> list[HistoryPoint]:
    """The last eight monthly runs with the headline that the newest of them has."""
    rated = [point for point in points if point.number is not None]
    if not rated:
        return []
    alike = [point for point in rated if point.of == rated[-1].of]
    return _last_of_each(alike, "%Y-%m")[-SLOPE_RUNS:]


def _thin(points: list[HistoryPoint]) -> list[HistoryPoint]:
    for form in ("%Y-%m", "%Y"):
        if len(points) <= MAX_POINTS:
            break
        points = _last_of_each(points, form)
    return points[-MAX_POINTS:]
