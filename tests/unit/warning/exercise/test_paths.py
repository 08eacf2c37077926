"""Story lines are straight between their points and level outside them."""

from __future__ import annotations

import pytest

from warning.exercise.paths import parse_path


def test_a_single_number_holds_always() -> None:
    assert [parse_path("4.2").at(month) for month in (-60, 0, 12)] == [4.2, 4.2, 4.2]


def test_between_two_points_the_line_is_straight_and_outside_them_level() -> None:
    path = parse_path("-18:4 -6:7 0:8.5")
    assert [path.at(month) for month in (-40, -18, -12, -6, -3, 0, 5)] == [4, 4, 5.5, 7, 7.75, 8.5, 8.5]


@pytest.mark.parametrize("text", ["", "-6:4 -6:5", "0:4 -6:5", "-6:four"])
def test_a_path_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_path(text)
