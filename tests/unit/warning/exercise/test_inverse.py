"""The story tells scores; the engine's own normalisation must find them again in the values."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.catalogue import load
from indicators.matrix.score import score_country
from warning.exercise.inverse import value_for

WITH_VALUES = [
    spec.code
    for spec in load().indicators
    if not spec.counts_events and not spec.takes_never and not spec.transform.startswith("rate")
]


def _scored(code: str, value: float) -> float:
    row = {"id": "o", "code": code, "value": value, "ref_end": "2026-06-30", "published": "2026-06-30", "grade": "B2"}
    output = score_country(
        {"id": "XAA", "name": "Aldoria"}, date(2026, 6, 30), {"observations": [row]}, catalogue=load(), draws=0
    )
    return float(next(item["score"] for item in output["indicators"] if item["code"] == code))


@pytest.mark.parametrize("code", WITH_VALUES)
@pytest.mark.parametrize("score", [0.0, 2.5, 7.3, 10.0])
def test_the_value_for_a_score_normalises_back_to_it(code: str, score: float) -> None:
    assert _scored(code, value_for(load().by_code[code], score)) == pytest.approx(score, abs=1e-4)


@pytest.mark.parametrize("code", ["T-RF3-01", "T-RF2-01", "P-RF1-01"])
def test_events_and_clocks_have_no_value_for_a_score(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        value_for(load().by_code[code], 5.0)
