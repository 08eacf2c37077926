"""How far a number can be trusted (specification C.10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.catalogue.spec import LEVELS
from indicators.matrix.factors import Cells, weighted_mean
from indicators.matrix.layout import Flags, Floats, Layout
from indicators.matrix.levels import Gates

LABELS = ("Low", "Moderate", "High")


@dataclass(frozen=True, eq=False)
class Confidence:
    """(N,) arrays; `label` counts into LABELS."""

    k: Floats
    coverage: Floats
    freshness: Floats
    source_quality: Floats
    label: np.ndarray


def confidence(cells: Cells, gate: Gates, layout: Layout, *, width: Floats, expert_only: Flags) -> Confidence:
    """K and its word; `width` (N,) is the interval from the 10th to the 90th percentile, NaN for none.

    A profile that watches little looks thin here: coverage is that of the whole catalogue (C.15).
    """
    numbers = layout.catalogue.parameters
    weight = np.where(cells.available, layout.weight, 0.0)
    held = weight.sum(axis=1)
    fresh = np.nan_to_num(weighted_mean((weight * cells.phi).sum(axis=1), held), nan=0.0)
    quality = np.nan_to_num(weighted_mean((weight * cells.quality).sum(axis=1), held), nan=0.0)
    coverage = gate.catalogue_coverage @ np.array([numbers.conf_level_w[level] for level in LEVELS])
    parts = numbers.conf_parts
    k = parts["coverage"] * coverage + parts["freshness"] * fresh + parts["source_quality"] * quality
    whole = (gate.catalogue_coverage >= numbers.conf_level_min).all(axis=1)
    label = np.where((k >= numbers.conf_high) & whole, 2, np.where(k >= numbers.conf_moderate, 1, 0))
    with np.errstate(invalid="ignore"):
        label = np.minimum(label, np.where((width > numbers.conf_width_moderate) | expert_only, 1, 2))
        label = np.minimum(label, np.where(width > numbers.conf_width_low, 0, 2))
    return Confidence(k, coverage, fresh, quality, label)
