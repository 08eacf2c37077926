"""The heatmap as JSON: what the page shows, number by number. Pure: a heatmap in, plain data out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicators.exports.numbers import NOTE

if TYPE_CHECKING:
    from indicators.readers.heatmap_rows import FactorCell, Heatmap, HeatmapRow, LevelCell


def heatmap_data(heatmap: Heatmap) -> dict[str, Any]:
    """`meta`, `columns`, `data` (rows in order) and `counts` before the filters."""
    return {
        "meta": {
            "world": heatmap.query.world,
            "method": heatmap.method,
            "weights": heatmap.weights,
            "profile": heatmap.profile,
            "as_of": heatmap.run_day.isoformat(),
            "asked_as_of": heatmap.query.as_of.isoformat() if heatmap.query.as_of else None,
            "publication_dates_assumed": heatmap.dates_assumed,
            "run": heatmap.run_id,
            "note": NOTE,
            "catalogue_digest": heatmap.catalogue_digest,
            "view": heatmap.query.view,
            "filters": heatmap.query.params(),
            "total": heatmap.total,
            "counts": heatmap.counts,
        },
        "columns": [
            {"level": factor.level, "factor": factor.factor, "name": factor.name, "weight": factor.weight}
            for column in heatmap.columns
            for factor in column.factors
        ],
        "data": [_row(row, heatmap.query.level) for row in heatmap.rows],
        "links": {"next": None},
    }


def _row(row: HeatmapRow, shown: str) -> dict[str, Any]:
    return {
        "iso3": row.iso3,
        "name": row.name,
        "region": row.region,
        "subregion": row.subregion,
        "status": row.look,
        "why": row.why,
        "number": row.number,
        "number_of": row.number_of,
        "number_data_only": row.number_data_only,
        "number_adjusted": row.number_adjusted,
        "band": row.band.name if row.band else None,
        "run_band": row.run_band.name if row.run_band else None,
        "p10": row.p10,
        "p90": row.p90,
        "outside_interval": row.outside_interval,
        "trend": row.trend,
        "trend_delta": row.trend_delta,
        "sparkline": [[day.isoformat(), number] for day, number in row.sparkline],
        "levels": [_level(cell, shown) for cell in row.level_cells],
        "coverage": row.coverage,
        "confidence": row.confidence,
        "stale": row.stale,
        "late": row.late,
        "adjusted": row.adjusted,
        "floor_applied": row.floor_applied,
        "scored_on": row.scored_on.isoformat() if row.scored_on else None,
        "score": row.score_id,
        "run": row.run_id,
        "successors": list(row.successors),
    }


def _level(cell: LevelCell, shown: str) -> dict[str, Any]:
    return {
        "level": cell.level,
        "score": cell.score,
        "data_score": cell.data_score,
        "adjusted_score": cell.adjusted_score,
        "band": cell.band.name if cell.band else None,
        "state": cell.look,
        "stale": cell.stale,
        "coverage": cell.coverage,
        "catalogue_coverage": cell.catalogue_coverage,
        "factors_scored": cell.factors_scored,
        "factors": [_factor(factor) for factor in cell.factors] if shown in {"all", cell.level} else [],
    }


def _factor(cell: FactorCell) -> dict[str, Any]:
    return {
        "factor": cell.factor,
        "score": cell.score,
        "data_score": cell.data_score,
        "adjusted_score": cell.adjusted_score,
        "adjustment": cell.adjustment,
        "coverage": cell.coverage,
        "state": cell.look,
        "stale": cell.stale,
        "band": cell.band.name if cell.band else None,
    }
