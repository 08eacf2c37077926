"""From a stored score to a row of cells. Arithmetic on numbers in memory; no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import orjson

from countries.models import Country
from indicators.catalogue import LEVELS
from indicators.models import Score
from indicators.models.scoring import Status
from indicators.readers.bands import Band, band_named, band_of
from indicators.readers.heatmap_evidence import Evidence
from indicators.readers.heatmap_query import HeatmapQuery
from indicators.readers.heatmap_rows import FactorCell, HeatmapRow, LevelCell
from indicators.readers.looks import FactorLooks

LATE = timedelta(days=92)
_NEVER: frozenset[str] = frozenset()


class RowMaker:
    """Makes the rows of one heatmap."""

    def __init__(self, query: HeatmapQuery, day: date, evidence: Evidence, mine: frozenset[str]) -> None:
        self.day, self.evidence, self.mine = day, evidence, mine
        self.data_only = query.view == "data"

    def row(self, country: Country) -> HeatmapRow:
        """The row of one country, with or without a score."""
        score = self.evidence.scores.get(country.iso3)
        look = self._look(country, score)
        unfolded = _NOTHING if score is None or look == "closed" else self._unfolded(score)
        levels = unfolded.levels
        number, number_of = self._headline(score, look)
        shown = score if levels else None
        return HeatmapRow(
            iso3=country.iso3,
            name=country.name,
            short_name=country.short_name,
            region=country.region_id or "",
            region_name=country.region_label or "",  # type: ignore[attr-defined]
            subregion=country.subregion_id or "",
            subregion_name=country.subregion_label or "",  # type: ignore[attr-defined]
            look=look,
            reason=_reason(look, levels),
            number=number,
            number_of=number_of,
            number_data_only=_pick(shown, number_of, data_only=True),
            number_adjusted=_pick(shown, number_of, data_only=False),
            band=self._band(shown, look, number),
            run_band=band_of(number),
            p10=shown.p10 if shown else None,
            p90=shown.p90 if shown else None,
            trend=self._trend(shown),
            trend_delta=shown.trend_delta if shown else None,
            sparkline=self._sparkline(country.iso3, number_of),
            levels=levels,
            coverage=shown.coverage if shown else None,
            confidence=shown.confidence if shown else "",
            stale=_mostly_stale(levels),
            late=shown is not None and self.day - shown.as_of > LATE,
            adjusted=unfolded.adjusted,
            floor_applied=unfolded.floor_applied,
            scored_on=score.as_of if score else None,
            score_id=score.pk if score else None,
            run_id=score.run_id if score else None,
            mine=country.iso3 in self.mine,
            search_text=country.search_text,
            successors=tuple(s.successor_id for s in country.successions.all()) if look == "closed" else (),
        )

    def _unfolded(self, score: Score) -> Unfolded:
        stale = frozenset(self.evidence.stale.get(score.pk, _NEVER))
        text: str = score.detail_text  # type: ignore[attr-defined]
        return unfold(text, stale, data_only=self.data_only)

    def _look(self, country: Country, score: Score | None) -> str:
        if country.valid_to is not None and country.valid_to <= self.day:
            return "closed"
        return "never_scored" if score is None else str(score.status)

    def _headline(self, score: Score | None, look: str) -> tuple[float | None, str]:
        of = {"rated": "overall", "base_only": "base"}.get(look, "")
        return _pick(score, of, data_only=self.data_only), of

    def _band(self, score: Score | None, look: str, number: float | None) -> Band | None:
        """Published band of a rated row; of a data-only number and of a base, the band it lies in."""
        if score is None or look != "rated" or self.data_only:
            return band_of(number)
        return band_named(score.published_band) or band_of(number)

    def _trend(self, score: Score | None) -> str:
        if score is None:
            return ""
        return score.trend

    def _sparkline(self, iso3: str, number_of: str) -> tuple[tuple[date, float | None], ...]:
        if not number_of:
            return ()
        at = ("overall", "base").index(number_of) + (2 if self.data_only else 0)
        points = self.evidence.sparks.get(iso3, {})
        return tuple((day, points[day][at]) for day in sorted(points))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What a score's detail says to a row: its levels, whether experts moved it, whether the floor holds it."""

    levels: dict[str, LevelCell]
    adjusted: bool
    floor_applied: bool


_NOTHING = Unfolded({}, False, False)


# By content, so that no other score can ever be taken for this one. Runs are immutable, so the same texts come
# again with every filter; a thousand of them are some ten megabytes a process.
@lru_cache(maxsize=1024)
def unfold(detail_text: str, stale: frozenset[str], *, data_only: bool) -> Unfolded:
    """The cells of one score.

    Args:
        detail_text: the score's detail as JSON.
        stale: codes of its readings past their maximum age.
        data_only: numbers of the data-only view.
    """
    detail = orjson.loads(detail_text)
    looks = FactorLooks(detail.get("silent", {}), stale)
    cells: dict[str, list[FactorCell]] = {level: [] for level in LEVELS}
    factors = detail.get("factors", ())
    for entry in factors:
        cells[entry["level"]].append(_factor(entry, looks, data_only=data_only))
    levels = {
        level: _level(level, detail["levels"][level], tuple(cells[level]), data_only=data_only)
        for level in LEVELS
        if level in detail.get("levels", {})
    }
    adjusted = any(entry["adjustment"] or entry.get("expert_only") for entry in factors)
    return Unfolded(levels, adjusted, bool(detail.get("result", {}).get("floor_applied")))


def _factor(entry: dict[str, Any], looks: FactorLooks, *, data_only: bool) -> FactorCell:
    number = entry["data_score"] if data_only else entry["adjusted_score"]
    look = looks.look(entry)
    return FactorCell(
        level=entry["level"],
        factor=entry["factor"],
        score=number,
        data_score=entry["data_score"],
        adjusted_score=entry["adjusted_score"],
        adjustment=entry["adjustment"] or None,
        coverage=entry["coverage"] or 0.0,
        look="not_scored" if data_only and look == "expert" else look,
        stale=looks.is_stale(entry),
        band=band_of(number),
    )


def _level(level: str, entry: dict[str, Any], factors: tuple[FactorCell, ...], *, data_only: bool) -> LevelCell:
    number = entry["data_score"] if data_only else entry["score"]
    scored = [cell for cell in factors if cell.score is not None]
    return LevelCell(
        level=level,
        score=number,
        data_score=entry["data_score"],
        adjusted_score=entry["score"],
        coverage=entry["coverage"] or 0.0,
        catalogue_coverage=entry["catalogue_coverage"] or 0.0,
        factors_scored=entry["factors_scored"],
        stale=number is not None and 2 * sum(cell.stale for cell in scored) >= len(scored) > 0,
        look=_level_look(number, factors),
        band=band_of(number),
        factors=factors,
    )


def _level_look(number: float | None, factors: tuple[FactorCell, ...]) -> str:
    if number is not None:
        return "scored"
    return "not_watched" if all(cell.look == "not_watched" for cell in factors) else "not_rated"


def _pick(score: Score | None, of: str, *, data_only: bool) -> float | None:
    """The headline number from the score's columns."""
    if score is None or not of:
        return None
    if of == "overall":
        return score.overall_data_only if data_only else score.overall
    return score.base_data_only if data_only else score.base


def _reason(look: str, levels: dict[str, LevelCell]) -> str:
    if look == Status.BASE_ONLY and "T" in levels:
        return "triggers_not_watched" if levels["T"].look == "not_watched" else "triggers_not_rated"
    return {"not_rated": "levels_not_rated"}.get(look, "" if look == "rated" else look)


def _mostly_stale(levels: dict[str, LevelCell]) -> bool:
    rated = [cell for cell in levels.values() if cell.score is not None]
    return 2 * sum(cell.stale for cell in rated) >= len(rated) > 0
