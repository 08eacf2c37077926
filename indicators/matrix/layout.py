"""The catalogue as arrays: one column per indicator and per factor, in the order of the random numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue.spec import (
    DECAY_TRANSFORMS,
    ERROR_FAMILIES,
    EVENT_TRANSFORMS,
    GOALPOST_TRANSFORMS,
    LEVELS,
    RATE_TRANSFORMS,
    Catalogue,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

DAYS_IN_YEAR = 365.25
DAYS_IN_MONTH = 30.4375


@dataclass(frozen=True, eq=False)
class Layout:
    """Arrays over the I indicators, the F factors and the three levels of one catalogue.

    `starts` are the columns where the factors begin; `span[f]` and `level_span[l]` are slices of columns
    (indicators of a factor, factors of a level). Goalposts are in transformed units.
    """

    catalogue: Catalogue
    codes: tuple[str, ...]
    position: dict[str, int]
    transform: NDArray[np.str_]
    goalpost_0: Floats
    goalpost_range: Floats
    half_life: Floats
    half_life_pre: Floats
    max_age: Ints
    weight: Floats
    family: Ints
    is_event: Flags
    is_calendar: Flags
    is_rate: Flags
    is_decay: Flags
    shifts: Flags
    unit_days: Floats
    starts: Ints
    span: tuple[slice, ...]
    factor_of: Ints
    factor_keys: tuple[tuple[str, str], ...]
    factor_weight: Floats
    pivotal: Flags
    factor_level: Ints
    level_span: tuple[slice, slice, slice]
    floor_factors: Flags
    mu: Floats
    election: int
    election_factor: int
    areas: tuple[str, ...]
    area_tags: Floats
    grades: dict[str, tuple[float, float]]

    @property
    def size(self) -> int:
        """Number of indicators."""
        return len(self.codes)


@lru_cache(maxsize=16)
def layout_of(catalogue: Catalogue) -> Layout:
    """Build the arrays once per catalogue object."""
    specs, weights, numbers = catalogue.indicators, catalogue.factor_weights, catalogue.parameters
    keys = tuple((item.level, item.factor) for item in weights)
    factor_of = np.array([keys.index((spec.level, spec.factor)) for spec in specs], dtype=np.int64)
    starts = np.searchsorted(factor_of, np.arange(len(keys)))
    ends = [*starts[1:].tolist(), len(specs)]
    factor_level = np.array([LEVELS.index(level) for level, _ in keys], dtype=np.int64)
    level_at = [int(np.searchsorted(factor_level, n)) for n in range(4)]
    pivotal = np.array([item.pivotal for item in weights])
    transform = np.array([spec.transform for spec in specs])
    low = _transformed(transform, [spec.goalpost_0 for spec in specs])
    high = _transformed(transform, [spec.goalpost_10 for spec in specs])
    areas = sorted({area for spec in specs for area in spec.cca_areas}, key=lambda area: int(area[1:]))
    return Layout(
        catalogue=catalogue,
        codes=tuple(spec.code for spec in specs),
        position=dict(catalogue.position),
        transform=transform,
        goalpost_0=low,
        goalpost_range=np.where(high == low, 1.0, high - low),
        half_life=_numbers([spec.half_life_days for spec in specs]),
        half_life_pre=_numbers([spec.half_life_pre_days or spec.half_life_days for spec in specs]),
        max_age=np.array([spec.max_age_days for spec in specs], dtype=np.int64),
        weight=_numbers([spec.weight for spec in specs]),
        family=np.array([ERROR_FAMILIES.index(spec.error_family) for spec in specs], dtype=np.int64),
        is_event=np.isin(transform, list(EVENT_TRANSFORMS)),
        is_calendar=transform == "calendar",
        is_rate=np.isin(transform, list(RATE_TRANSFORMS)),
        is_decay=np.isin(transform, list(DECAY_TRANSFORMS)),
        shifts=np.isin(transform, list(GOALPOST_TRANSFORMS)),
        unit_days=np.where(transform == "decay_years", DAYS_IN_YEAR, DAYS_IN_MONTH),
        starts=starts,
        span=tuple(slice(int(a), int(b)) for a, b in zip(starts, ends, strict=True)),
        factor_of=factor_of,
        factor_keys=keys,
        factor_weight=_numbers([item.weight for item in weights]),
        pivotal=pivotal,
        factor_level=factor_level,
        level_span=(
            slice(level_at[0], level_at[1]),
            slice(level_at[1], level_at[2]),
            slice(level_at[2], level_at[3]),
        ),
        floor_factors=np.array(
            [
                (level == "P" and bool(pivotal[n])) or (level, factor) == ("T", numbers.floor_trigger_factor)
                for n, (level, factor) in enumerate(keys)
            ]
        ),
        mu=_numbers([numbers.mu[level] for level in LEVELS]),
        election=catalogue.position[numbers.election_code],
        election_factor=keys.index(("P", catalogue.by_code[numbers.election_code].factor)),
        areas=tuple(areas),
        area_tags=np.array(
            [[spec.level != "T" and area in spec.cca_areas for area in areas] for spec in specs], dtype=float
        ),
        grades=_grades(catalogue),
    )


def _numbers(values: list[float] | list[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _transformed(transform: NDArray[np.str_], goalposts: list[float | None]) -> Floats:
    """T of the goalposts; rows without goalposts get zero, which no formula reads."""
    values = np.nan_to_num(_numbers(goalposts))
    return np.select(
        [transform == "ln", transform == "log2", np.isin(transform, ["log10p1", "rate_log10p1"])],
        [
            np.log(np.where(transform == "ln", values, 1.0)),
            np.log2(np.where(transform == "log2", values, 1.0)),
            np.log10(1.0 + np.maximum(values, 0.0)),
        ],
        values,
    )


def _grades(catalogue: Catalogue) -> dict[str, tuple[float, float]]:
    """Source quality (C.10) and error penalty (C.9) of every grade."""
    quality, penalty = catalogue.grade_quality, catalogue.parameters.grade_penalty
    return {
        letter + digit: (sqrt(quality[letter] * quality[digit]), max(penalty[letter], penalty[digit]))
        for letter in "ABCDEF"
        for digit in "123456"
    }
