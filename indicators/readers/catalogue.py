"""The method, shown: indicators, factors and the UN Framework's risk factors. No query but for sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from indicators.catalogue import LEVEL_NAMES, Factor, FactorWeight, IndicatorSpec, UnRiskFactor, load
from indicators.models import Series
from indicators.readers.looks import factor_codes
from indicators.worlds import REAL


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


SeriesByCode = dict[str, list[SeriesView]]


def indicator_view(code: str, world: str = REAL) -> IndicatorView:
    """One indicator with the sources of a world; KeyError names an unknown code."""
    spec = load().by_code[code]
    return _view(spec, _series(world, [code]))


def indicator_list(
    *, level: str = "", factor: str = "", profile: str = "", search: str = "", world: str = REAL
) -> tuple[IndicatorView, ...]:
    """Indicators in catalogue order, filtered: one query.

    Args:
        profile: only those a profile watches; KeyError names an unknown one.
        search: words of code, name, unit or source field, all of which must occur.
    """
    method = load()
    outside = method.outside_profile(profile) if profile else frozenset()
    words = search.casefold().split()
    series = _series(world, None)
    return tuple(
        _view(spec, series)
        for spec in method.indicators
        if (not level or spec.level == level)
        and (not factor or spec.factor == factor)
        and spec.code not in outside
        and all(word in _searched(spec) for word in words)
    )


def _searched(spec: IndicatorSpec) -> str:
    return " ".join((spec.code, spec.name, spec.unit, spec.primary_source, spec.primary_field)).casefold()


def _view(spec: IndicatorSpec, series: SeriesByCode) -> IndicatorView:
    method = load()
    weights = {(w.level, w.factor): w for w in method.factor_weights}
    whole = sum(factor_codes(method)[(spec.level, spec.factor)].values())
    rows = {row.profile: row for row in method.profiles if row.code == spec.code}
    profiles = tuple(
        ProfileView(name, spec.code not in method.outside_profile(name), rows[name].reason if name in rows else "")
        for name in method.profile_names
    )
    return IndicatorView(
        spec=spec,
        factor=_factors()[spec.factor],
        factor_weight=weights[(spec.level, spec.factor)],
        share=spec.weight / whole,
        un_risk_factors=tuple(_un()[number] for number in spec.un_rf if number in _un()),
        series=tuple(series.get(spec.code, ())),
        profiles=profiles,
    )


def _series(world: str, codes: Collection[str] | None) -> SeriesByCode:
    rows = Series.objects.filter(source__world=world).select_related("source").order_by("indicator", "priority", "pk")
    if codes is not None:
        rows = rows.filter(indicator__in=codes)
    found: SeriesByCode = defaultdict(list)
    for row in rows:
        found[row.indicator_id].append(series_view(row))
    return found


def series_view(row: Series) -> SeriesView:
    """One series with its source joined."""
    source = row.source
    return SeriesView(
        source=source.code,
        publisher=source.publisher,
        title=source.title,
        licence=source.licence,
        redistribution=source.redistribution,
        field=row.field,
        raw_unit=row.raw_unit,
        stand_in=row.stand_in,
        raw_goalpost_0=row.raw_goalpost_0,
        raw_goalpost_10=row.raw_goalpost_10,
        max_age_days=row.max_age_days,
        lag_days=source.lag_days,
        cadence_days=source.cadence_days,
        priority=row.priority,
        grade=row.grade,
        derivation=row.derivation,
        reason=row.reason,
    )


def _factors() -> dict[str, Factor]:
    return {factor.factor: factor for factor in load().factors}


def _un() -> dict[str, UnRiskFactor]:
    return {row.un_rf: row for row in load().un_risk_factors}


def factor_page(code: str, world: str = REAL) -> FactorPage:
    """One factor: one query; KeyError names an unknown code."""
    factor = _factors()[code]
    return _factor_page(factor, _series(world, None))


def factor_list(world: str = REAL) -> tuple[FactorPage, ...]:
    """All factors in catalogue order: one query."""
    series = _series(world, None)
    return tuple(_factor_page(factor, series) for factor in load().factors)


def _factor_page(factor: Factor, series: SeriesByCode) -> FactorPage:
    method = load()
    mine = [spec for spec in method.indicators if spec.factor == factor.factor]
    levels = (
        (level, name, tuple(_view(spec, series) for spec in mine if spec.level == level))
        for level, name in LEVEL_NAMES.items()
    )
    return FactorPage(
        factor=factor,
        weights=tuple(w for w in method.factor_weights if w.factor == factor.factor),
        un_risk_factors=tuple(_un()[number] for number in factor.un_risk_factors if number in _un()),
        levels=tuple(level for level in levels if level[2]),
    )


def un_factor_page(number: int | str, world: str = REAL) -> UnFactorPage:
    """One UN risk factor, 1 to 14: one query; KeyError names an unknown number."""
    return _un_page(_un()[str(number)], _series(world, None))


def un_factor_list(world: str = REAL) -> tuple[UnFactorPage, ...]:
    """All fourteen: one query."""
    series = _series(world, None)
    return tuple(_un_page(row, series) for row in load().un_risk_factors)


def _un_page(row: UnRiskFactor, series: SeriesByCode) -> UnFactorPage:
    method = load()
    return UnFactorPage(
        un_factor=row,
        factors=tuple(factor for factor in method.factors if row.un_rf in factor.un_risk_factors),
        indicators=tuple(_view(spec, series) for spec in method.indicators if row.un_rf in spec.un_rf),
    )
