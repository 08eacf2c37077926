"""How one factor of one score looks: scored, and if not, why; shared by the heatmap and the country page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from indicators.catalogue import Catalogue, load

FactorKey = tuple[str, str]


@lru_cache(maxsize=2)
def factor_codes(method: Catalogue) -> dict[FactorKey, dict[str, float]]:
    """Indicator weights by code, by (level, factor)."""
    found: dict[FactorKey, dict[str, float]] = {}
    for spec in method.indicators:
        found.setdefault((spec.level, spec.factor), {})[spec.code] = spec.weight
    return found


class FactorLooks:
    """Looks of the factors of one score, from the states of its indicators."""

    __slots__ = ("_old", "_unwatched")

    def __init__(self, silent: Mapping[str, Collection[str]], stale: Collection[str]) -> None:
        """Sort the codes once, for all factors.

        Args:
            silent: codes by state, for the indicators without a score.
            stale: codes whose reading is past its maximum age.
        """
        places = code_factors(load())
        self._unwatched = frozenset(places[code] for code in silent.get("not_watched", ()) if code in places)
        self._old = _old_factors(silent, stale) if stale else frozenset()

    def look(self, entry: Mapping[str, Any]) -> str:
        """scored | expert | not_scored | not_watched | not_applicable (specification C.5, C.6, C.15)."""
        if entry["data_score"] is not None:
            return "scored"
        # An expert's score stands only where the data have none (C.15).
        if entry.get("expert_only"):
            return "expert"
        if entry["coverage"] is not None:
            return "not_scored"
        # Nothing of the factor is applicable under this profile: either nobody watches it, or nothing can be seen.
        return "not_watched" if (entry["level"], entry["factor"]) in self._unwatched else "not_applicable"

    def is_stale(self, entry: Mapping[str, Any]) -> bool:
        """Whether at least half of the weight behind the factor's score is past its maximum age."""
        if not self._old or entry["data_score"] is None:
            return False
        return (entry["level"], entry["factor"]) in self._old


def _old_factors(silent: Mapping[str, Collection[str]], stale: Collection[str]) -> frozenset[FactorKey]:
    """Factors whose readings are, by half of their weight or more, past their maximum age."""
    method = load()
    quiet = {code for codes in silent.values() for code in codes}
    places = code_factors(method)
    found = set()
    for key in {places[code] for code in stale if code in places}:
        scored = {code: weight for code, weight in factor_codes(method)[key].items() if code not in quiet}
        old = sum(weight for code, weight in scored.items() if code in stale)
        if 2 * old >= sum(scored.values()) > 0:
            found.add(key)
    return frozenset(found)


@lru_cache(maxsize=2)
def code_factors(method: Catalogue) -> dict[str, FactorKey]:
    """(level, factor) of every indicator."""
    return {spec.code: (spec.level, spec.factor) for spec in method.indicators}
