"""The rule that binds whoever draws up a profile (specification C.15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from indicators.catalogue.spec import IndicatorSpec

FactorKey = tuple[str, str]


def factor_shares(indicators: Iterable[IndicatorSpec], members: Collection[str]) -> dict[FactorKey, float]:
    """Share of each (level, factor)'s catalogue weight that `members` carry, in catalogue order."""
    whole: dict[FactorKey, float] = {}
    held: dict[FactorKey, float] = {}
    for spec in indicators:
        key = (spec.level, spec.factor)
        whole[key] = whole.get(key, 0.0) + spec.weight
        held[key] = held.get(key, 0.0) + (spec.weight if spec.code in members else 0.0)
    return {key: held[key] / whole[key] for key in whole}


def thin_factors(indicators: Iterable[IndicatorSpec], members: Collection[str], share: float) -> dict[FactorKey, float]:
    """Factors that hold some weight, but less than `share` of it: a profile must not list them."""
    return {key: held for key, held in factor_shares(indicators, members).items() if 0 < held < share}


def profile_factors(
    indicators: Iterable[IndicatorSpec], members: Collection[str], share: float
) -> tuple[frozenset[str], dict[FactorKey, float]]:
    """Draw up a profile: the codes that may be members, and the factors dropped with the share they held."""
    specs = tuple(indicators)
    dropped = thin_factors(specs, members, share)
    kept = frozenset(spec.code for spec in specs if spec.code in members and (spec.level, spec.factor) not in dropped)
    return kept, dropped
