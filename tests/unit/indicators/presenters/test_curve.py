"""The small curve is the engine's own arithmetic, drawn."""

from __future__ import annotations

import pytest

from indicators.catalogue import load
from indicators.presenters.curve import HEIGHT, WIDTH, curve

SPECS = load().indicators


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.code)
def test_every_indicator_has_a_curve_inside_its_box(spec) -> None:  # type: ignore[no-untyped-def]
    made = curve(spec)
    points = [tuple(map(float, point.split(","))) for point in made.points.split()]
    assert len(points) > 2
    assert all(-0.05 <= x <= WIDTH + 0.05 and -0.05 <= y <= HEIGHT + 0.05 for x, y in points)
    assert len(made.rows) == 5


def test_infant_mortality_of_52_is_marked_at_its_published_score() -> None:
    made = curve(load().by_code["R-RF8-01"], 52)
    assert made.mark is not None
    assert made.mark[1] == pytest.approx(HEIGHT - 8.688 / 10 * HEIGHT, abs=0.06)


def test_a_value_off_the_drawn_stretch_is_not_marked_elsewhere() -> None:
    assert curve(load().by_code["R-RF8-01"], 1000).mark is None


def test_the_hump_of_the_regime_type_peaks_between_its_ends() -> None:
    made = curve(load().by_code["R-RT-01"])
    heights = [float(point.split(",")[1]) for point in made.points.split()]
    assert min(heights) < heights[0]
    assert min(heights) < heights[-1]


def test_a_date_ahead_grows_until_the_day_and_fades_after_it() -> None:
    made = curve(load().by_code["T-RF2-01"])
    assert float(made.low) < 0 < float(made.high)
    heights = [float(point.split(",")[1]) for point in made.points.split()]
    top = heights.index(min(heights))
    assert 0 < top < len(heights) - 1
