"""Scores as plain data for JSON, CSV and HXL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from countries.api.shapes import names
from indicators.api.evidence_parts import reading_data
from indicators.api.score_shapes import ScoreSerializer
from indicators.exports.cells import lines
from indicators.exports.hxl import Subject, hxl
from indicators.exports.numbers import NOTE, Number
from indicators.models import Score
from indicators.readers.bands import Band, band_of, is_outside
from indicators.readers.readings import readings
from indicators.readers.scores import FactorView, LevelView, ScoreView
from indicators.readers.unfold import headline, shown_band

FIELDS = names(ScoreSerializer)
_COLUMNS = (
    "root", "proximate", "trigger", "base", "overall", "base_data_only", "overall_data_only", "p10", "p90", "coverage",
    "confidence", "trend", "trend_delta", "status", "world", "as_of", "profile",
)  # fmt: skip
CHUNK = 500


def score_data(score: Score) -> dict[str, Any]:
    """The row of a list; run and country are joined."""
    number, of = headline(score)
    data = {name: getattr(score, name) for name in _COLUMNS} | {
        "id": score.pk,
        "iso3": score.country_id,
        "name": score.country.name_en,
        "run": score.run_id,
        "run_at": score.run.at,
        "method": score.run.method,
        "weights": score.run.weights,
        "number": number,
        "number_of": of or None,
        "number_data_only": headline(score, data_only=True)[0],
        "band": _name(shown_band(score)),
        "run_band": _name(band_of(number)),
        "outside_interval": is_outside(number, score.p10, score.p90),
    }
    return {name: data[name] for name in FIELDS}


def _name(band: Band | None) -> str | None:
    return band.name if band else None


def detail_data(score: Score, view: ScoreView, terms: Mapping[str, str]) -> dict[str, Any]:
    """The whole score; values whose licence keeps them back are left out."""
    return score_data(score) | {
        "levels": [_level(level, terms) for level in view.levels],
        "result": view.result,
        "result_data_only": view.result_data_only,
        "uncertainty": view.uncertainty,
        "trend_detail": view.trend_detail,
        "confidence_detail": view.confidence_detail,
        "areas": view.areas,
        "silent": view.silent,
        "message": view.message,
        "successors": list(view.successors),
    }


def _level(level: LevelView, terms: Mapping[str, str]) -> dict[str, Any]:
    return {
        "level": level.level,
        "name": level.name,
        "data_score": level.data_score,
        "adjusted_score": level.adjusted_score,
        "coverage": level.coverage,
        "catalogue_coverage": level.catalogue_coverage,
        "factors_scored": level.factors_scored,
        "band": _name(level.band),
        "factors": [_factor(factor, terms) for factor in level.factors],
    }


def _factor(factor: FactorView, terms: Mapping[str, str]) -> dict[str, Any]:
    return {
        "factor": factor.factor,
        "name": factor.name,
        "weight": factor.weight,
        "pivotal": factor.pivotal,
        "data_score": factor.data_score,
        "adjusted_score": factor.adjusted_score,
        "coverage": factor.coverage,
        "adjustment": factor.adjustment,
        "state": factor.look,
        "stale": factor.stale,
        "band": _name(factor.band),
        "indicators": [reading_data(item, terms) for item in factor.indicators],
    }


def scores_csv(found: QuerySet[Score]) -> Iterator[str]:
    """Every score, read while it is sent; the note stands in every row, because CSV has no place for it."""
    yield from lines([[*FIELDS, "note"]])
    rows = found.defer("detail").iterator(chunk_size=CHUNK)
    for score in rows:
        data = score_data(score)
        yield from lines([[*(data[name] for name in FIELDS), NOTE]])


def scores_hxl(found: QuerySet[Score]) -> Iterator[str]:
    """Headline, levels and indicators of every score, as HXL (specification G.8)."""
    yield from hxl(_numbers(found))


def _numbers(found: QuerySet[Score]) -> Iterator[tuple[Subject, Number]]:
    scores = list(found.defer("detail"))
    for start in range(0, len(scores), CHUNK):
        part = scores[start : start + CHUNK]
        by_score = {
            key: [number for _key, number in group]
            for key, group in groupby(readings([score.pk for score in part], "RPT"), key=lambda pair: pair[0])
        }
        for score in part:
            subject = _subject(score)
            for number in (*_headlines(score), *by_score.get(score.pk, ())):
                yield subject, number


def _subject(score: Score) -> Subject:
    return Subject(
        iso3=score.country_id,
        name=score.country.name_en,
        as_of=score.as_of,
        method=score.run.method,
        weights=score.run.weights,
        profile=score.profile,
        world=score.world,
        run=score.run_id,
        coverage=score.coverage,
        view="adjusted",
    )


def _headlines(score: Score) -> Iterator[Number]:
    number, of = headline(score)
    band = _name(shown_band(score)) or ""
    yield Number(
        of.upper() or "OVERALL",
        "Index",
        number,
        score.status,
        band=band,
        low=score.p10,
        high=score.p90,
        outside=is_outside(number, score.p10, score.p90),
    )
    for code, name in (("R", "root"), ("P", "proximate"), ("T", "trigger")):
        value = getattr(score, name)
        state = "not_rated" if value is None else "scored"
        yield Number(code, name.title(), value, state, band=_name(band_of(value)) or "")
