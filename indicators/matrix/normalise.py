"""From published values to scores 0..10 (specification C.4). Every function broadcasts over observations."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.matrix.layout import Floats, Ints, Layout


def position(layout: Layout, index: Ints, values: Floats) -> Floats:
    """Where values lie between their goalposts: 0 at goalpost_0, 1 at goalpost_10, unclipped, in T units.

    Zero or less under `ln` and `log2` is minus infinity, hence an end of the scale; below zero under
    `log10p1` is zero. Rows without goalposts (knots, decay, events) answer 0.
    """
    kind = layout.transform[index]
    at = values.astype(float, copy=True)
    for name, log in (("ln", np.log), ("log2", np.log2)):
        chosen = kind == name
        if chosen.any():
            with np.errstate(divide="ignore"):
                at[chosen] = log(np.maximum(values[chosen], 0.0))
    chosen = (kind == "log10p1") | (kind == "rate_log10p1")
    at[chosen] = np.log10(1.0 + np.maximum(values[chosen], 0.0))
    scaled: Floats = (at - layout.goalpost_0[index]) / layout.goalpost_range[index]
    return np.where(layout.shifts[index], scaled, 0.0)


def base_scores(layout: Layout, index: Ints, values: Floats) -> Floats:
    """Scores before any decay with age; `index` is the indicator column of each value.

    NaN is the recorded "never" of a decay row and scores 0; elapsed time below zero counts as zero.
    """
    return scores_at(layout, index, values, position(layout, index, values))


def scores_at(layout: Layout, index: Ints, values: Floats, at: Floats) -> Floats:
    """As `base_scores`, where the position between the goalposts is already known."""
    scores: Floats = 10.0 * np.clip(at, 0.0, 1.0)
    decays = layout.is_decay[index]
    if decays.any():
        rows = index[decays]
        elapsed = np.maximum(values[decays], 0.0) * layout.unit_days[rows]
        scores[decays] = np.nan_to_num(10.0 * np.exp2(-elapsed / layout.half_life[rows]), nan=0.0)
    kinked = layout.transform[index] == "knots"
    for row in np.unique(index[kinked]):
        knots = layout.catalogue.indicators[row].knots
        chosen = index == row
        scores[chosen] = np.interp(values[chosen], [x for x, _ in knots], [y for _, y in knots])
    return scores


def age_decay(layout: Layout, index: Ints, age: ArrayLike) -> Floats:
    """Factor a score still carries at its age in days: 2^(-age/half-life) for rates, 1 for the others."""
    ages = np.asarray(age, dtype=float)
    rates: NDArray[np.bool_] = layout.is_rate[index]
    decay: Floats = np.ones(np.broadcast(ages, rates).shape)
    if rates.any():
        decay[rates] = np.exp2(-np.broadcast_to(ages, decay.shape)[rates] / layout.half_life[index][rates])
    return decay
