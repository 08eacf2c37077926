"""Numbers and looks as every page writes them."""

from __future__ import annotations

import pytest
from django.utils import translation

from indicators.presenters.heatmap import _Cells
from indicators.readers.bands import band_of
from indicators.readers.heatmap import FactorCell, LevelCell
from indicators.words import SHORT_LOOKS, factor_word, number, percent, signed, unit_word


def factor(score: float | None, **other: object) -> FactorCell:
    plain = FactorCell("P", "RF7", score, score, score, None, 1.0, "scored", False, band_of(score))
    return plain._replace(**other)  # type: ignore[arg-type]


def test_no_number_is_a_dash_and_never_a_zero() -> None:
    assert number(None) == "–"
    assert number(0.0) == "0.0"


@pytest.mark.parametrize(
    ("value", "text"), [(0.04, "0.0"), (-0.04, "0.0"), (0.05001, "+0.1"), (-1.2, "-1.2"), (None, "")]
)
def test_a_change_that_rounds_to_nothing_has_no_sign(value: float | None, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("deaths", 1.0, "death"),
        ("deaths", 2.0, "deaths"),
        ("years (0-15)", 1.0, "year"),
        ("months (no ended conflict = not applicable)", 189.0, "months"),
        ("percent of GDP", 41.9, "percent of GDP"),
    ],
)
def test_a_unit_beside_a_value_carries_no_note_and_agrees_in_number(unit: str, value: float, text: str) -> None:
    assert unit_word(unit, value) == text


def test_a_share_is_written_as_the_language_writes_it() -> None:
    with translation.override("fr"):
        assert percent(0.54) == "54\u202f%"
    assert percent(0.54) == "54%"
    assert percent(None) == "–"


def test_not_assessed_and_not_applicable_never_share_a_sign() -> None:
    assert len(set(map(str, SHORT_LOOKS.values()))) == len(SHORT_LOOKS)


def test_a_factor_is_called_by_what_it_means_on_its_level() -> None:
    assert factor_word("R", "RF6") == "Past atrocities"
    assert factor_word("P", "RF6") == "Impunity"
    assert factor_word("R", "RF99") == "RF99"


@pytest.mark.parametrize(("score", "band", "word"), [(0.0, 0, "Background"), (2.0, 1, "Watch"), (6.5, 4, "Very high")])
def test_a_scored_cell_has_number_colour_and_word(score: float, band: int, word: str) -> None:
    cell = _Cells().factor(factor(score), gap=False)
    assert cell == (f"b{band}", f"{score:.1f}", word)


def test_stale_moved_and_expert_cells_differ_in_look_and_in_word() -> None:
    cells = _Cells()
    stale = cells.factor(factor(4.0, stale=True), gap=False)
    moved = cells.factor(factor(4.0, adjustment=1.0), gap=False)
    expert = cells.factor(factor(4.0, look="expert"), gap=False)
    assert len({cell.look for cell in (stale, moved, expert)}) == 3
    assert (stale.word, moved.word) == ("Elevated, stale", "Elevated, moved by experts")
    assert expert.word == "Elevated, expert judgement only"


@pytest.mark.parametrize(
    ("look", "css", "word"),
    [
        ("not_scored", "nr", "Not assessed"),
        ("not_watched", "nw", "Not watched"),
        ("not_applicable", "na", "Not applicable"),
        ("something_new", "nr", "Not assessed"),
    ],
)
def test_a_cell_without_a_number_carries_no_band(look: str, css: str, word: str) -> None:
    cell = _Cells().factor(factor(None, look=look), gap=False)
    assert (cell.look, cell.word) == (css, word)
    assert not any(sign.isdigit() for sign in cell.text)


def test_a_level_that_nobody_watches_is_not_called_not_rated() -> None:
    level = LevelCell("T", None, None, None, 0.0, 0.0, 0, False, "not_watched", None, ())
    assert _Cells().level(level, gap=True) == ("nw lv gap", "n/w", "Not watched")
