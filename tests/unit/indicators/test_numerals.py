"""One rule for every number that a page shows."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.charts import Line, bar_figure, history_figure, history_twin
from indicators.numerals import change_text, half_up, quantity_text, score_text, share_text
from indicators.readers.bands import band_of


@pytest.mark.parametrize(
    ("value", "text"), [(5.55, "5.6"), (2.25, "2.3"), (7.4949, "7.5"), (0.05, "0.1"), (10.0, "10.0")]
)
def test_halves_go_up_as_a_reader_expects(value: float, text: str) -> None:
    assert score_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(3.4873, "3.49"), (1.9995, "1.9995"), (4.96, "4.96"), (6.4999, "6.4999"), (3.5, "3.5")]
)
def test_no_number_is_rounded_into_another_band(value: float, text: str) -> None:
    assert score_text(value) == text


def test_over_the_whole_scale_the_number_shown_lies_in_the_band_shown() -> None:
    for units in range(0, 100_001, 7):
        value = units / 10_000
        for digits in (1, 2):
            assert band_of(float(score_text(value, digits))) == band_of(value), value


@pytest.mark.parametrize("value", [-0.04, 0.04, -0.0, 0.0, -0.00001])
def test_nothing_is_written_as_minus_or_plus_zero(value: float) -> None:
    assert change_text(value) == "0.0"
    assert str(half_up(value, 1)) == "0.0"


def test_a_change_has_its_sign_and_rounds_its_halves_away_from_zero() -> None:
    assert (change_text(0.25), change_text(-0.25), change_text(None)) == ("+0.3", "-0.3", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (72016.0, "72,016"),
        (1.00001, "1"),
        (0.313992, "0.314"),
        (-22.5828, "-22.58"),
        (1234.567, "1,235"),
        (0.0, "0"),
        (None, "–"),
    ],
)
def test_a_reading_has_four_digits_that_count_and_its_thousands_apart(value: float | None, text: str) -> None:
    assert quantity_text(value) == text


def test_a_share_is_whole_only_when_it_is() -> None:
    assert [share_text(share) for share in (0.0, 0.001, 0.545, 0.999, 1.0)] == ["0%", "1%", "55%", "99%", "100%"]


def test_charts_and_their_tables_write_the_same_text_as_the_page() -> None:
    line = Line("x", [(date(2026, 1, 31), 3.4873), (date(2026, 2, 28), 5.55)], "--accent")
    assert history_figure([line], None, [], "")["data"][0]["customdata"] == ["3.49", "5.6"]
    assert history_twin([line], None, "day", "none").rows == (("2026-02-28", "5.6"), ("2026-01-31", "3.49"))
    assert bar_figure([("a", -0.004)], "")["data"][0]["customdata"] == ["0.00"]
