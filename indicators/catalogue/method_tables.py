"""Readers of the tables carried over from the method: indicators, factors, weights, sources, scales."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from indicators.catalogue.spec import (
    ERROR_FAMILIES,
    GOALPOST_TRANSFORMS,
    LEVELS,
    TRANSFORMS,
    Factor,
    FactorWeight,
    IndicatorSpec,
    ScaleStep,
    SourceNote,
    UnRiskFactor,
)
from indicators.catalogue.tables import Row, table

INDICATOR_COLUMNS = (
    "code,name,level,factor,secondary_factors,un_rf,un_indicator_refs,cca_areas,unit,direction,transform,"
    "goalpost_0,goalpost_10,knots,half_life_days,half_life_pre_days,norm_reason,cadence,max_age_days,weight,"
    "applicability,kind,primary_source,primary_field,alternative_sources,licence_note,stat_model,error_family"
)
POSITIVE_TRANSFORMS = frozenset({"ln", "log2"})


def read_indicators(path: Path) -> tuple[IndicatorSpec, ...]:
    """indicators.csv in file order, which is the order of the random numbers (C.9)."""
    return table(path, INDICATOR_COLUMNS, _indicator, lambda spec: spec.code)


def _indicator(row: Row) -> IndicatorSpec:
    spec = IndicatorSpec(
        code=row.required("code"),
        name=row.required("name"),
        level=row.one_of("level", LEVELS),
        factor=row.required("factor"),
        secondary_factors=row.many("secondary_factors"),
        un_rf=row.many("un_rf"),
        un_indicator_refs=row.many("un_indicator_refs"),
        cca_areas=row.many("cca_areas"),
        unit=row.required("unit"),
        direction=row.one_of("direction", ("+", "-", "hump")),
        transform=row.one_of("transform", TRANSFORMS),
        goalpost_0=row.optional_number("goalpost_0"),
        goalpost_10=row.optional_number("goalpost_10"),
        knots=_knots(row),
        half_life_days=row.optional_number("half_life_days"),
        half_life_pre_days=row.optional_number("half_life_pre_days"),
        norm_reason=row.text("norm_reason"),
        cadence=row.required("cadence"),
        max_age_days=row.days("max_age_days", least=1),
        weight=row.number("weight"),
        applicability=row.required("applicability"),
        kind=row.one_of("kind", ("auto", "analyst", "hybrid")),
        primary_source=row.required("primary_source"),
        primary_field=row.text("primary_field"),
        alternative_sources=row.text("alternative_sources"),
        licence_note=row.text("licence_note"),
        stat_model=row.flag("stat_model", yes="yes", no="no"),
        error_family=row.one_of("error_family", ERROR_FAMILIES),
    )
    _check_transform(row, spec)
    if spec.weight <= 0:
        raise row.refuse("weight", "must be above zero")
    return spec


def _knots(row: Row) -> tuple[tuple[float, float], ...]:
    try:
        points = tuple((float(x), float(y)) for x, y in (part.split(":") for part in row.many("knots")))
    except ValueError:
        raise row.refuse("knots", "must read value:score;value:score") from None
    if any(left >= right for (left, _), (right, _) in pairwise(points)):
        raise row.refuse("knots", "values must rise")
    return points


def _check_transform(row: Row, spec: IndicatorSpec) -> None:
    low, high = spec.goalpost_0, spec.goalpost_10
    if spec.transform in GOALPOST_TRANSFORMS:
        if low is None or high is None:
            raise row.refuse("goalpost_0" if low is None else "goalpost_10", "this transform needs both")
        if low == high:
            raise row.refuse("goalpost_10", "must differ from goalpost_0")
        if spec.transform in POSITIVE_TRANSFORMS and min(low, high) <= 0:
            raise row.refuse("goalpost_0" if low <= 0 else "goalpost_10", "a logarithm needs it above zero")
    if spec.transform == "knots" and len(spec.knots) < 2:
        raise row.refuse("knots", "needs at least two points")
    needs_half_life = spec.transform not in {"lin", "ln", "log2", "log10p1", "knots"}
    if needs_half_life and not (spec.half_life_days and spec.half_life_days > 0):
        raise row.refuse("half_life_days", "this transform needs a half-life above zero")
    if spec.transform == "calendar" and not (spec.half_life_pre_days and spec.half_life_pre_days > 0):
        raise row.refuse("half_life_pre_days", "a calendar row needs one above zero")


def read_factors(path: Path) -> tuple[Factor, ...]:
    """factors.csv."""
    return table(
        path,
        "factor,name,origin,un_risk_factors",
        lambda row: Factor(
            row.required("factor"), row.required("name"), row.text("origin"), row.many("un_risk_factors", ",")
        ),
        lambda factor: factor.factor,
    )


def read_factor_weights(path: Path) -> tuple[FactorWeight, ...]:
    """factor_weights.csv in file order."""

    def build(row: Row) -> FactorWeight:
        if row.number("weight") <= 0:
            raise row.refuse("weight", "must be above zero")
        return FactorWeight(
            row.one_of("level", LEVELS),
            row.required("factor"),
            row.number("weight"),
            row.flag("pivotal"),
            row.required("weights_version"),
        )

    return table(path, "level,factor,weight,pivotal,weights_version", build, lambda item: (item.level, item.factor))


def read_un_risk_factors(path: Path) -> tuple[UnRiskFactor, ...]:
    """un_risk_factors.csv."""
    return table(
        path,
        "un_rf,name_in_our_words,kind",
        lambda row: UnRiskFactor(row.required("un_rf"), row.required("name_in_our_words"), row.required("kind")),
        lambda item: item.un_rf,
    )


def read_sources(path: Path) -> tuple[SourceNote, ...]:
    """sources.csv."""

    def build(row: Row) -> SourceNote:
        column = "typical_publication_lag_days"
        lag = None if row.text(column) == "-" else row.optional_number(column)
        return SourceNote(
            row.required("source"),
            row.text("what"),
            row.text("rhythm"),
            None if lag is None else int(lag),
            row.text("revision_habit"),
            row.text("licence_note"),
            row.text("how_sure"),
        )

    columns = "source,what,rhythm,typical_publication_lag_days,revision_habit,licence_note,how_sure"
    return table(path, columns, build, lambda item: item.source)


def read_scales(path: Path) -> tuple[ScaleStep, ...]:
    """scales.csv; the note of an Admiralty grade is its quality number and must be one."""

    def build(row: Row) -> ScaleStep:
        if row.text("scale").startswith("admiralty_"):
            row.number("note")
        return ScaleStep(
            row.required("scale"),
            row.required("code"),
            row.required("label"),
            row.optional_number("low"),
            row.optional_number("high"),
            row.text("note"),
        )

    return table(path, "scale,code,label,low,high,note", build, lambda item: (item.scale, item.code))
