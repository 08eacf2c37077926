"""The method, shown: indicators, factors and the UN Framework's risk factors. No query but for sources."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.catalogue import Factor, FactorWeight, IndicatorSpec, UnRiskFactor


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A field of a source that fills an indicator; a stand-in says so and brings goalposts of its own."""

    source: str
    publisher: str
    title: str
    licence: str
    redistribution: str
    field: str
    raw_unit: str
    stand_in: bool
    raw_goalpost_0: float | None
    raw_goalpost_10: float | None
    max_age_days: int
    lag_days: int
    cadence_days: int
    priority: int
    grade: str
    derivation: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Whether a profile watches the indicator, and why or why not."""

    profile: str
    member: bool
    reason: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator with its goalposts (in `spec`), sources and profiles."""

    spec: IndicatorSpec
    factor: Factor
    factor_weight: FactorWeight
    share: float
    un_risk_factors: tuple[UnRiskFactor, ...]
    series: tuple[SeriesView, ...]
    profiles: tuple[ProfileView, ...]


@dataclass(frozen=True, slots=True)
class FactorPage:
    """One factor: its indicators by level, its weight on each level, its UN risk factors."""

    factor: Factor
    weights: tuple[FactorWeight, ...]
    un_risk_factors: tuple[UnRiskFactor, ...]
    levels: tuple[tuple[str, str, tuple[IndicatorView, ...]], ...]


@dataclass(frozen=True, slots=True)
class UnFactorPage:
    """One of the fourteen UN risk factors: the factors and indicators that speak to it."""

    un_factor: UnRiskFactor
    factors: tuple[Factor, ...]
    indicators: tuple[IndicatorView, ...]


def indicator_view(code: str) -> IndicatorView:
    """One indicator; KeyError names an unknown code."""
    raise NotImplementedError


def indicator_list(*, level: str = "", factor: str = "", profile: str = "", search: str = "") -> tuple[IndicatorView, ...]:
    """Indicators in catalogue order, filtered."""
    raise NotImplementedError


def factor_page(code: str) -> FactorPage:
    """One factor; KeyError names an unknown code."""
    raise NotImplementedError


def factor_list() -> tuple[FactorPage, ...]:
    """All factors, in catalogue order."""
    raise NotImplementedError


def un_factor_page(number: int | str) -> UnFactorPage:
    """One UN risk factor, 1 to 14; KeyError names an unknown number."""
    raise NotImplementedError


def un_factor_list() -> tuple[UnFactorPage, ...]:
    """All fourteen."""
    raise NotImplementedError
