"""Who borders whom on which day."""

from __future__ import annotations

from datetime import date

import pytest

from countries.neighbours import Neighbours

TODAY = date(2026, 1, 1)
BORDERS = Neighbours.load()


@pytest.mark.parametrize(
    ("iso3", "expected"),
    [
        ("FRA", "AND BEL CHE DEU ESP ITA LUX MCO"),
        ("RWA", "BDI COD TZA UGA"),
        ("SSD", "CAF COD ETH KEN SDN UGA"),
        ("XKX", "ALB MKD MNE SRB"),
        ("GMB", "SEN"),
        ("JPN", ""),
    ],
)
def test_todays_neighbours(iso3: str, expected: str) -> None:
    assert " ".join(BORDERS.of(iso3, TODAY)) == expected
    assert BORDERS.of(iso3) == BORDERS.of(iso3, TODAY)


def test_being_neighbours_is_mutual() -> None:
    for day in (date(1970, 6, 1), date(1990, 6, 1), TODAY):
        for iso3 in BORDERS.codes:
            if not BORDERS.exists(iso3, day):
                continue
            assert all(iso3 in BORDERS.of(other, day) for other in BORDERS.of(iso3, day)), (iso3, day)


def test_sudan_loses_three_neighbours_on_the_day_south_sudan_begins() -> None:
    assert {"COD", "KEN", "UGA"} <= set(BORDERS.of("SDN", date(2011, 7, 8)))
    assert not {"COD", "KEN", "UGA"} & set(BORDERS.of("SDN", date(2011, 7, 9)))
    assert "SSD" in BORDERS.of("SDN", date(2011, 7, 9))


def test_germany_borders_poland_only_since_the_union() -> None:
    assert "POL" not in BORDERS.of("DEU", date(1990, 10, 2))
    assert "DDR" in BORDERS.of("DEU", date(1990, 10, 2))
    assert "POL" in BORDERS.of("DEU", date(1990, 10, 3))
    assert "DDR" not in BORDERS.of("DEU", date(1990, 10, 3))


def test_a_neighbour_that_does_not_exist_yet_is_none() -> None:
    assert "NAM" not in BORDERS.of("ZAF", date(1985, 1, 1))
    assert "SUN" in BORDERS.of("NOR", date(1985, 1, 1))


def test_an_unknown_code_is_an_error_not_an_island() -> None:
    with pytest.raises(KeyError):
        BORDERS.of("ZZZ", TODAY)
