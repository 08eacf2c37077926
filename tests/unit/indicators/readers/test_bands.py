"""The bands of the method as a reader meets them."""

from __future__ import annotations

import pytest

from indicators.readers.bands import band_named, band_of, bands


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (0.0, "Background"),
        (1.9999, "Background"),
        (2.0, "Watch"),
        (3.5, "Elevated"),
        (5.0, "High"),
        (6.5, "Very high"),
        (10.0, "Very high"),
    ],
)
def test_a_cut_point_belongs_to_the_upper_band(number: float, name: str) -> None:
    band = band_of(number)
    assert band is not None
    assert band.name == name


def test_no_number_has_no_band() -> None:
    assert band_of(None) is None


def test_a_band_is_found_by_its_name_and_its_slug_and_a_mark_is_none() -> None:
    assert band_named("Very high") == band_named("very-high") == bands()[4]
    assert band_named("Base only") is band_named("") is None


def test_bands_meet_without_a_gap() -> None:
    edges = [(band.lower, band.upper) for band in bands()]
    assert edges == [(0.0, 2.0), (2.0, 3.5), (3.5, 5.0), (5.0, 6.5), (6.5, 10.0)]
