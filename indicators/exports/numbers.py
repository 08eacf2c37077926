"""The numbers of one country as a flat list, from the headline down: what HXL writes line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.readers.heatmap_rows import FactorCell, HeatmapRow

NOTE = "The index is not a probability."
FULL, DERIVED, NONE = "full", "derived", "none"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one country: the headline, a level, a factor or an indicator.

    Attributes:
        code: OVERALL or BASE, R, P, T, a factor as `P:RF4`, or an indicator's code.
        value: as published, on the indicator's scale; None where withheld or where there is no such thing.
        score: 0-10; None where there is none.
        state: why, in one word (rated, base_only, not_watched, stale…).
        low, high: 80 percent interval of the headline.
        outside: whether the headline lies outside that interval; None without one.
        withheld: "", "value" or "value and score": what the licence keeps back.
    """

    code: str
    name: str
    score: float | None
    state: str
    value: float | None = None
    freshness: float | None = None
    ref: date | None = None
    published: date | None = None
    source: str = ""
    licence: str = ""
    band: str = ""
    low: float | None = None
    high: float | None = None
    outside: bool | None = None
    withheld: str = ""


def withheld(redistribution: str) -> str:
    """What may not be passed on of a source with these terms (specification G.8)."""
    return {FULL: "", DERIVED: "value"}.get(redistribution, "value and score")


def row_numbers(row: HeatmapRow, shown: str) -> Iterator[Number]:
    """Headline, levels, and the factors of the levels that the query shows."""
    band = row.band.name if row.band else ""
    code = row.number_of.upper() or "OVERALL"
    interval = (row.p10, row.p90) if row.number is not None else (None, None)
    outside = row.outside_interval
    yield Number(code, "Index", row.number, row.look, band=band, low=interval[0], high=interval[1], outside=outside)
    for level in row.level_cells:
        band = level.band.name if level.band else ""
        yield Number(level.level, _LEVELS[level.level], level.score, _state(level.look, level.stale), band=band)
        if shown in {"all", level.level}:
            yield from (_factor(cell) for cell in level.factors)


def _factor(cell: FactorCell) -> Number:
    band = cell.band.name if cell.band else ""
    return Number(f"{cell.level}:{cell.factor}", cell.factor, cell.score, _state(cell.look, cell.stale), band=band)


def _state(look: str, stale: bool) -> str:
    return "stale" if stale and look == "scored" else look


_LEVELS = {"R": "Root causes", "P": "Proximate causes", "T": "Triggers"}
