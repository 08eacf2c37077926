"""The `output` of a run bundle: the keys and the rounding of the published vectors (specification C.15)."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import numpy as np

from indicators.catalogue.spec import LEVEL_NAMES, LEVELS, Catalogue
from indicators.matrix.areas import area_scores
from indicators.matrix.bands import BASE_ONLY, NOT_RATED, band_name, band_shares
from indicators.matrix.confidence import LABELS, confidence
from indicators.matrix.core import BASE_ONLY as ONLY_BASE_RATED
from indicators.matrix.core import NOT_RATED as NOTHING_RATED
from indicators.matrix.core import RATED, Result, Scored
from indicators.matrix.days import day_number, iso
from indicators.matrix.draws import percentile
from indicators.matrix.layout import Floats, Layout

DIGITS = 4
STEPS = ("base", "multiplier", "acute", "raw", "floor", "overall")


def rounded(value: float | None) -> float | None:
    """A number for output: 4 decimals, no negative zero; NaN and None are both "no number"."""
    if value is None or isnan(value):
        return None
    return round(float(value), DIGITS) + 0.0


def closed_output(entity: Mapping[str, Any], day: int, catalogue: Catalogue) -> dict[str, Any] | None:
    """The output before the first and from the second date of an entity; None while it exists."""
    begins, ends = entity.get("valid_from"), entity.get("valid_to")
    successors: list[str] = []
    if ends is not None and day >= day_number(ends):
        when = iso(day_number(ends))
        message = f"entity ended on {when}; last run before that date stays in force as history"
        successors = list(entity.get("successors") or ())
    elif begins is not None and day < day_number(begins):
        message = f"entity begins on {iso(day_number(begins))}"
    else:
        return None
    return {
        "entity": entity["id"],
        "as_of": iso(day),
        "method": catalogue.method,
        "status": "closed",
        "message": message,
        "successors": successors,
    }


def country_output(
    entity: Mapping[str, Any], scored: Scored, layout: Layout, *, seed: int, drawn: Floats | None
) -> dict[str, Any]:
    """Everything that is published of one run of one country."""
    ordered = None if drawn is None else np.sort(drawn)
    width = np.nan if ordered is None else percentile(ordered, 0.9) - percentile(ordered, 0.1)
    trust = confidence(
        scored.readings.cells,
        scored.gate,
        layout,
        width=np.array([width]),
        expert_only=np.array([bool(scored.expert_only.any())]),
    )
    coverage = rounded(trust.coverage[0])
    return {
        "entity": entity["id"],
        "name": entity.get("name", entity["id"]),
        "as_of": iso(scored.day),
        "method": layout.catalogue.method,
        "weights": layout.catalogue.weights,
        "indicators": _indicators(scored, layout),
        "factors": _factors(scored, layout),
        "levels": _levels(scored),
        "result": result_output(scored.adjusted, scored.status),
        "result_data_only": result_output(scored.data, scored.status),
        "areas": {
            area: rounded(value)
            for area, value in zip(layout.areas, area_scores(scored.readings.cells, layout)[0].tolist(), strict=True)
        },
        "coverage": coverage,
        "confidence": {
            "K": rounded(trust.k[0]),
            "coverage": coverage,
            "freshness": rounded(trust.freshness[0]),
            "source_quality": rounded(trust.source_quality[0]),
            "label": LABELS[int(trust.label[0])],
        },
        "uncertainty": None if ordered is None else _uncertainty(ordered, scored.status, seed, layout),
        "band": band_of(scored.status, float(scored.adjusted.overall.overall[0]), layout),
    }


def band_of(status: str, overall: float, layout: Layout) -> str:
    """Band of a single run, without hysteresis; a status that carries no overall has a mark instead."""
    if status == RATED:
        return band_name(overall, layout.catalogue.parameters)
    return BASE_ONLY if status == ONLY_BASE_RATED else NOT_RATED


def _indicators(scored: Scored, layout: Layout) -> list[dict[str, Any]]:
    readings = scored.readings
    scores = readings.cells.score[0].tolist()
    phi = readings.cells.phi[0].tolist()
    tau = readings.tau.tolist()
    rows: list[dict[str, Any]] = []
    for at, detail in enumerate(readings.detail):
        row: dict[str, Any] = {
            "code": layout.codes[at],
            "state": readings.state[at],
            "score": rounded(scores[at]),
            "freshness": rounded(phi[at]),
            "value": detail.value,
            "source": detail.source,
            "grade": detail.grade,
            "tau": rounded(tau[at]),
            "used": detail.used,
        }
        if detail.disagreement is not None:
            if detail.disagreement > layout.catalogue.parameters.conflict_gap:
                row["conflict"] = True
            row["alternates"] = [[name, source, rounded(score)] for name, source, score in detail.alternates]
            row["disagreement"] = rounded(detail.disagreement)
        rows.append(row)
    return rows


def _factors(scored: Scored, layout: Layout) -> list[dict[str, Any]]:
    data, adjusted = scored.data.factors[0].tolist(), scored.adjusted.factors[0].tolist()
    coverage, delta = scored.factors.coverage[0].tolist(), scored.judgement.delta[0].tolist()
    rows: list[dict[str, Any]] = []
    for at, (level, factor) in enumerate(layout.factor_keys):
        scored_by_data = not isnan(data[at])
        row: dict[str, Any] = {
            "level": level,
            "factor": factor,
            "weight": float(layout.factor_weight[at]),
            "data_score": rounded(data[at]),
            "adjusted_score": rounded(adjusted[at]),
            "coverage": rounded(coverage[at]),
            "adjustment": rounded(delta[at]) if scored_by_data else None,
        }
        if scored.expert_only[0, at]:
            row["expert_only"] = True
        rows.append(row)
    return rows


def _levels(scored: Scored) -> dict[str, dict[str, Any]]:
    gate = scored.gate
    return {
        level: {
            "score": rounded(scored.adjusted.levels[0, at]),
            "data_score": rounded(scored.data.levels[0, at]),
            "coverage": rounded(gate.coverage[0, at]),
            "factors_scored": int(gate.factors_scored[0, at]),
            "catalogue_coverage": rounded(gate.catalogue_coverage[0, at]),
        }
        for at, level in enumerate(LEVELS)
    }


def result_output(result: Result, status: str) -> dict[str, Any]:
    """Status and levels always; the steps of the combination only where something is rated."""
    row: dict[str, Any] = {"status": status}
    for at, level in enumerate(LEVELS):
        row[LEVEL_NAMES[level]] = rounded(result.levels[0, at])
    steps = result.overall
    rated = status != NOTHING_RATED
    for step in STEPS:
        row[step] = rounded(getattr(steps, step)[0]) if rated else None
    if rated:
        row["floor_applied"] = bool(steps.floor[0] > steps.raw[0])
    return row


def _uncertainty(ordered: Floats, status: str, seed: int, layout: Layout) -> dict[str, Any]:
    numbers = layout.catalogue.parameters
    rated = status == RATED
    shares = band_shares(ordered, numbers).tolist() if rated else []
    return {
        "draws": len(ordered),
        "seed": str(seed),
        "p10": rounded(percentile(ordered, 0.1)),
        "p50": rounded(percentile(ordered, 0.5)),
        "p90": rounded(percentile(ordered, 0.9)),
        "mean": rounded(float(ordered.mean())),
        "of": "overall" if rated else "base",
        "band_shares": {name: rounded(share) for name, share in zip(numbers.band_names, shares, strict=True)}
        if rated
        else None,
    }
