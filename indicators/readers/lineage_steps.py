"""The arithmetic of one indicator in one score, step by step, as the method writes it (specification C).

The engine stores results, not its working; what stands here is recomputed with the engine's own functions from
the stored leaves, so that a reader can follow every number by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.catalogue import IndicatorSpec, load
from indicators.matrix.freshness import freshness
from indicators.matrix.layout import DAYS_IN_MONTH, DAYS_IN_YEAR
from indicators.readers.evidence_views import EventView, ObservationView
from indicators.readers.lineage_events import short
from indicators.readers.operands import MadeOf
from indicators.readers.scores import ContributionView, FactorView, LevelView, ScoreView
from indicators.readers.stand_ins import StandIn

# Days in the unit of a decaying indicator, as the method counts them.
UNIT_DAYS = {"decay_years": DAYS_IN_YEAR, "decay_months": DAYS_IN_MONTH}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic: formula id (section of the specification), inputs and result as text."""

    formula: str
    label: str
    inputs: str
    result: str

    @property
    def section(self) -> str:
        """The section of the specification; empty where the step is the file's or a derivation's."""
        return self.formula if re.fullmatch(r"[A-Z]\.\d+", self.formula) else ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands under the score of an indicator: an observation with how it was made, or events."""

    seen: ObservationView | None = None
    made: MadeOf = field(default_factory=MadeOf)
    stand_in: StandIn | None = None
    events: Sequence[EventView] = ()
    max_age: int = 0


def steps(
    score: ScoreView, factor: FactorView, item: ContributionView, spec: IndicatorSpec, leaf: Leaf
) -> tuple[Step, ...]:
    """From the raw value to the headline; a silent indicator has the steps of its factor alone."""
    level = next(lv for lv in score.levels if lv.level == factor.level)
    return (*_leaf(score, item, spec, leaf), *_above(score, level, factor))


def _leaf(score: ScoreView, item: ContributionView, spec: IndicatorSpec, leaf: Leaf) -> list[Step]:
    if item.score is None:
        return []
    if leaf.events:
        return _events(item, leaf.events)
    seen = leaf.seen
    if seen is None:
        return [Step("C.5", _("Watched, and nothing happened"), "", short(item.score))]
    found = [_raw(seen)] if seen.as_published else []
    if seen.derivation:
        found.append(_derived(seen, leaf))
    if leaf.stand_in is not None and leaf.stand_in.moved:
        found.append(_stand_in(seen, spec, leaf.stand_in))
    age = (score.as_of - seen.ref_end).days
    phi = float(freshness(age, leaf.max_age))
    found.append(Step("C.4", _("Normalised"), _goalposts(spec, seen, age), short(item.score)))
    found.append(Step("C.3", _("Freshness"), _("age %(a)d of %(m)d days") % {"a": age, "m": leaf.max_age}, short(phi)))
    return found


def _events(item: ContributionView, events: Sequence[EventView]) -> list[Step]:
    found = [
        Step("C.5", _("Severity of %(event)s") % {"event": event.title}, event.severity_formula, "")
        for event in events
        if event.severity_formula
    ]
    found += [
        Step(
            "C.5",
            _("Left of %(event)s, %(day)s") % {"event": event.title, "day": event.date.isoformat()},
            event.formula,
            short(event.rest),
        )
        for event in events
    ]
    calm = " × ".join(f"(1 − {short(event.rest)}/10)" for event in events)
    return [*found, Step("C.5", _("Combined"), f"10 × (1 − {calm})", short(item.score))]


def _raw(seen: ObservationView) -> Step:
    words = _("line %(line)d, column %(column)s, file %(file)s")
    where = words % {"line": seen.line, "column": seen.column, "file": seen.file.file_name}
    return Step("file", _("As published"), where, f"{seen.raw} {seen.raw_unit}".strip())


def _derived(seen: ObservationView, leaf: Leaf) -> Step:
    """What the derivation does, its numbers where they are stored, and its lines in any case."""
    lines = lines_words(seen)
    inputs = "; ".join(part for part in (leaf.made.arithmetic, lines) if part)
    moved = leaf.stand_in is not None and leaf.stand_in.moved
    number = leaf.stand_in.number if leaf.stand_in and moved else seen.value
    result = _("never") if seen.value is None else short(number) if number is not None else ""
    return Step(f"derive.{seen.derivation}", seen.derivation_words, inputs, result)


def lines_words(seen: ObservationView) -> str:
    """The lines behind a derived value and their file; that there is none where the file says it as a whole."""
    told = {"file": seen.file.file_name, "year": seen.ref_end.year}
    numbers = [str(line) for line in seen.input_lines or (seen.line,) if line]
    if not numbers:
        if seen.derivation == "covered_without_record":
            return _("no row for this country and %(year)s in %(file)s, which covers both") % told
        return _("%(file)s as a whole") % told
    if seen.input_lines_more:
        told["lines"] = ", ".join(numbers)
        return _("lines %(lines)s and %(n)s more of %(file)s") % (told | {"n": seen.input_lines_more})
    if len(numbers) == 1:
        return _("line %(line)s of %(file)s") % (told | {"line": numbers[0]})
    told["lines"] = _("%(first)s and %(last)s") % {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}
    return _("lines %(lines)s of %(file)s") % told


def _stand_in(seen: ObservationView, spec: IndicatorSpec, own: StandIn) -> Step:
    """From the stand-in's goalposts to the indicator's, linear in transformed units (specification C.15)."""
    ends = (own.raw_0, own.raw_10, spec.goalpost_0, spec.goalpost_10)
    raw_0, raw_10, goal_0, goal_10 = ("–" if end is None else f"{end:g}" for end in ends)
    inputs = f"{raw_0} → {goal_0}, {raw_10} → {goal_10}"
    if own.number is not None:
        t = "" if spec.transform in {"lin", "rate_lin"} else spec.transform
        number = short(own.number)
        mapped = (
            f"{_t(t, goal_0)} + ({_t(t, number)} − {_t(t, raw_0)}) / ({_t(t, raw_10)} − {_t(t, raw_0)})"
            f" × ({_t(t, goal_10)} − {_t(t, goal_0)})"
        )
        inputs += f": {mapped}"
    return Step("C.15", _("Stand-in: its own goalposts onto the indicator’s"), inputs, short(seen.value))


def _t(transform: str, number: str) -> str:
    return f"{transform}({number})" if transform else number


def _goalposts(spec: IndicatorSpec, seen: ObservationView, age: int) -> str:
    if spec.half_life_days and spec.transform in UNIT_DAYS:
        if seen.value is None:
            return _("never = 0")
        days = max(seen.value, 0.0) * UNIT_DAYS[spec.transform]
        words = _("10 × 2^(−%(days)s/%(half)s): days since, against a half-life of %(half)s days")
        return words % {"days": f"{days:.6g}", "half": f"{spec.half_life_days:g}"}
    faded = f" × 2^(−{age}/{spec.half_life_days:g})" if spec.half_life_days and spec.transform[:5] == "rate_" else ""
    value = _("never") if seen.value is None else f"{short(seen.value)} {spec.unit}"
    if spec.goalpost_0 is None or spec.goalpost_10 is None:
        return f"{value}, {spec.transform}{faded}"
    return f"{value}, {spec.transform}, 0 = {spec.goalpost_0:g}, 10 = {spec.goalpost_10:g}{faded}"


def _above(score: ScoreView, level: LevelView, factor: FactorView) -> list[Step]:
    found = []
    scored = [i for i in factor.indicators if i.score is not None and i.freshness]
    if factor.data_score is not None:
        parts = " + ".join(f"{i.weight:g}×{short(i.freshness)}×{short(i.score)}" for i in scored)
        weight = sum(i.weight * (i.freshness or 0.0) for i in scored)
        mean = f"({parts}) / {short(weight)}"
        if factor.level == "T":
            share = load().parameters.mu_trigger_factor
            top = max((i.score or 0.0 for i in scored), default=0.0)
            mean = f"{share:g} × {short(top)} + {1 - share:.2g} × {mean}"
        found.append(Step("C.6", _("Factor, data only"), mean, short(factor.data_score)))
    if factor.adjustment:
        inputs = f"{short(factor.data_score)} {factor.adjustment:+.4g}"
        found.append(Step("B.5", _("Factor, adjusted"), inputs, short(factor.adjusted_score)))
    found.append(Step("C.7", _("Level"), _level_inputs(level), short(level.adjusted_score)))
    if score.number_of:
        found.append(Step("C.8", _("Headline"), _headline_inputs(score), short(score.number)))
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
        return _("mean %(mean)s") % {"mean": short(mean)}
    words = _("max(mean %(mean)s, %(mu)s × peak %(peak)s + %(rest)s × mean)")
    mu = numbers.mu[level.level]
    return words % {"mean": short(mean), "mu": f"{mu:g}", "peak": short(max(peaks)), "rest": f"{1 - mu:.2g}"}


def _headline_inputs(score: ScoreView) -> str:
    result = score.result
    base = f"√(1+{short(result['root'])}) × √(1+{short(result['proximate'])}) − 1 = {short(result['base'])}"
    if score.number_of == "base":
        return base
    acute = f"A = {short(result['trigger'])} × {short(result['multiplier'])} = {short(result['acute'])}"
    whole = f"10 × (1 − (1 − B/10)(1 − 0.6 × A/10)) = {short(result['raw'])}"
    floor = f"; {_('floor')} {short(result['floor'])}" if result.get("floor_applied") else ""
    return f"B = {base}; {acute}; {whole}{floor}"
