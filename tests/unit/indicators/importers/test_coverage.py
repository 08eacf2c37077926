"""Which states a file speaks of without naming them."""

from __future__ import annotations

from indicators.importers.coverage import covered_states


def states(year: int) -> set[str]:
    """The covered states of a year."""
    return {iso3 for iso3, _ in covered_states([year])}


def test_a_state_is_covered_from_its_first_year_end_to_its_last() -> None:
    assert "SSD" not in states(2010)
    assert "SSD" in states(2011)
    assert "SUN" in states(1990)
    assert "SUN" not in states(1991)


def test_the_exercise_and_territories_that_nobody_numbers_are_not_covered() -> None:
    assert not states(2020) & {"XAA", "PSE", "HKG", "GRL"}


def test_the_states_of_a_year_are_each_there_once() -> None:
    pairs = covered_states([2000, 2001])
    assert len(pairs) == len(set(pairs))
    assert 180 < len(states(2000)) < 200
