"""Factor scores from indicator cells (specification C.6). Arrays are (N, indicators) or (N, factors)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.matrix.layout import Flags, Floats, Layout


@dataclass(frozen=True, eq=False)
class Cells:
    """What every indicator says, as (N, I) arrays; N is countries, dates, or both.

    `score` is 0..10 where `available`, else NaN; `phi` its freshness, 0 where nothing is available;
    `quality` the source quality 0..1; `applicable` leaves out not-applicable and not-watched indicators,
    `in_catalogue` only the not-applicable ones (C.15, profiles).
    """

    score: Floats
    phi: Floats
    quality: Floats
    available: Flags
    applicable: Flags
    in_catalogue: Flags


@dataclass(frozen=True, eq=False)
class FactorScores:
    """(N, F) arrays; `score` is NaN where not published, the coverages where nothing is applicable."""

    score: Floats
    coverage: Floats
    catalogue_coverage: Floats


def weighted_mean(total: Floats, weight: Floats) -> Floats:
    """total/weight, NaN where the weight is zero."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.where(weight > 0, total / weight, np.nan)
    return mean


def factor_scores(cells: Cells, layout: Layout) -> FactorScores:
    """Published factor scores and their coverage.

    Root and proximate factors are means weighted by w*phi; a trigger factor keeps 0.7 of its largest score.
    Below coverage 0.34 a factor is not published.
    """
    numbers = layout.catalogue.parameters
    zeroed = np.where(cells.available, cells.score, 0.0)
    weight = cells.phi * layout.weight
    held = _by_factor(weight, layout)
    score = weighted_mean(_by_factor(weight * zeroed, layout), held)
    triggers = layout.level_span[2]
    first = layout.starts[triggers.start]
    largest = np.maximum.reduceat(zeroed[:, first:], layout.starts[triggers] - first, axis=1)
    share = numbers.mu_trigger_factor
    score[:, triggers] = share * largest + (1.0 - share) * score[:, triggers]
    coverage = weighted_mean(held, _by_factor(cells.applicable * layout.weight, layout))
    listed = weighted_mean(held, _by_factor(cells.in_catalogue * layout.weight, layout))
    with np.errstate(invalid="ignore"):
        score[~(coverage >= numbers.c_factor)] = np.nan
    return FactorScores(score, coverage, listed)


def data_factor(cells: Cells, layout: Layout, factor: int) -> Floats:
    """(N,) score of one root or proximate factor alone; the election trigger needs it before the others."""
    span = layout.span[factor]
    weight = cells.phi[:, span] * layout.weight[span]
    held = weight.sum(axis=1)
    score = weighted_mean((weight * np.where(cells.available[:, span], cells.score[:, span], 0.0)).sum(axis=1), held)
    coverage = weighted_mean(held, (cells.applicable[:, span] * layout.weight[span]).sum(axis=1))
    published: Floats = np.where(coverage >= layout.catalogue.parameters.c_factor, score, np.nan)
    return published


def _by_factor(columns: Floats, layout: Layout) -> Floats:
    sums: Floats = np.add.reduceat(columns, layout.starts, axis=1)
    return sums
