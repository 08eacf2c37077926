"""The heatmap as a CSV file: one row a country, in the order and with the columns of the page. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indicators.exports.cells import lines
from indicators.exports.numbers import NOTE

if TYPE_CHECKING:
    from indicators.readers.heatmap_rows import Heatmap, HeatmapRow

_BEFORE = (
    "iso3", "country", "region", "subregion", "status", "index", "index_is", "index_data_only", "index_adjusted",
    "band", "band_of_run", "p10", "p90", "outside_interval", "trend", "trend_change", "root", "root_band", "proximate",
    "proximate_band", "trigger", "trigger_band",
)  # fmt: skip
_AFTER = (
    "not_scored", "stale", "coverage", "confidence", "floor_applied", "scored_on", "run", "as_of", "asked_as_of",
    "publication_dates", "world", "profile",
    "method", "weights", "view", "note",
)  # fmt: skip


def heatmap_csv(heatmap: Heatmap) -> Iterator[str]:
    """Header and rows. An empty number is no number: `status` and `not_scored` say why, it is never a zero."""
    shown = [(factor.level, factor.factor) for column in heatmap.columns for factor in column.factors]
    header = (*_BEFORE, *(f"{level}:{factor}" for level, factor in shown), *_AFTER)
    yield from lines([header])
    yield from lines(_cells(row, heatmap, shown) for row in heatmap.rows)


def _cells(row: HeatmapRow, heatmap: Heatmap, shown: list[tuple[str, str]]) -> tuple[object, ...]:
    factors = {(cell.level, cell.factor): cell for level in row.level_cells for cell in level.factors}
    visible = [factors[key] for key in shown if key in factors]
    silent = [f"{cell.level}:{cell.factor} {cell.look}" for cell in visible if cell.score is None]
    old = [f"{cell.level}:{cell.factor}" for cell in visible if cell.stale]
    return (
        row.iso3,
        row.name,
        row.region_name,
        row.subregion_name,
        row.look,
        row.number,
        row.number_of,
        row.number_data_only,
        row.number_adjusted,
        row.band.name if row.band else "",
        row.run_band.name if row.run_band else "",
        row.p10,
        row.p90,
        row.outside_interval,
        row.trend,
        row.trend_delta,
        *_levels(row),
        *(factors[key].score if key in factors else None for key in shown),
        "; ".join(silent),
        "; ".join(old),
        row.coverage,
        row.confidence,
        row.floor_applied,
        row.scored_on,
        row.run_id,
        heatmap.run_day,
        heatmap.query.as_of,
        "some assumed" if heatmap.dates_assumed else "as published",
        heatmap.query.world,
        heatmap.profile,
        heatmap.method,
        heatmap.weights,
        heatmap.query.view,
        NOTE,
    )


def _levels(row: HeatmapRow) -> Iterator[object]:
    for level in ("R", "P", "T"):
        cell = row.levels.get(level)
        yield cell.score if cell else None
        yield cell.band.name if cell and cell.band else ""
