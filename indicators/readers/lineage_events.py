"""Dated events of one indicator in one score: what each was worth, what is left of it, and how (specification C.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from indicators.catalogue import IndicatorSpec, load
from indicators.matrix.layout import layout_of
from indicators.matrix.triggers import election_severity, half_life_at, rest
from indicators.models import TriggerEvent
from indicators.readers.scores import ScoreView


@dataclass(frozen=True, slots=True)
class Fading:
    """One event on the day of the score.

    Attributes:
        severity: 0-10; of an election, the one that the method computes (`severity_formula` says how).
        rest: what is left of it.  formula: q × 2^(−a/h) with its numbers, ages and half-lives in days.
    """

    severity: float
    severity_formula: str
    rest: float
    formula: str


def fadings(events: Iterable[TriggerEvent], score: ScoreView, spec: IndicatorSpec) -> dict[int, Fading]:
    """What was left of each event on the day of the score, by event id."""
    layout = layout_of(load())
    column = np.array([layout.position[spec.code]])
    found = {}
    for event in events:
        days = (score.as_of - event.date).days
        age = np.array([days])
        half = half_life_at(layout, column, age)
        severity, how = (event.severity, "") if event.severity is not None else _election(score)
        left = float(rest(severity, age, half)[0])
        formula = f"{short(severity)} × 2^(−{abs(days)}/{float(half[0]):g})"
        found[event.pk] = Fading(severity, how, left, formula)
    return found


def _election(score: ScoreView) -> tuple[float, str]:
    """(severity of a scheduled vote, how it came about) from the data-only proximate RF2."""
    rf2 = next((f.data_score for lv in score.levels for f in lv.factors if (f.level, f.factor) == ("P", "RF2")), None)
    numbers = load().parameters
    severity = float(election_severity(numbers, np.nan if rf2 is None else rf2))
    if rf2 is None:
        return severity, _("%(severity)s, because P:RF2 is not scored") % {"severity": short(severity)}
    words = _("%(base)s + %(slope)s × %(rf2)s (P:RF2, data only) = %(severity)s")
    told = {"base": f"{numbers.election_base:g}", "slope": f"{numbers.election_slope:g}"}
    return severity, words % (told | {"rf2": short(rf2), "severity": short(severity)})


def short(value: float | None) -> str:
    """Four decimals at most, as the method prints them; an en dash for none."""
    if value is None:
        return "–"
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
