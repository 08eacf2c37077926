"""The headline of a country's score: the number, its word, its interval, its direction, and what to know first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.catalogue import load
from indicators.charts import IntervalBar, interval_bar
from indicators.models.scoring import Status
from indicators.numerals import half_up
from indicators.readers.bands import Band, is_outside
from indicators.readers.history import History
from indicators.readers.scores import ScoreView
from indicators.words import ARROWS, CONFIDENCE, LEVEL_CAUSES, TRENDS, interval, number, percent, signed


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
    ticks: tuple[tuple[float, str, str], ...]
    interval: str
    outside: bool
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
    of = _of(score)
    look, word = _box(score)
    spread = _interval(score)
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
        note = _("K %(k).2f: coverage %(coverage).0f%%, freshness %(freshness).2f, source quality %(quality).2f") % {
            "k": parts["K"],
            "coverage": 100 * parts["coverage"],
            "freshness": parts["freshness"],
            "quality": parts["source_quality"],
        }
    rated = score.number is not None
    return Headline(
        number=number(score.number),
        of=of,
        look=look,
        word=word,
        bar=bar,
        bar_label=_("%(number)s of 10, %(word)s; 80 percent interval %(interval)s")
        % {"number": number(score.number), "word": word, "interval": spread},
        ticks=_ticks(bar) if bar else (),
        interval=spread,
        outside=bool(is_outside(score.number, score.p10, score.p90)),
        data_only=number(score.number_data_only),
        arrow=arrow,
        arrow_look=arrow_look,
        trend=str(TRENDS.get(score.trend, TRENDS["undetermined"])),
        trend_note=_trend_note(score),
        slope=_slope(past) if rated else "",
        confidence=str(CONFIDENCE.get(score.confidence, score.confidence or "–")) if rated else "–",
        confidence_note=note if rated else "",
        coverage=percent(score.coverage),
        sentences=tuple(_sentences(score)),
    )


def _of(score: ScoreView) -> str:
    """What the number is; of a base also the word of its band, which the box shows by its edge alone."""
    if score.number_of == "base" and score.band is not None:
        return _("base in %(band)s; no overall index without triggers") % {"band": score.band.label}
    return _("overall index") if score.number_of == "overall" else ""


def _ticks(bar: IntervalBar) -> tuple[tuple[float, str, str], ...]:
    """(x, text, anchor) of the cut points under the bar, the ends flush with it."""
    inner = tuple((x, f"{x * 10 / bar.width:g}", "middle") for x, _wide, at in bar.boxes if at)
    return ((0.0, "0", "start"), *inner, (bar.width, "10", "end"))


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
    return interval(score.p10, score.p90)


def _trend_note(score: ScoreView) -> str:
    detail = score.trend_detail
    if score.trend_delta is None:
        return str(detail.get("reason", ""))
    text = _("%(delta)s in six months on %(common)s common indicators") % {
        "delta": signed(score.trend_delta),
        "common": detail.get("common", "–"),
    }
    rise = detail.get("p_rise")
    # Beside a change that rounds to nothing, "100% of draws rise" would say the opposite of "stable".
    if rise is not None and half_up(score.trend_delta, 1):
        text += "; " + _("%(share)s of paired draws rise") % {"share": percent(rise)}
    return text


def _slope(past: History | None) -> str:
    if past is None or past.slope is None:
        return ""
    return ngettext("%(slope)s a year, over %(runs)s run", "%(slope)s a year, over %(runs)s runs", past.slope_runs) % {
        "slope": signed(past.slope),
        "runs": past.slope_runs,
    }


def _sentences(score: ScoreView) -> Iterator[str]:
    if score.status == Status.BASE_ONLY:
        yield _(
            "Triggers are not known, so no overall index is shown: the number is the base, which joins root and "
            "proximate causes. Nobody can say from it whether a spark is near."
        )
    if score.status == Status.NOT_RATED:
        yield _not_rated(score)
    if score.number_of == "overall" and _held(score.band, score.run_band):
        yield _(
            "The published band is %(band)s; this run alone lies in %(run_band)s. A band falls only after two "
            "runs at least 30 days apart lie 0.3 below its lower edge."
        ) % {"band": score.band and score.band.label, "run_band": score.run_band and score.run_band.label}
    if score.result.get("floor_applied"):
        yield _(
            "The no-masking floor holds this number: one grave factor would otherwise be hidden by calm ones "
            "(floor %(floor)s, without it %(raw)s)."
        ) % {"floor": number(score.result.get("floor")), "raw": number(score.result.get("raw"))}
    if is_outside(score.number, score.p10, score.p90):
        yield _("Missing data put the number outside its own interval; it is shown as it is.")


def _not_rated(score: ScoreView) -> str:
    """Which levels lack what, by share of weight and number of factors."""
    parts = [
        _("%(level)s cover %(share)s of their weight with %(factors)s factors scored")
        % {"level": LEVEL_CAUSES[level.level], "share": percent(level.coverage), "factors": level.factors_scored}
        for level in score.levels
        if level.level in {"R", "P"} and level.adjusted_score is None
    ]
    words = _("Not assessed. %(parts)s. A level needs half of its weight and three factors.")
    return words % {"parts": "; ".join(parts)}


def _held(published: Band | None, own: Band | None) -> bool:
    return published is not None and own is not None and published.position > own.position
