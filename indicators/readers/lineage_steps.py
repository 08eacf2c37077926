"""The arithmetic of one indicator in one score, step by step, as the method writes it (specification C).

The engine stores results, not its working; what stands here is recomputed with the engine's own functions from
the stored leaves, so that a reader can follow every number by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from indicators.catalogue import IndicatorSpec, load
from indicators.matrix.freshness import freshness
from indicators.matrix.layout import layout_of
from indicators.matrix.triggers import election_severity, half_life_at, rest
from indicators.models import TriggerEvent
from indicators.readers.evidence_views import ObservationView
from indicators.readers.scores import ContributionView, FactorView, LevelView, ScoreView


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic: formula id (section of the specification), inputs and result as text."""

    formula: str
    label: str
    inputs: str
    result: str


def event_rests(events: Iterable[TriggerEvent], score: ScoreView, spec: IndicatorSpec) -> dict[int, float]:
    """What was left of each event's severity on the day of the score (C.5), by event id."""
    layout = layout_of(load())
    column = np.array([layout.position[spec.code]])
    rests = {}
    for event in events:
        age = np.array([(score.as_of - event.date).days])
        severity = event.severity if event.severity is not None else _election(score)
        rests[event.pk] = float(rest(severity, age, half_life_at(layout, column, age))[0])
    return rests


def _election(score: ScoreView) -> float:
    rf2 = next((f.data_score for lv in score.levels for f in lv.factors if (f.level, f.factor) == ("P", "RF2")), None)
    return float(election_severity(load().parameters, np.nan if rf2 is None else rf2))


def steps(
    score: ScoreView,
    factor: FactorView,
    item: ContributionView,
    spec: IndicatorSpec,
    seen: ObservationView | None,
    max_age: int,
    rests: list[float],
) -> tuple[Step, ...]:
    """From the raw value to the headline; a silent indicator has the steps of its factor alone."""
    level = next(lv for lv in score.levels if lv.level == factor.level)
    return (*_leaf(score, item, spec, seen, max_age, rests), *_above(score, level, factor))


def _leaf(
    score: ScoreView,
    item: ContributionView,
    spec: IndicatorSpec,
    seen: ObservationView | None,
    max_age: int,
    rests: list[float],
) -> list[Step]:
    if item.score is None:
        return []
    if rests:
        left = " · ".join(_n(value) for value in rests)
        return [
            Step("C.5", _("What is left of each event"), left, ""),
            Step("C.5", _("Combined"), f"10 × (1 − ∏(1 − {_('rest')}/10))", _n(item.score)),
        ]
    if seen is None:
        return [Step("C.5", _("Watched, and nothing happened"), "", _n(item.score))]
    found = [_raw(seen)] if seen.raw else []
    if seen.derivation:
        lines = ";".join(str(line) for line in seen.input_lines)
        found.append(Step(f"derive.{seen.derivation}", seen.derivation_words, lines, _n(seen.value)))
    age = (score.as_of - seen.ref_end).days
    phi = float(freshness(age, max_age))
    found.append(Step("C.4", _("Normalised"), _goalposts(spec, seen), _n(item.score)))
    found.append(Step("C.3", _("Freshness"), _("age %(a)d of %(m)d days") % {"a": age, "m": max_age}, _n(phi)))
    return found


def _raw(seen: ObservationView) -> Step:
    where = _("line %(line)d, column %(column)s") % {"line": seen.line, "column": seen.column}
    return Step("file", _("As published"), where, f"{seen.raw} {seen.raw_unit}".strip())


def _goalposts(spec: IndicatorSpec, seen: ObservationView) -> str:
    value = _("never") if seen.value is None else f"{_n(seen.value)} {spec.unit}"
    if spec.goalpost_0 is None or spec.goalpost_10 is None:
        half = f", {_('half-life')} {spec.half_life_days:g} d" if spec.half_life_days else ""
        return f"{value}, {spec.transform}{half}"
    return f"{value}, {spec.transform}, 0 = {spec.goalpost_0:g}, 10 = {spec.goalpost_10:g}"


def _above(score: ScoreView, level: LevelView, factor: FactorView) -> list[Step]:
    found = []
    scored = [i for i in factor.indicators if i.score is not None and i.freshness]
    if factor.data_score is not None:
        parts = " + ".join(f"{i.weight:g}×{_n(i.freshness)}×{_n(i.score)}" for i in scored)
        weight = sum(i.weight * (i.freshness or 0.0) for i in scored)
        mean = f"({parts}) / {_n(weight)}"
        if factor.level == "T":
            share = load().parameters.mu_trigger_factor
            top = max((i.score or 0.0 for i in scored), default=0.0)
            mean = f"{share:g} × {_n(top)} + {1 - share:.2g} × {mean}"
        found.append(Step("C.6", _("Factor, data only"), mean, _n(factor.data_score)))
    if factor.adjustment:
        inputs = f"{_n(factor.data_score)} {factor.adjustment:+.4g}"
        found.append(Step("B.5", _("Factor, adjusted"), inputs, _n(factor.adjusted_score)))
    found.append(Step("C.7", _("Level"), _level_inputs(level), _n(level.adjusted_score)))
    if score.number_of:
        found.append(Step("C.8", _("Headline"), _headline_inputs(score), _n(score.number)))
    return found


def _level_inputs(level: LevelView) -> str:
    scored = [f for f in level.factors if f.adjusted_score is not None]
    weight = sum(f.weight for f in scored)
    if not weight:
        return ""
    mean = sum(f.weight * (f.adjusted_score or 0.0) for f in scored) / weight
    numbers = load().parameters
    peaks = [
        f.adjusted_score or 0.0 for f in scored if f.pivotal and f.coverage >= numbers.c_max and f.look == "scored"
    ]
    if not peaks:
        return _("mean %(mean)s") % {"mean": _n(mean)}
    words = _("max(mean %(mean)s, %(mu)s × peak %(peak)s + %(rest)s × mean)")
    mu = numbers.mu[level.level]
    return words % {"mean": _n(mean), "mu": f"{mu:g}", "peak": _n(max(peaks)), "rest": f"{1 - mu:.2g}"}


def _headline_inputs(score: ScoreView) -> str:
    result = score.result
    base = f"√(1+{_n(result['root'])}) × √(1+{_n(result['proximate'])}) − 1 = {_n(result['base'])}"
    if score.number_of == "base":
        return base
    acute = f"A = {_n(result['trigger'])} × {_n(result['multiplier'])} = {_n(result['acute'])}"
    whole = f"10 × (1 − (1 − B/10)(1 − 0.6 × A/10)) = {_n(result['raw'])}"
    floor = f"; {_('floor')} {_n(result['floor'])}" if result.get("floor_applied") else ""
    return f"B = {base}; {acute}; {whole}{floor}"


def _n(value: float | None) -> str:
    """Four decimals at most, as the method prints them."""
    if value is None:
        return "–"
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
