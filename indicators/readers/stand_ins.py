"""A stand-in on its way to the indicator's scale: both pairs of goalposts, and why it may stand in at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.catalogue import IndicatorSpec, load
from indicators.derive import MILITARY_STEPS, on_indicator_scale
from indicators.models import Observation

CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class StandIn:
    """One series of series.csv that stands in for an indicator's own source.

    Attributes:
        raw_0, raw_10: its value that scores 0, and 10, in `unit`.
        number: the published value as a number; None where the stored values do not give each other.
    """

    raw_0: float | None
    raw_10: float | None
    unit: str
    reason: str
    number: float | None
    moved: bool


def stand_in_of(seen: Observation, spec: IndicatorSpec) -> StandIn | None:
    """How a stand-in's value came to the indicator's scale; None for an indicator's own source."""
    mine = (seen.source_id, spec.code)
    series = next((row for row in load().series if row.stand_in and (row.source, row.indicator) == mine), None)
    if series is None:
        return None
    number = _published(seen)
    if number is not None and seen.value is not None:
        mapped = float(on_indicator_scale(np.array([number]), series, spec)[0])
        if abs(mapped - seen.value) > CLOSE * max(1.0, abs(seen.value)):
            number = None
    return StandIn(
        raw_0=series.raw_goalpost_0,
        raw_10=series.raw_goalpost_10,
        unit=series.raw_unit,
        reason=series.reason,
        number=number,
        moved=(series.raw_goalpost_0, series.raw_goalpost_10) != (spec.goalpost_0, spec.goalpost_10),
    )


def _published(seen: Observation) -> float | None:
    """The number of the published text; a regime type is one of three steps."""
    if seen.derivation == "military_share_of_power":
        step = MILITARY_STEPS.get(seen.raw.strip())
        return None if step is None else float(step)
    if seen.derivation == "years_from_log2":
        return seen.value
    try:
        return float(seen.raw)
    except ValueError:
        return None
