"""A score without expert judgement, in the shape of a score: the data-only view of a page."""

from __future__ import annotations

from dataclasses import replace

from indicators.readers.bands import band_of
from indicators.readers.scores import FactorView, LevelView, ScoreView


def data_only(score: ScoreView) -> ScoreView:
    """The same score with its data-only numbers in the place of the adjusted ones.

    The interval is drawn around the adjusted number, so there is none here; hysteresis belongs to the published
    band, so the band is the one the number lies in.
    """
    band = band_of(score.number_data_only)
    return replace(
        score,
        number=score.number_data_only,
        band=band,
        run_band=band,
        p10=None,
        p90=None,
        result=score.result_data_only,
        levels=tuple(_level(level) for level in score.levels),
    )


def _level(level: LevelView) -> LevelView:
    factors = tuple(_factor(factor) for factor in level.factors)
    return replace(level, adjusted_score=level.data_score, band=band_of(level.data_score), factors=factors)


def _factor(factor: FactorView) -> FactorView:
    look = "not_scored" if factor.look == "expert" else factor.look
    return replace(
        factor, adjusted_score=factor.data_score, band=band_of(factor.data_score), adjustment=None, look=look
    )
