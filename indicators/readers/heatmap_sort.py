"""Which rows a query keeps, and in which order they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from countries.spelling import fold
from indicators.readers.heatmap_query import HeatmapQuery
from indicators.readers.heatmap_rows import HeatmapRow

# Rated rows first, then what has a base, then what has no number, closed last.
_PLACES = {"rated": 0, "base_only": 1, "not_rated": 2, "never_scored": 3, "closed": 4}
_TREND_PLACES = {"worsening": 3, "stable": 2, "improving": 1}


def keep(row: HeatmapRow, query: HeatmapQuery) -> bool:
    """Whether the filters of the query let a row through."""
    words = fold(query.search).split() if query.search else []
    return (
        (not query.region or row.region == query.region)
        and (not query.subregion or row.subregion == query.subregion)
        and (not query.band or (row.band is not None and row.band.slug == query.band))
        and (not query.trend or row.trend == query.trend)
        and (not query.status or _has_status(row, query.status))
        and (not query.mine or row.mine)
        and all(word in row.search_text for word in words)
    )


def _has_status(row: HeatmapRow, status: str) -> bool:
    return row.look == status or (status == "not_rated" and row.look == "never_scored")


# The same two hundred names on every page.
_folded = lru_cache(maxsize=2048)(fold)


def ordered(rows: Iterable[HeatmapRow], sort: str) -> list[HeatmapRow]:
    """Rows in the order of concern, or by a column; what has no number stands last either way."""
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    by_name = sorted(rows, key=lambda row: _folded(row.name))
    if name == "country":
        return by_name[::-1] if turned else by_name
    if name == "concern":
        order = sorted(by_name, key=lambda row: (_PLACES[row.look], -(row.number or 0.0)))
        return order[::-1] if turned else order
    read = _COLUMNS[name]
    have = [row for row in by_name if read(row) is not None]
    lack = [row for row in by_name if read(row) is None]
    # Heaviest first is the natural order of a risk; the minus turns it round, the empty ones stay last.
    return sorted(have, key=lambda row: read(row) or 0.0, reverse=not turned) + lack


def _level(code: str) -> Callable[[HeatmapRow], float | None]:
    return lambda row: row.levels[code].score if code in row.levels else None


_COLUMNS: dict[str, Callable[[HeatmapRow], float | None]] = {
    "overall": lambda row: row.number,
    "root": _level("R"),
    "proximate": _level("P"),
    "trigger": _level("T"),
    "coverage": lambda row: row.coverage,
    "trend": lambda row: _TREND_PLACES.get(row.trend),
}
