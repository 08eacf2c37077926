"""Unfold a stored score into the shape of scores.py. No query: the rows are handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from indicators.catalogue import LEVEL_NAMES, IndicatorSpec, load
from indicators.models import Contribution, Score, ScoringRun
from indicators.readers.bands import Band, band_named, band_of
from indicators.readers.looks import FactorLooks
from indicators.readers.scores import ContributionView, FactorView, LevelView, RunView, ScoreView

NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands beside a contribution and is not in its row: titles of sources, points of the headline."""

    titles: Mapping[str, str]
    points: Mapping[str, float]


HEADLINES = {"rated": "overall", "base_only": "base"}


def run_view(run: ScoringRun) -> RunView:
    """The run's own words."""
    return RunView(
        id=run.pk,
        world=run.world,
        as_of=run.as_of,
        profile=run.profile,
        method=run.method,
        weights=run.weights,
        catalogue_digest=run.catalogue_digest,
        code_digest=run.code_digest,
        draws=run.draws,
        known_at=run.known_at,
        at=run.at,
        by=run.by,
        reason=run.reason,
    )


def headline(score: Score, *, data_only: bool = False) -> tuple[float | None, str]:
    """The leading number and which it is: overall, base or nothing."""
    of = HEADLINES.get(score.status, "")
    if not of:
        return None, ""
    return getattr(score, f"{of}_data_only" if data_only else of), of


def shown_band(score: Score) -> Band | None:
    """Published band of a rated score; of a base, the band it lies in; else None."""
    number, of = headline(score)
    if of == "overall":
        return band_named(score.published_band) or band_of(number)
    return band_of(number)


def score_view(
    score: Score,
    contributions: Iterable[Contribution],
    titles: Mapping[str, str],
    points: Mapping[str, float] = NOTHING,
) -> ScoreView:
    """One score with everything below it.

    Args:
        score: with `run` joined.
        contributions: of this score, with `observation` joined.
        titles: of sources, by code.
        points: of the headline that an indicator adds, by code (explained.py), where they are wanted.
    """
    number, number_of = headline(score)
    drawn: dict[str, Any] = score.detail.get("uncertainty") or {}
    detail = score.detail
    return ScoreView(
        id=score.pk,
        iso3=score.country_id,
        run=run_view(score.run),
        as_of=score.as_of,
        status=score.status,
        number=number,
        number_of=number_of,
        number_data_only=headline(score, data_only=True)[0],
        band=shown_band(score),
        run_band=band_of(number),
        p10=score.p10,
        p50=drawn.get("p50"),
        p90=score.p90,
        trend=score.trend,
        trend_delta=score.trend_delta,
        coverage=score.coverage,
        confidence=score.confidence,
        levels=_levels(score, list(contributions), Wanted(titles, points)),
        result=detail.get("result", {}),
        result_data_only=detail.get("result_data_only", {}),
        uncertainty=detail.get("uncertainty"),
        trend_detail=detail.get("trend") or {},
        confidence_detail=detail.get("confidence") or {},
        areas=detail.get("areas", {}),
        silent=detail.get("silent", {}),
        message=detail.get("message", ""),
        successors=tuple(detail.get("successors", ())),
    )


def _levels(score: Score, contributions: list[Contribution], wanted: Wanted) -> tuple[LevelView, ...]:
    detail, method = score.detail, load()
    if "levels" not in detail:
        return ()
    by_factor = _indicators(detail.get("silent", {}), contributions, wanted)
    stale = {row.indicator_id for row in contributions if row.state == "stale"}
    looks = FactorLooks(detail.get("silent", {}), stale)
    names = {factor.factor: factor.name for factor in method.factors}
    pivotal = {(w.level, w.factor): w.pivotal for w in method.factor_weights}
    factors: dict[str, list[FactorView]] = defaultdict(list)
    for entry in detail["factors"]:
        key = (entry["level"], entry["factor"])
        factors[entry["level"]].append(
            FactorView(
                level=key[0],
                factor=key[1],
                name=names.get(key[1], key[1]),
                weight=entry["weight"],
                pivotal=pivotal.get(key, False),
                data_score=entry["data_score"],
                adjusted_score=entry["adjusted_score"],
                coverage=entry["coverage"] or 0.0,
                adjustment=entry["adjustment"] or None,
                look=looks.look(entry),
                stale=looks.is_stale(entry),
                band=band_of(entry["adjusted_score"]),
                indicators=tuple(by_factor[key]),
            )
        )
    entries = detail["levels"]
    return tuple(_level(at, name, entries[at], tuple(factors[at])) for at, name in LEVEL_NAMES.items())


def _level(level: str, name: str, entry: dict[str, Any], factors: tuple[FactorView, ...]) -> LevelView:
    return LevelView(
        level=level,
        name=name,
        data_score=entry["data_score"],
        adjusted_score=entry["score"],
        coverage=entry["coverage"] or 0.0,
        catalogue_coverage=entry["catalogue_coverage"] or 0.0,
        factors_scored=entry["factors_scored"],
        band=band_of(entry["score"]),
        factors=factors,
    )


def _indicators(
    silent: dict[str, list[str]], contributions: Iterable[Contribution], wanted: Wanted
) -> dict[tuple[str, str], list[ContributionView]]:
    """Contributions by factor in catalogue order, the silent ones among them."""
    rows = {row.indicator_id: row for row in contributions}
    states = {code: state for state, codes in silent.items() for code in codes}
    found: dict[tuple[str, str], list[ContributionView]] = defaultdict(list)
    for spec in load().indicators:
        if spec.code in rows:
            found[(spec.level, spec.factor)].append(contribution_view(rows[spec.code], spec, wanted))
        elif spec.code in states:
            found[(spec.level, spec.factor)].append(silent_view(spec, states[spec.code]))
    return found


def contribution_view(row: Contribution, spec: IndicatorSpec, wanted: Wanted) -> ContributionView:
    """One scored indicator."""
    detail = row.detail
    seen = row.observation
    source = detail.get("source") or ""
    return ContributionView(
        id=row.pk,
        code=spec.code,
        name=spec.name,
        level=spec.level,
        factor=spec.factor,
        unit=spec.unit,
        state=row.state,
        score=row.points,
        value=row.value,
        weight=spec.weight,
        freshness=row.freshness,
        source=source,
        source_title=wanted.titles.get(source, source),
        grade=detail.get("grade") or "",
        ref_end=seen.ref_end if seen else None,
        published=seen.published if seen else None,
        published_assumed=bool(seen and seen.published_assumed),
        stand_in=(source, spec.code) in _stand_ins(),
        points=wanted.points.get(spec.code),
        observation_id=row.observation_id,
        disagreement=detail.get("disagreement"),
        conflict=bool(detail.get("conflict")),
        alternates=tuple(
            {"id": key, "source": other, "score": score} for key, other, score in detail.get("alternates", ())
        ),
        events=tuple(item for item in detail.get("used", ()) if item.startswith("e")),
    )


def silent_view(spec: IndicatorSpec, state: str) -> ContributionView:
    """An indicator that has no score, with the state that says why."""
    return ContributionView(
        id=None,
        code=spec.code,
        name=spec.name,
        level=spec.level,
        factor=spec.factor,
        unit=spec.unit,
        state=state,
        score=None,
        value=None,
        weight=spec.weight,
        freshness=None,
        source="",
        source_title="",
        grade="",
        ref_end=None,
        published=None,
        published_assumed=False,
        stand_in=False,
        points=None,
        observation_id=None,
        disagreement=None,
        conflict=False,
        alternates=(),
        events=(),
    )


@lru_cache(maxsize=1)
def _stand_ins() -> frozenset[tuple[str, str]]:
    return frozenset((row.source, row.indicator) for row in load().series if row.stand_in)
