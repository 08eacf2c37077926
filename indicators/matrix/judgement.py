"""Adjustments and expert-only scores that are in force on a day (specification B.5, C.15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.matrix.days import day_number
from indicators.matrix.layout import Flags, Floats, Layout


@dataclass(frozen=True, eq=False)
class Judgement:
    """(N, F) arrays, NaN where nothing is in force: `delta` in score points, `expert` a score 0..10."""

    delta: Floats
    expert: Floats

    def applied(self, data: Floats, applicable: Flags) -> tuple[Floats, Flags]:
        """Adjusted scores, and which of them stand on an expert alone.

        An adjustment needs a data score; an expert score needs an applicable factor without one.
        """
        alone = np.isnan(data) & applicable & ~np.isnan(self.expert)
        moved = np.clip(data + np.nan_to_num(self.delta), 0.0, 10.0)
        return np.where(alone, self.expert, moved), alone


def judgement(source: Mapping[str, Any], day: int, layout: Layout) -> Judgement:
    """(1, F) judgement of one country; several adjustments of a factor add up and are clipped."""
    numbers = layout.catalogue.parameters
    key = {pair: at for at, pair in enumerate(layout.factor_keys)}
    delta = np.full((1, len(key)), np.nan)
    expert = np.full((1, len(key)), np.nan)
    bound: dict[int, float] = {}
    for item in in_force(source.get("adjustments", ()), day):
        at = key[item["level"], item["factor"]]
        limit = numbers.delta_panel if item.get("panel") else numbers.delta_single
        bound[at] = max(bound.get(at, 0.0), limit)
        delta[0, at] = np.nan_to_num(delta[0, at]) + float(item["applied"])
    for at, limit in bound.items():
        delta[0, at] = min(max(float(delta[0, at]), -limit), limit)
    for item in sorted(in_force(source.get("expert_scores", ()), day), key=_seniority):
        expert[0, key[item["level"], item["factor"]]] = float(item["score"])
    return Judgement(delta, expert)


def in_force(items: Iterable[Mapping[str, Any]], day: int) -> list[Mapping[str, Any]]:
    """Items active on `day`: from the first to the last day, both included."""
    return [item for item in items if day_number(item["from"]) <= day <= day_number(item["expires"])]


def _seniority(item: Mapping[str, Any]) -> tuple[int, str]:
    """The latest start wins, then the highest id: the last one in this order."""
    return day_number(item["from"]), str(item["id"])
