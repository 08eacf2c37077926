"""The numbers of the scoring method (specification C), read from parameters.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from indicators.catalogue.errors import CatalogueError


@dataclass(frozen=True)
class Parameters:
    """Every constant of section C; shares and weights are plain numbers, scores run 0 to 10.

    Mappings keyed by level use R, P, T. `mc` holds the half-widths of the draws (C.9).
    """

    mu: Mapping[str, float]
    mu_trigger_factor: float
    alpha: float
    kappa: float
    lam: float
    floor: float
    c_factor: float
    c_max: float
    c_level: float
    min_factors: int
    delta_single: float
    delta_panel: float
    beta: float
    bands: tuple[float, ...]
    band_names: tuple[str, ...]
    hysteresis: float
    min_days_down: int
    tau0: float
    event_cut: float
    family_error: Mapping[str, float]
    missing_halfwidth: float
    missing_centre: float
    mc: Mapping[str, float]
    conf_high: float
    conf_moderate: float
    conf_level_min: float
    conf_level_w: Mapping[str, float]
    conf_parts: Mapping[str, float]
    conf_width_moderate: float
    conf_width_low: float
    disagreement_share: float
    conflict_gap: float
    grade_missing: str
    grade_monitored_zero: str
    grade_penalty: Mapping[str, float]
    election_code: str
    election_base: float
    election_slope: float
    election_unscored: float
    floor_trigger_factor: str
    trend_change: float
    trend_share: float
    profile_share: float


def read_parameters(path: Path) -> Parameters:
    """Read parameters.json; a missing, unknown or mistyped key is refused by name."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise CatalogueError(path.name, error.lineno, "", "", f"not JSON: {error.msg}") from error
    expected = {field.name: field.type for field in fields(Parameters)}
    for key in sorted(set(raw) ^ set(expected)):
        what = "unknown parameter" if key in raw else "parameter is missing"
        raise CatalogueError(path.name, 1, key, raw.get(key), what)
    values = {key: _typed(path.name, key, raw[key], str(kind)) for key, kind in expected.items()}
    if len(values["band_names"]) != len(values["bands"]) + 1:
        raise CatalogueError(path.name, 1, "bands", raw["bands"], "needs one cut point less than band names")
    return Parameters(**values)


def _typed(file: str, key: str, value: Any, kind: str) -> Any:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "float" and number:
        return float(value)
    if kind == "int" and isinstance(value, int) and number:
        return value
    if kind == "str" and isinstance(value, str):
        return value
    if kind.startswith("tuple") and isinstance(value, list):
        return tuple(value)
    if kind.startswith("Mapping") and isinstance(value, dict):
        return MappingProxyType({name: float(part) for name, part in value.items()})
    raise CatalogueError(file, 1, key, value, f"expected {kind}")
