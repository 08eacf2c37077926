"""Chance in the exercise has a name and no memory."""

from __future__ import annotations

from warning.exercise.chance import uniform


def test_the_same_name_always_gives_the_same_number() -> None:
    assert uniform(0, 1, "XAB", "P-RF7-01") == uniform(0, 1, "XAB", "P-RF7-01")


def test_a_number_is_the_same_in_every_version_of_python() -> None:
    # random.Random promises the same random() for the same text seed.
    assert round(uniform(0, 1, "XAB"), 9) == 0.208732924


def test_other_names_give_other_numbers_inside_the_bounds() -> None:
    drawn = [uniform(-2, 3, "test", number) for number in range(500)]
    assert len(set(drawn)) == 500
    assert -2 <= min(drawn) < -1.9
    assert 2.9 < max(drawn) < 3
