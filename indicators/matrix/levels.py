"""Level scores from factor scores (specification C.7). Arrays are (N, F) in, (N, 3) out, levels R, P, T."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.matrix.factors import FactorScores, weighted_mean
from indicators.matrix.layout import Flags, Floats, Ints, Layout


@dataclass(frozen=True, eq=False)
class Gates:
    """What the data allow: (N, 3) coverages, factors scored and rated levels; (N, F) eligible peaks."""

    coverage: Floats
    catalogue_coverage: Floats
    factors_scored: Ints
    rated: Flags
    eligible: Flags


def gates(factors: FactorScores, layout: Layout) -> Gates:
    """Coverage averages over all applicable factors, the unscored ones at their partial coverage (C.15)."""
    numbers = layout.catalogue.parameters
    coverage = _average(factors.coverage, layout)
    scored = _by_level((~np.isnan(factors.score)).astype(np.int64), layout).astype(np.int64)
    with np.errstate(invalid="ignore"):
        eligible = (factors.coverage >= numbers.c_max) & ~np.isnan(factors.score)
    return Gates(
        coverage=coverage,
        catalogue_coverage=_average(factors.catalogue_coverage, layout),
        factors_scored=scored,
        rated=(coverage >= numbers.c_level) & (scored >= numbers.min_factors),
        eligible=eligible,
    )


def level_scores(score: Floats, gate: Gates, layout: Layout) -> Floats:
    """L = max(mean, mu*peak + (1-mu)*mean), NaN where the level is not rated.

    `score` (N, F) may hold adjusted or expert-only scores; the peak is looked for only where `gate.eligible`.
    """
    here = ~np.isnan(score)
    weight = np.where(here, layout.factor_weight, 0.0)
    mean = weighted_mean(_by_level(np.where(here, score, 0.0) * weight, layout), _by_level(weight, layout))
    peak = _peak(score, gate.eligible & layout.pivotal, layout)
    level = blend(mean, peak, layout.mu)
    return np.where(gate.rated, level, np.nan)


def blend(mean: Floats, peak: Floats, mu: Floats) -> Floats:
    """The level from its mean and its peak; a peak of minus infinity is no peak. Broadcasts."""
    level: Floats = mean + mu * np.maximum(peak - mean, 0.0)
    return level


def floor_peak(score: Floats, gate: Gates, layout: Layout) -> Floats:
    """(N,) largest pivotal proximate factor or trigger RF7 with enough coverage; 0 without one (C.8)."""
    chosen = np.where(gate.eligible & layout.floor_factors, score, 0.0)
    peak: Floats = chosen.max(axis=1)
    return peak


def _peak(score: Floats, allowed: Flags, layout: Layout) -> Floats:
    starts = [span.start for span in layout.level_span]
    peak: Floats = np.maximum.reduceat(np.where(allowed, score, -np.inf), starts, axis=1)
    return peak


def _by_level(columns: Floats | Ints, layout: Layout) -> Floats:
    sums: Floats = np.add.reduceat(columns, [span.start for span in layout.level_span], axis=1)
    return sums


def _average(coverage: Floats, layout: Layout) -> Floats:
    here = ~np.isnan(coverage)
    weight = np.where(here, layout.factor_weight, 0.0)
    mean = weighted_mean(_by_level(np.where(here, coverage, 0.0) * weight, layout), _by_level(weight, layout))
    return np.nan_to_num(mean, nan=0.0)
