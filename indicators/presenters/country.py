"""The levels, factors and indicators of a country's score, in words and looks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.numerals import quantity_text
from indicators.readers.scores import ContributionView, FactorView, ScoreView
from indicators.words import (
    FACTOR_LOOKS,
    LEVEL_CAUSES,
    factor_word,
    number,
    percent,
    signed,
    state_word,
    unit_word,
)


@dataclass(frozen=True, slots=True)
class Box:
    """One factor in the small matrix: a link down to where it is explained."""

    anchor: str
    name: str
    text: str
    look: str
    word: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator below its factor."""

    code: str
    name: str
    score: str
    look: str
    value: str
    unit: str
    state: str
    quiet: bool
    period: str
    source: str
    freshness: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One factor with its indicators."""

    anchor: str
    factor: str
    short: str
    name: str
    look: str
    word: str
    data: str
    adjusted: str
    adjustment: str
    weight: str
    pivotal: bool
    coverage: float
    coverage_text: str
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class LevelBlock:
    """One level with its factors."""

    level: str
    cause: str
    look: str
    word: str
    data: str
    adjusted: str
    coverage: str
    catalogue_coverage: str
    scored: str
    boxes: tuple[Box, ...]
    factors: tuple[FactorRow, ...]


def level_blocks(score: ScoreView) -> tuple[LevelBlock, ...]:
    """Root, proximate and trigger with every factor and indicator, in catalogue order."""
    blocks = []
    for level in score.levels:
        factors = tuple(_factor_row(factor) for factor in level.factors)
        look, word = ("nr", _("Not rated")) if level.band is None else (f"b{level.band.position}", level.band.label)
        blocks.append(
            LevelBlock(
                level=level.level,
                cause=str(LEVEL_CAUSES[level.level]),
                look=look,
                word=word,
                data=number(level.data_score),
                adjusted=number(level.adjusted_score),
                coverage=percent(level.coverage),
                catalogue_coverage=percent(level.catalogue_coverage),
                scored=_("%(scored)s of %(all)s") % {"scored": level.factors_scored, "all": len(level.factors)},
                boxes=tuple(Box(row.anchor, row.short, row.adjusted, row.look, row.word) for row in factors),
                factors=factors,
            )
        )
    return tuple(blocks)


def _factor_row(factor: FactorView) -> FactorRow:
    if factor.adjusted_score is None or factor.band is None:
        word = str(FACTOR_LOOKS.get(factor.look, FACTOR_LOOKS["not_scored"]))
        look = {"not_watched": "nw", "not_applicable": "na"}.get(factor.look, "nr")
    else:
        look, word = f"b{factor.band.position}", factor.band.label
        if factor.stale:
            look, word = f"{look} stale", _("%(band)s, stale") % {"band": word}
        if factor.look == "expert":
            look, word = f"{look} ex", _("%(band)s, by expert judgement only") % {"band": word}
    return FactorRow(
        anchor=f"{factor.level}-{factor.factor}",
        factor=factor.factor,
        short=factor_word(factor.level, factor.factor),
        name=factor.name,
        look=look,
        word=word,
        data=number(factor.data_score),
        adjusted=number(factor.adjusted_score),
        adjustment="" if not factor.adjustment else signed(factor.adjustment),
        weight=quantity_text(factor.weight),
        pivotal=factor.pivotal,
        coverage=factor.coverage,
        coverage_text=percent(factor.coverage),
        indicators=tuple(indicator_row(row) for row in factor.indicators),
    )


def indicator_row(row: ContributionView) -> IndicatorRow:
    """One indicator in words; a silent one says which silence it is."""
    marks = []
    if row.stand_in:
        marks.append(_("stand-in"))
    if row.conflict:
        marks.append(_("sources conflict"))
    stale = row.state == "stale"
    if row.state == "monitored_zero":
        value = _("nothing happened")
    elif row.events:
        value = ngettext("%(n)s event", "%(n)s events", len(row.events)) % {"n": len(row.events)}
    elif row.value is None:
        value = _("never") if row.score is not None and not row.events else ""
    else:
        value = quantity_text(row.value)
    return IndicatorRow(
        code=row.code,
        name=row.name,
        score=number(row.score),
        look="stale" if stale else "",
        value=value,
        unit=unit_word(row.unit, row.value) if row.value is not None and not row.events else "",
        state=state_word(row.state),
        quiet=row.score is None,
        period=row.ref_end.isoformat() if row.ref_end else "",
        source=row.source_title or row.source,
        freshness="" if row.freshness is None or row.score is None else number(row.freshness, 2),
        marks=tuple(marks),
    )
