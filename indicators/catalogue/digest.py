"""What identifies a method version: a digest over everything that enters a score, and over nothing else.

A better wording, a licence note or a new address leaves it as it is, so that runs made before can still be
explained. A weight, a goalpost, a maximum age or a parameter changes it: such a change is a new version, in a
folder of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from indicators.catalogue.parameters import Parameters
from indicators.catalogue.spec import FactorWeight, IndicatorSpec, ProfileRow, Series

# Names, units, notes, licences, references and publishers are words: they enter no score.
INDICATOR = (
    "code",
    "level",
    "factor",
    "cca_areas",
    "transform",
    "goalpost_0",
    "goalpost_10",
    "knots",
    "half_life_days",
    "half_life_pre_days",
    "max_age_days",
    "weight",
    "error_family",
)
SERIES = (
    "source",
    "indicator",
    "field",
    "stand_in",
    "raw_goalpost_0",
    "raw_goalpost_10",
    "max_age_days",
    "priority",
    "grade",
    "derivation",
)
WEIGHT = ("level", "factor", "weight", "pivotal", "weights_version")
MEMBER = ("profile", "code", "member")


def digest_of(
    *,
    parameters: Parameters,
    indicators: Iterable[IndicatorSpec],
    weights: Iterable[FactorWeight],
    grades: Mapping[str, float],
    series: Iterable[Series],
    profiles: Iterable[ProfileRow],
) -> str:
    """SHA-256 (hex) over the values as they are read, so that 1 and 1.0, or another quoting, are the same."""
    told = {
        "parameters": {field.name: _plain(getattr(parameters, field.name)) for field in fields(Parameters)},
        # The order of indicators and factors is the order of the random numbers (specification C.9).
        "indicators": _rows(indicators, INDICATOR),
        "factor_weights": _rows(weights, WEIGHT),
        "grades": dict(grades),
        "series": sorted(_rows(series, SERIES), key=str),
        "profiles": sorted(_rows(profiles, MEMBER), key=str),
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(rows: Iterable[object], names: Iterable[str]) -> list[dict[str, Any]]:
    return [{name: _plain(getattr(row, name)) for name in names} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in value}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
