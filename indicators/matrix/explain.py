"""Why a number is what it is: contributions of levels, factors and indicators that add up exactly.

The way down (our own definition; the method fixes the numbers, not their attribution):

* overall and base to levels: the Shapley value of the combination, a level outside a coalition standing at
  zero. It is the only attribution that is symmetric in root and proximate, gives a calm level nothing and
  leaves no rest. What the no-masking floor adds belongs to the factor that carries the floor.
* level to factors, factor to indicators: both are linear, so each part is weight times score; the share of
  the peak, and in trigger factors of the largest score, goes to its holder (the first of equals).
* judgement stands beside the indicators of its factor: what it moved after clipping.

Everything is cut in units of 0.0001 by largest remainder, so the printed parts add up to the printed number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np

from indicators.catalogue.parameters import Parameters
from indicators.catalogue.spec import LEVEL_NAMES, LEVELS, Catalogue
from indicators.matrix.layout import Layout, layout_of
from indicators.matrix.overall import combine

UNITS = 10_000


def split(total: float, parts: Sequence[float]) -> list[float]:
    """Cut `total` in proportion to `parts` (none negative) in units of 0.0001, so that the cuts add up to it.

    Units left over go to the largest remainders, the first of equals. Without any positive part the first
    part takes all, so that nothing is lost.
    """
    units = round(total * UNITS)
    weights = [max(part, 0.0) for part in parts]
    whole = sum(weights)
    if not weights:
        return []
    if whole <= 0:
        return [units / UNITS, *([0.0] * (len(weights) - 1))]
    exact = [units * weight / whole for weight in weights]
    floor = [int(np.floor(value)) for value in exact]
    order = sorted(range(len(exact)), key=lambda at: (floor[at] - exact[at], at))
    for at in order[: units - sum(floor)]:
        floor[at] += 1
    return [value / UNITS for value in floor]


def shapley(levels: Mapping[str, float], of: str, numbers: Parameters) -> dict[str, float]:
    """Shapley value of each level in the raw overall, or in the base; levels absent from a coalition are 0."""

    def worth(present: tuple[str, ...]) -> float:
        at = [np.array(levels[level] if level in present else 0.0) for level in LEVELS]
        steps = combine((at[0], at[1], at[2]), np.array(0.0), numbers)
        return float(steps.base if of == "base" else steps.raw)

    players = tuple(levels)
    count = len(players)
    values: dict[str, float] = {}
    for player in players:
        others = [other for other in players if other != player]
        value = 0.0
        for size in range(count):
            share = factorial(size) * factorial(count - size - 1) / factorial(count)
            for group in combinations(others, size):
                value += share * (worth((*group, player)) - worth(group))
        values[player] = value
    return values


def explain(
    output: Mapping[str, Any], *, catalogue: Catalogue, of: str | None = None, data_only: bool = False
) -> dict[str, Any] | None:
    """Contributions to the `overall` or `base` of one output; by default the overall, else the base.

    None where that number does not exist. Levels hold their factors, factors their indicators and their
    judgement; `contribution` is in score points of the number explained.
    """
    layout = layout_of(catalogue)
    result = output.get("result_data_only" if data_only else "result")
    if result is None:
        return None
    name = of or ("overall" if result["overall"] is not None else "base")
    if result[name] is None:
        return None
    numbers = catalogue.parameters
    players = {level: result[LEVEL_NAMES[level]] for level in (LEVELS if name == "overall" else LEVELS[:2])}
    parts = shapley(players, name, numbers)
    lift = max(0.0, result["floor"] - result["raw"]) if name == "overall" else 0.0
    cut = split(result[name], [*parts.values(), lift])
    rows = _factor_rows(output, data_only)
    levels = [_level(level, cut[at], rows, output, layout) for at, level in enumerate(players)]
    answer: dict[str, Any] = {"of": name, "value": result[name], "data_only": data_only, "levels": levels}
    if lift > 0:
        answer["floor"] = _floor(cut[-1], rows, output, layout)
    return answer


def leaves(explanation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lowest contributions as flat rows (level, factor, code or None, kind, contribution)."""
    found: list[dict[str, Any]] = []
    factors = [factor for level in explanation["levels"] for factor in level["factors"]]
    if "floor" in explanation:
        factors.append({**explanation["floor"], "through": "floor"})
    for factor in factors:
        place = {"level": factor["level"], "factor": factor["factor"], "through": factor.get("through", "level")}
        for leaf in factor["parts"]:
            found.append({**place, **leaf})
    return found


def _factor_rows(output: Mapping[str, Any], data_only: bool) -> list[dict[str, Any]]:
    """The scored factors of the output with the score that is explained."""
    key = "data_score" if data_only else "adjusted_score"
    return [{**row, "score": row[key]} for row in output["factors"] if row[key] is not None]


def _level(
    level: str, total: float, rows: list[dict[str, Any]], output: Mapping[str, Any], layout: Layout
) -> dict[str, Any]:
    here = [row for row in rows if row["level"] == level]
    whole = sum(row["weight"] for row in here)
    mean = sum(row["weight"] * row["score"] for row in here) / whole
    peak = _largest(row for row in here if _may_peak(row, layout, pivotal=True))
    share = layout.catalogue.parameters.mu[level] if peak and peak["score"] > mean else 0.0
    parts = [
        (1 - share) * row["weight"] * row["score"] / whole + (share * row["score"] if row is peak else 0.0)
        for row in here
    ]
    factors = [
        _factor(row, cut, output, layout) | {"is_peak": share > 0 and row is peak}
        for row, cut in zip(here, split(total, parts), strict=True)
    ]
    return {"level": level, "contribution": total, "factors": factors}


def _floor(total: float, rows: list[dict[str, Any]], output: Mapping[str, Any], layout: Layout) -> dict[str, Any]:
    """The factor that carries the floor, with what the floor adds above the combination."""
    bearer = _largest(row for row in rows if _may_peak(row, layout, pivotal=False))
    if bearer is None:
        raise ValueError(f"output of {output['entity']} applies a floor that no factor carries")
    return _factor(bearer, total, output, layout)


def _may_peak(row: Mapping[str, Any], layout: Layout, *, pivotal: bool) -> bool:
    at = layout.factor_keys.index((row["level"], row["factor"]))
    allowed = layout.pivotal[at] if pivotal else layout.floor_factors[at]
    enough = row["coverage"] is not None and row["coverage"] >= layout.catalogue.parameters.c_max
    return bool(allowed) and enough and row["data_score"] is not None


def _largest(rows: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    best: dict[str, Any] | None = None
    for row in rows:
        if best is None or row["score"] > best["score"]:
            best = row
    return best


def _factor(row: Mapping[str, Any], total: float, output: Mapping[str, Any], layout: Layout) -> dict[str, Any]:
    """One factor: its indicators and what judgement moved; a downward judgement has a negative part."""
    answer = {"level": row["level"], "factor": row["factor"], "score": row["score"], "contribution": total}
    if row["data_score"] is None:
        leaf = {"code": None, "kind": "expert", "score": row["score"], "contribution": total}
        return answer | {"parts": [leaf]}
    moved = row["score"] - row["data_score"]
    own = round(total * row["data_score"] / row["score"], 4) if row["score"] > 0 else total
    parts = _indicators(row, own, output, layout)
    if moved:
        judged = round(total - own, 4)
        parts.append({"code": None, "kind": "adjustment", "score": round(moved, 4), "contribution": judged})
    return answer | {"parts": parts}


def _indicators(
    row: Mapping[str, Any], total: float, output: Mapping[str, Any], layout: Layout
) -> list[dict[str, Any]]:
    at = layout.factor_keys.index((row["level"], row["factor"]))
    span = layout.span[at]
    scored: list[tuple[dict[str, Any], float]] = [
        (line, float(layout.weight[column] * line["freshness"]))
        for column, line in zip(range(span.start, span.stop), output["indicators"][span], strict=True)
        if line["score"] is not None
    ]
    whole = sum(weight for _, weight in scored)
    share = layout.catalogue.parameters.mu_trigger_factor if row["level"] == "T" else 0.0
    top = _largest(line for line, _ in scored)
    parts = [
        (1 - share) * weight * line["score"] / whole + (share * line["score"] if line is top else 0.0)
        for line, weight in scored
    ]
    return [
        {"code": line["code"], "kind": "indicator", "score": line["score"], "contribution": cut}
        for (line, _), cut in zip(scored, split(total, parts), strict=True)
    ]
