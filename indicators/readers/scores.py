"""One score, unfolded: the shape that the country page, lineage and the API share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.readers.bands import Band


@dataclass(frozen=True, slots=True)
class RunView:
    """The run behind a score: everything a reader needs to name what made the number."""

    id: int
    world: str
    as_of: date
    profile: str
    method: str
    weights: str
    catalogue_digest: str
    code_digest: str
    draws: int
    known_at: datetime
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class FactorView:
    """One factor: data-only and adjusted, 0-10; `share` is its part of the level's weight."""

    level: str
    factor: str
    name: str
    weight: float
    pivotal: bool
    data_score: float | None
    adjusted_score: float | None
    coverage: float
    adjustment: float | None
    look: str
    stale: bool
    band: Band | None
    indicators: tuple[ContributionView, ...]


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level: data-only and adjusted, 0-10, None where it is not rated."""

    level: str
    name: str
    data_score: float | None
    adjusted_score: float | None
    coverage: float
    catalogue_coverage: float
    factors_scored: int
    band: Band | None
    factors: tuple[FactorView, ...]


@dataclass(frozen=True, slots=True)
class ContributionView:
    """One indicator of one score. Silent ones (missing, not watched) have no id and no numbers.

    Attributes:
        score: 0-10 after normalising.
        state: fresh, stale, monitored_zero, expired, missing, not_applicable, not_watched.
        points: the share of the headline that this reading carries: with the others and the judgement they
            add up to it (matrix/explain.py); None where not asked.
        alternates, disagreement, conflict: other sources for the same period (specification C.2).
    """

    id: int | None
    code: str
    name: str
    level: str
    factor: str
    unit: str
    state: str
    score: float | None
    value: float | None
    weight: float
    freshness: float | None
    source: str
    source_title: str
    grade: str
    ref_end: date | None
    published: date | None
    published_assumed: bool
    stand_in: bool
    points: float | None
    observation_id: int | None
    disagreement: float | None
    conflict: bool
    alternates: tuple[dict[str, Any], ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One country in one run.

    Attributes:
        number, number_of: the headline (overall, or base where base only) and which of the two it is.
        band: published band; `run_band` ignores hysteresis. Base-only rows carry the band of the base.
        result, result_data_only, uncertainty, trend, confidence, areas: the engine's own (C.15).
        silent: codes by state for indicators without a score.
    """

    id: int
    iso3: str
    run: RunView
    as_of: date
    status: str
    number: float | None
    number_of: str
    number_data_only: float | None
    band: Band | None
    run_band: Band | None
    p10: float | None
    p50: float | None
    p90: float | None
    trend: str
    trend_delta: float | None
    coverage: float | None
    confidence: str
    levels: tuple[LevelView, ...]
    result: dict[str, Any]
    result_data_only: dict[str, Any]
    uncertainty: dict[str, Any] | None
    trend_detail: dict[str, Any]
    confidence_detail: dict[str, Any]
    areas: dict[str, float | None]
    silent: dict[str, list[str]]
    message: str
    successors: tuple[str, ...]
