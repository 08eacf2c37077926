"""How a reading becomes a score, as a small curve: the engine's own arithmetic at points along the scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.catalogue import IndicatorSpec, load
from indicators.charts import curve_points
from indicators.matrix.layout import DAYS_IN_MONTH, DAYS_IN_YEAR, layout_of
from indicators.matrix.normalise import base_scores
from indicators.numerals import quantity_text
from indicators.words import number

WIDTH, HEIGHT = 240.0, 90.0
_STEPS = 61
# A decaying score is drawn over so many half-lives; an event over five, when it is dropped.
_HALF_LIVES = 5.0


@dataclass(frozen=True, slots=True)
class Curve:
    """SVG points in a box WIDTH x HEIGHT, what the ends of the axis are called, and a few points as a table."""

    points: str
    low: str
    high: str
    unit: str
    rows: tuple[tuple[str, str], ...]
    mark: tuple[float, float] | None
    width: float = WIDTH
    height: float = HEIGHT


def curve(spec: IndicatorSpec, value: float | None = None) -> Curve:
    """The curve of an indicator; `value`, on its scale, is marked where it lies on the drawn stretch."""
    if spec.counts_events:
        return _fading(spec)
    low, high = _stretch(spec)
    values = np.linspace(low, high, _STEPS)
    scores = _scores(spec, values)
    places = (values - low) / (high - low)
    picked = np.linspace(low, high, 5)
    rows = tuple(
        (quantity_text(float(v)), number(float(s))) for v, s in zip(picked, _scores(spec, picked), strict=True)
    )
    mark = None
    if value is not None and low <= value <= high:
        score = float(_scores(spec, np.array([value]))[0])
        mark = (round((value - low) / (high - low) * WIDTH, 1), round(HEIGHT - score / 10 * HEIGHT, 1))
    return Curve(
        curve_points(list(zip(places.tolist(), scores.tolist(), strict=True)), WIDTH, HEIGHT),
        quantity_text(low),
        quantity_text(high),
        spec.unit,
        rows,
        mark,
    )


def _scores(spec: IndicatorSpec, values: np.ndarray) -> np.ndarray:
    layout = layout_of(load())
    index = np.full(values.shape, layout.position[spec.code], dtype=np.int64)
    return base_scores(layout, index, values.astype(float))


def _stretch(spec: IndicatorSpec) -> tuple[float, float]:
    """The values drawn: between the goalposts and a tenth beyond, or as far as knots and half-lives go."""
    if spec.knots:
        return spec.knots[0][0], spec.knots[-1][0]
    if spec.takes_never:
        unit = DAYS_IN_YEAR if spec.transform == "decay_years" else DAYS_IN_MONTH
        return 0.0, _HALF_LIVES * float(spec.half_life_days or 0) / unit
    ends = sorted((float(spec.goalpost_0 or 0), float(spec.goalpost_10 or 0)))
    margin = (ends[1] - ends[0]) / 10
    least = 0.0 if ends[0] >= 0 else -np.inf
    return max(least, ends[0] - margin), ends[1] + margin


def _fading(spec: IndicatorSpec) -> Curve:
    """What is left of an event of severity 10: before a date ahead (calendar) and after it."""
    after = float(spec.half_life_days or 0)
    before = float(spec.half_life_pre_days or 0) if spec.transform == "calendar" else 0.0
    days = np.linspace(-_HALF_LIVES * before, _HALF_LIVES * after, _STEPS)
    halves = np.where(days < 0, np.abs(days) / (before or 1.0), days / after)
    scores = 10.0 * np.exp2(-halves)
    places = (days - days[0]) / (days[-1] - days[0])
    picked = np.linspace(days[0], days[-1], 5)
    rest = 10.0 * np.exp2(-np.where(picked < 0, np.abs(picked) / (before or 1.0), picked / after))
    return Curve(
        curve_points(list(zip(places.tolist(), scores.tolist(), strict=True)), WIDTH, HEIGHT),
        f"{days[0]:.0f}",
        f"{days[-1]:.0f}",
        "d",
        tuple(
            (quantity_text(float(round(day))), number(float(score))) for day, score in zip(picked, rest, strict=True)
        ),
        None,
    )
