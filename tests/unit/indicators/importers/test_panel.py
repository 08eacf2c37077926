"""The tidy panel: past killings, regimes, deaths, age of the state."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indicators import importers
from indicators.importers import Limits

from .files import codes, values, write

PANEL = importers.get("panel")
HEADER = "ccode,year,mk_ever,mk_ongoing_count,countryage.new.log2,ucdp_fat_year,reign_regimetype,wdi_imr\n"


def read(folder: Path, *lines: str):
    """The parsed panel of these lines: ccode, year, ever, ongoing, and defaults for the rest."""
    filled = [line if line.count(",") > 3 else f"{line},5,,parliamentary," for line in lines]
    return PANEL.parse(write(folder, HEADER + "".join(f"{line}\n" for line in filled)), Limits())


def test_past_killing_is_zero_years_while_it_goes_on_and_counts_up_after(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1970,1,1", "XAA,1971,1,2", "XAA,1972,1,0", "XAA,1975,1,0")
    assert values(parsed, "R-RF6-01") == {
        ("XAA", 1970): 0,
        ("XAA", 1971): 0,
        ("XAA", 1972): 1,
        ("XAA", 1975): 4,
    }
    last = parsed.rows[(parsed.rows["indicator"] == "R-RF6-01") & (parsed.rows["line"] == 5)]
    assert list(last["input_lines"]) == ["5;3"]


def test_a_recorded_never_is_said_and_a_blank_stays_blank(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1970,0,0", "XAB,1970,,")
    rows = parsed.rows[parsed.rows["indicator"] == "R-RF6-01"]
    assert list(rows["key"]) == ["XAA"]
    assert rows["never"].all()
    assert np.isnan(rows["value"]).all()


def test_a_killing_that_ended_before_the_panel_begins_has_no_number_of_years(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1960,1,0")
    assert values(parsed, "R-RF6-01") == {}
    assert 1 in parsed.skipped.values()


def test_a_killing_that_goes_on_where_there_was_never_one_is_a_contradiction(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "XAA,1970,0,1")) == ["contradiction"]


def test_the_age_of_the_state_is_brought_back_from_its_logarithm(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1970,0,0")
    assert values(parsed, "R-RF1-03") == {("XAA", 1970): 31}
    row = parsed.rows[parsed.rows["indicator"] == "R-RF1-03"].iloc[0]
    assert (row["raw"], row["raw_unit"]) == ("5", "log2 of years plus one")


@pytest.mark.parametrize(
    ("regime", "index"), [("parliamentary", 0), ("party-military", 0.3), ("military personal", 0.6)]
)
def test_a_regime_type_stands_in_for_the_military_index_in_three_steps(
    tmp_path: Path, regime: str, index: float
) -> None:
    parsed = read(tmp_path, f"XAA,1970,0,0,5,,{regime},")
    assert values(parsed, "R-RF5-02") == {("XAA", 1970): pytest.approx(index)}
    assert regime in set(parsed.rows["raw"])


def test_occupied_and_warlord_regimes_have_no_value_and_a_new_word_is_named(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1970,0,0,5,,warlordism,", "XAB,1970,0,0,5,,foreign-occupied,")
    assert values(parsed, "R-RF5-02") == {}
    assert codes(read(tmp_path, "XAA,1970,0,0,5,,technocracy,")) == ["unknown_category"]


def test_deaths_of_all_kinds_stand_in_under_a_higher_ceiling(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1990,0,0,5,30000,parliamentary,", "XAB,1990,0,0,5,0,parliamentary,")
    assert values(parsed, "P-RF1-02") == {("XAA", 1990): pytest.approx(10000), ("XAB", 1990): pytest.approx(0)}


def test_copies_of_files_that_have_importers_of_their_own_stay_context(tmp_path: Path) -> None:
    parsed = read(tmp_path, "XAA,1970,0,0")
    assert parsed.context_columns == ("wdi_imr",)
    assert "R-RF8-01" not in set(parsed.rows["indicator"])
