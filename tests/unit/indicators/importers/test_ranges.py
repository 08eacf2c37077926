"""What the words of a unit allow."""

from __future__ import annotations

import math

import pytest

from indicators import catalogue
from indicators.importers.ranges import bounds


@pytest.mark.parametrize(
    ("unit", "low", "high"),
    [
        ("index 0-1", 0, 1),
        ("index 0-1 (mean of two)", 0, 1),
        ("index 0-100", 0, 100),
        ("years (0-15)", 0, 15),
        ("years", 0, math.inf),
        ("ordinal 0-4 (posterior)", 0, 4),
        ("scale 1-5", 1, 5),
        ("coder scale 0-3", 0, 3),
        ("count 0-5", 0, 5),
        ("0/1", 0, 1),
        ("percent of territory", 0, 100),
        ("percent of GDP", 0, math.inf),
        ("percent a year", -100, math.inf),
        ("index change", -1, 1),
        ("points of GDP", -math.inf, math.inf),
        ("robust z against 26 weeks", -math.inf, math.inf),
        ("deaths per 1,000 births", 0, 1000),
        ("deaths", 0, math.inf),
    ],
)
def test_a_unit_says_which_numbers_it_allows(unit: str, low: float, high: float) -> None:
    assert bounds(unit) == (low, high)


def test_the_goalposts_of_every_indicator_lie_inside_its_unit() -> None:
    for spec in catalogue.load().indicators:
        low, high = bounds(spec.unit)
        for goalpost in (spec.goalpost_0, spec.goalpost_10):
            assert goalpost is None or low <= goalpost <= high, spec.code


def test_the_goalposts_of_every_stand_in_lie_near_its_published_unit() -> None:
    for series in catalogue.load().series:
        if series.stand_in:
            low, high = bounds(series.raw_unit)
            assert series.raw_goalpost_0 is not None
            assert low <= series.raw_goalpost_0 <= high, series
