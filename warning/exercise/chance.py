"""Chance without a clock or a global state: every number is named by a text and comes out the same for ever."""

from __future__ import annotations

from random import Random

SEED = "ewrm-exercise-1"


def uniform(low: float, high: float, *name: object) -> float:
    """The number in [low, high) that belongs to `name`; adding rows elsewhere never changes it."""
    # Not for secrets: this is scenery, and it must be the same on every machine.
    drawn = Random(":".join((SEED, *map(str, name)))).random()  # noqa: S311 # nosec B311
    return low + (high - low) * drawn
