"""How one factor of one score looks: scored, and if not, why; shared by the heatmap and the country page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class FactorLooks:
    """Looks of the factors of one score, from the states of its indicators.

    Args:
        silent: codes by state, for the indicators without a score.
        stale: codes whose reading is past its maximum age.
    """

    silent: Mapping[str, Collection[str]]
    stale: Collection[str]

    def look(self, entry: Mapping[str, Any]) -> str:
        """scored | expert | not_scored | not_watched | not_applicable (specification C.5, C.6, C.15)."""
        if entry.get("expert_only"):
            return "expert"
        if entry["data_score"] is not None:
            return "scored"
        if entry["coverage"] is not None:
            return "not_scored"
        # Nothing of it is applicable under this profile: either nobody watches it, or there is nothing to see.
        codes = factor_codes(load())[(entry["level"], entry["factor"])]
        unwatched = set(self.silent.get("not_watched", ()))
        return "not_watched" if unwatched.intersection(codes) else "not_applicable"

    def is_stale(self, entry: Mapping[str, Any]) -> bool:
        """Whether at least half of the weight behind the factor's score is past its maximum age."""
        if entry["data_score"] is None or not self.stale:
            return False
        quiet = {code for codes in self.silent.values() for code in codes}
        codes = factor_codes(load())[(entry["level"], entry["factor"])]
        scored = {code: weight for code, weight in codes.items() if code not in quiet}
        old = sum(weight for code, weight in scored.items() if code in self.stale)
        return 2 * old >= sum(scored.values()) > 0
