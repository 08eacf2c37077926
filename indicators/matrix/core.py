"""One country on one day, unrounded: readings, factors, levels, overall, draws (specification C)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.matrix.draws import Draws
from indicators.matrix.factors import FactorScores, factor_scores
from indicators.matrix.judgement import Judgement, judgement
from indicators.matrix.layout import Flags, Floats, Layout
from indicators.matrix.levels import Gates, floor_peak, gates, level_scores
from indicators.matrix.overall import Overall, combine
from indicators.matrix.readings import Readings, read

RATED, BASE_ONLY, NOT_RATED = "rated", "base_only", "not_rated"


@dataclass(frozen=True, eq=False)
class Result:
    """Data only or adjusted: factor scores (N, F), levels (N, 3), peak (N,) and overall (N,)."""

    factors: Floats
    levels: Floats
    peak: Floats
    overall: Overall


@dataclass(frozen=True, eq=False)
class Scored:
    """One country on one day, unrounded; what output, trend and explanation start from."""

    day: int
    readings: Readings
    factors: FactorScores
    gate: Gates
    judgement: Judgement
    expert_only: Flags
    data: Result
    adjusted: Result
    status: str


def score(source: Mapping[str, Any], day: int, layout: Layout, common: Flags | None = None) -> Scored:
    """Central values, data only and adjusted; `common` keeps only those indicators (trend)."""
    readings = read(source, day, layout, common)
    factors = factor_scores(readings.cells, layout)
    gate = gates(factors, layout)
    opinion = judgement(source, day, layout)
    adjusted, alone = opinion.applied(factors.score, ~np.isnan(factors.coverage))
    return Scored(
        day=day,
        readings=readings,
        factors=factors,
        gate=gate,
        judgement=opinion,
        expert_only=alone,
        data=result(factors.score, gate, layout),
        adjusted=result(adjusted, gate, layout),
        status=str(status(gate.rated)[0]),
    )


def result(scores: Floats, gate: Gates, layout: Layout) -> Result:
    """Levels and overall from factor scores; arrays over N."""
    levels = level_scores(scores, gate, layout)
    peak = floor_peak(scores, gate, layout)
    numbers = layout.catalogue.parameters
    return Result(scores, levels, peak, combine(_columns(levels), peak, numbers))


def _columns(levels: Floats) -> tuple[Floats, Floats, Floats]:
    return levels[:, 0], levels[:, 1], levels[:, 2]


def status(rated: Flags) -> np.ndarray:
    """(N,) words from the (N, 3) rated levels (C.8)."""
    base = rated[:, 0] & rated[:, 1]
    return np.where(base & rated[:, 2], RATED, np.where(base, BASE_ONLY, NOT_RATED))


def draw(scored: Scored, layout: Layout, *, seed: int, draws: int, of: str = "") -> Floats | None:
    """(draws,) the overall where it is rated, else the base; `of="base"` asks for the base at any rate.

    None where nothing is rated, or no draw is asked for.
    """
    if scored.status == NOT_RATED or draws <= 0:
        return None
    drawn = Draws(scored.readings, scored.factors.score[0], layout, seed=seed, draws=draws)
    base_only = of == "base" or scored.status == BASE_ONLY
    return drawn.overall(scored.judgement, scored.expert_only[0], scored.gate, base_only=base_only)
