"""Dated events and scheduled dates (specification C.5). Ages in days, negative before the day."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from indicators.catalogue.parameters import Parameters
from indicators.matrix.layout import Flags, Floats, Ints, Layout


def half_life_at(layout: Layout, index: Ints, age: Ints) -> Floats:
    """Half-life in days that applies: ahead of a scheduled date the one before it."""
    halves: Floats = np.where(age < 0, layout.half_life_pre[index], layout.half_life[index])
    return halves


def counts(layout: Layout, index: Ints, age: Ints) -> Flags:
    """Whether an event still, or already, counts: within five half-lives, ahead only for scheduled dates."""
    cut = layout.catalogue.parameters.event_cut
    within = np.abs(age) <= cut * half_life_at(layout, index, age)
    flags: Flags = within & ((age >= 0) | layout.is_calendar[index])
    return flags


def rest(severity: ArrayLike, age: ArrayLike, half_life: ArrayLike) -> Floats:
    """What is left of a severity 0..10 after (or before) `age` days."""
    left: Floats = np.asarray(severity) * np.exp2(-np.abs(np.asarray(age, dtype=float)) / half_life)
    return left


def calm(rests: Floats) -> Floats:
    """The share of calm one event leaves; the product over events is the calm left by all."""
    left: Floats = 1.0 - rests / 10.0
    return left


def noisy_or(rests: Floats) -> float:
    """Score 0..10 of several events on one indicator; the order does not matter."""
    return float(10.0 * (1.0 - np.prod(calm(rests))))


def election_severity(numbers: Parameters, rf2: ArrayLike) -> Floats:
    """Severity of a scheduled election from the data-only proximate RF2 score; NaN is an unscored RF2."""
    scores = np.asarray(rf2, dtype=float)
    severity: Floats = np.where(
        np.isnan(scores), numbers.election_unscored, numbers.election_base + numbers.election_slope * scores
    )
    return severity


def watched(start: ArrayLike, last: ArrayLike, max_age: ArrayLike, day: ArrayLike) -> Flags:
    """Whether a feed was watched on `day`: begun, and its last heartbeat no older than the maximum age."""
    flags: Flags = (np.asarray(start) <= day) & (np.asarray(day) - np.asarray(last) <= max_age)
    return flags
