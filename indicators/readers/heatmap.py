"""The heatmap's rows (see heatmap_rows.py for their shape, heatmap_query.py for the question)."""

from __future__ import annotations

from typing import Any

from indicators.readers.heatmap_query import HeatmapQuery, ParamErrors
from indicators.readers.heatmap_rows import (
    FactorCell,
    FactorColumn,
    Heatmap,
    HeatmapRow,
    LevelCell,
    LevelColumn,
)

__all__ = [
    "FactorCell",
    "FactorColumn",
    "Heatmap",
    "HeatmapQuery",
    "HeatmapRow",
    "LevelCell",
    "LevelColumn",
    "ParamErrors",
    "heatmap",
    "heatmap_stamp",
]


def heatmap_stamp(query: HeatmapQuery, user: Any) -> str:
    """What the answer depends on besides the query: two queries, for a cache look-up before the work."""
    raise NotImplementedError


def heatmap(query: HeatmapQuery, user: Any) -> Heatmap:
    """Rows for every watched country of the world, in a fixed number of queries."""
    raise NotImplementedError
