"""The headline, the levels and the quality marks of a country's score, in words and geometry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.catalogue import load
from indicators.charts import IntervalBar, interval_bar
from indicators.models.scoring import Status
from indicators.readers.history import History
from indicators.readers.scores import ContributionView, FactorView, ScoreView
from indicators.words import (
    ARROWS,
    CONFIDENCE,
    FACTOR_LOOKS,
    LEVEL_CAUSES,
    TRENDS,
    factor_word,
    number,
    state_word,
)


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands on top: the number, its word, its interval, its direction.

    Attributes:
        look: class of the number's box (`b3`, `ring r2`, `nr`, `shut`).
        sentences: what a reader must know before quoting the number.
    """

    number: str
    of: str
    look: str
    word: str
    bar: IntervalBar | None
    bar_label: str
    interval: str
    data_only: str
    arrow: str
    arrow_look: str
    trend: str
    trend_note: str
    slope: str
    confidence: str
    confidence_note: str
    coverage: str
    sentences: tuple[str, ...]


def headline(score: ScoreView, past: History | None) -> Headline:
    """The headline of a score; `past` brings the slope of the last monthly runs."""
    of = {"overall": _("overall index"), "base": _("base: no overall index without triggers")}.get(score.number_of, "")
    look, word = _box(score)
    interval = _interval(score)
    bar = None
    if score.number is not None:
        bar = interval_bar(
            load().parameters.bands,
            value=score.number,
            p10=score.p10,
            p90=score.p90,
            other=score.number_data_only,
        )
    arrow, arrow_look = ARROWS.get(score.trend, ("", ""))
    parts = score.confidence_detail
    note = ""
    if "K" in parts:
        note = _("K %(k).2f: coverage %(coverage).0f %%, freshness %(freshness).2f, source quality %(quality).2f") % {
            "k": parts["K"],
            "coverage": 100 * parts["coverage"],
            "freshness": parts["freshness"],
            "quality": parts["source_quality"],
        }
    return Headline(
        number=number(score.number),
        of=of,
        look=look,
        word=word,
        bar=bar,
        bar_label=_("%(number)s of 10, %(word)s; 80 percent interval %(interval)s")
        % {"number": number(score.number), "word": word, "interval": interval},
        interval=interval,
        data_only=number(score.number_data_only),
        arrow=arrow,
        arrow_look=arrow_look,
        trend=str(TRENDS.get(score.trend, TRENDS["undetermined"])),
        trend_note=_trend_note(score),
        slope=_slope(past),
        confidence=str(CONFIDENCE.get(score.confidence, score.confidence or "–")),
        confidence_note=note,
        coverage="–" if score.coverage is None else f"{score.coverage:.0%}",
        sentences=tuple(_sentences(score)),
    )


def _box(score: ScoreView) -> tuple[str, str]:
    if score.status == Status.RATED and score.band is not None:
        return f"b{score.band.position}", score.band.label
    if score.status == Status.BASE_ONLY:
        ring = f"ring r{score.band.position}" if score.band else "ring"
        return ring, _("Base only")
    return ("shut", _("Closed")) if score.status == Status.CLOSED else ("nr", _("Not rated"))


def _interval(score: ScoreView) -> str:
    if score.p10 is None or score.p90 is None:
        return _("not drawn")
    return f"{number(score.p10)}–{number(score.p90)}"


def _trend_note(score: ScoreView) -> str:
    detail = score.trend_detail
    if score.trend_delta is None:
        return str(detail.get("reason", ""))
    text = _("%(delta)+.1f in six months on %(common)s common indicators") % {
        "delta": score.trend_delta,
        "common": detail.get("common", "–"),
    }
    rise = detail.get("p_rise")
    if rise is not None:
        text += "; " + _("%(share).0f %% of paired draws rise") % {"share": 100 * rise}
    return text


def _slope(past: History | None) -> str:
    if past is None or past.slope is None:
        return ""
    return ngettext(
        "%(slope)+.2f a month over %(runs)s run", "%(slope)+.2f a month over %(runs)s runs", past.slope_runs
    ) % {"slope": past.slope, "runs": past.slope_runs}


def _sentences(score: ScoreView) -> Iterator[str]:
    if score.status == Status.BASE_ONLY:
        yield _(
            "Triggers are not known, so no overall index is shown: the number is the base, which joins root and "
            "proximate causes. Nobody can say from it whether a spark is near."
        )
    if score.status == Status.NOT_RATED:
        yield _("Not assessed. Root or proximate causes lack the coverage that a number would need; see below which.")
    if score.number_of == "overall" and score.band is not None and score.run_band is not None:
        if score.band.position > score.run_band.position:
            yield _(
                "The published band is %(band)s; this run alone lies in %(run_band)s. A band falls only after two "
                "runs at least 30 days apart lie 0.3 below its lower edge."
            ) % {"band": score.band.label, "run_band": score.run_band.label}
    if score.result.get("floor_applied"):
        yield _(
            "The no-masking floor holds this number: one grave factor would otherwise be hidden by calm ones "
            "(floor %(floor)s, without it %(raw)s)."
        ) % {"floor": number(score.result.get("floor")), "raw": number(score.result.get("raw"))}
    if score.number is not None and score.p10 is not None and score.p90 is not None:
        if not score.p10 <= score.number <= score.p90:
            yield _("Missing data put the number outside its own interval; it is shown as it is.")


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
                data=number(level.data_score, 2),
                adjusted=number(level.adjusted_score, 2),
                coverage=f"{level.coverage:.0%}",
                catalogue_coverage=f"{level.catalogue_coverage:.0%}",
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
        adjustment="" if not factor.adjustment else f"{factor.adjustment:+.1f}",
        weight=f"{factor.weight:g}",
        pivotal=factor.pivotal,
        coverage=factor.coverage,
        coverage_text=f"{factor.coverage:.0%}",
        indicators=tuple(indicator_row(row) for row in factor.indicators),
    )


def indicator_row(row: ContributionView) -> IndicatorRow:
    """One indicator in words; a silent one says which silence it is."""
    marks = []
    if row.stand_in:
        marks.append(_("stand-in"))
    if row.conflict:
        marks.append(_("sources conflict"))
    if row.events:
        marks.append(ngettext("%(n)s event", "%(n)s events", len(row.events)) % {"n": len(row.events)})
    stale = row.state == "stale"
    if row.state == "monitored_zero":
        value = _("nothing happened")
    elif row.value is None:
        value = _("never") if row.score is not None and not row.events else ""
    else:
        value = f"{row.value:g}"
    return IndicatorRow(
        code=row.code,
        name=row.name,
        score=number(row.score),
        look="stale" if stale else "",
        value=value,
        unit=row.unit if row.value is not None else "",
        state=state_word(row.state),
        quiet=row.score is None,
        period=row.ref_end.isoformat() if row.ref_end else "",
        source=row.source_title or row.source,
        freshness="" if row.freshness is None or row.score is None else f"{row.freshness:.2f}",
        marks=tuple(marks),
    )
