"""Which states a file speaks of without naming them: no record there is a zero. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from countries import tables


def covered_states(years: Iterable[int]) -> list[tuple[str, int]]:
    """(ISO3, year) of the watched states that existed on 31 December of each year and that the Gleditsch-Ward list
    numbers as independent: UCDP and Powell and Thyne look at every one of them. Disputed territories without a
    number (Palestine) are not covered: their dead stand under another state.
    """
    numbered = _numbered()
    return [
        (row.iso3, year)
        for year in years
        for row in tables.countries()
        if row.iso3 in numbered and row.watched and row.world == "real" and row.span.holds(date(year, 12, 31))
    ]


@lru_cache(maxsize=1)
def _numbered() -> frozenset[str]:
    return frozenset(row.iso3 for row in tables.codes() if "gw" in row.schemes)
