"""V-Dem: the extract's stand-ins and the country-year file's own columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import catalogue, importers
from indicators.importers import Limits

from .files import codes, values, write

VDEM = importers.get("vdem")
EXTRACT = (
    '"COWcode","country_name","year","pol_killing_approved","social_inequality","even_civilrights",'
    '"v2csreprss_ord","v2pepwrsoc_ord","partyban"\n'
)


def score(indicator: str, value: float) -> float:
    """The linear score of a value, by the catalogue's goalposts."""
    spec = catalogue.load().by_code[indicator]
    assert spec.transform == "lin"
    assert spec.goalpost_0 is not None
    assert spec.goalpost_10 is not None
    return 10 * min(1, max(0, (value - spec.goalpost_0) / (spec.goalpost_10 - spec.goalpost_0)))


@pytest.mark.parametrize(
    ("cells", "indicator", "expected"),
    [
        ("0,0,1,4,4,4", "P-RF7-05", 0),
        ("0,0,1,2,4,4", "P-RF7-05", 5),
        ("0,0,1,0,4,4", "P-RF7-05", 10),
        ("0,0,1,4,1,4", "R-RF4-03", 7.5),
        ("0,0,1,4,4,4", "P-RT-02", 0),
        ("0,0,1,4,4,2", "P-RT-02", 8),
        ("0,0,1,4,4,0", "P-RT-02", 10),
        ("0,0,1,4,4,4", "R-RF8-03", 0),
        ("0,0,0,4,4,4", "R-RF8-03", 5.294),
    ],
)
def test_a_step_of_the_extract_scores_by_its_own_goalposts(
    tmp_path: Path, cells: str, indicator: str, expected: float
) -> None:
    parsed = VDEM.parse(write(tmp_path, EXTRACT + f'1,"Aldoria",2000,{cells}\n'), Limits())
    assert score(indicator, values(parsed, indicator)["1", 2000]) == pytest.approx(expected, abs=1e-3)


def test_a_folded_column_whose_zero_covers_four_steps_of_five_fills_nothing(tmp_path: Path) -> None:
    parsed = VDEM.parse(write(tmp_path, EXTRACT + '1,"Aldoria",2000,1,1,1,4,4,4\n'), Limits())
    assert not {"P-RF7-01", "P-RF7-06"} & set(parsed.rows["indicator"])
    assert {"pol_killing_approved", "social_inequality"} <= set(parsed.context_columns)


def test_the_extract_and_the_own_file_are_two_sources(tmp_path: Path) -> None:
    extract = VDEM.parse(write(tmp_path, EXTRACT + '1,"Aldoria",2000,0,0,1,4,4,4\n'), Limits())
    own = VDEM.parse(write(tmp_path, "country_text_id,COWcode,year,v2x_polyarchy\nXAA,1,2000,0.34\n"), Limits())
    assert set(extract.rows["source"]) == {"vdem_extract"}
    assert set(own.rows["source"]) == {"vdem"}
    assert values(own, "R-RT-01") == {("1", 2000): 0.34}


def test_means_of_two_need_both_and_changes_need_three_years(tmp_path: Path) -> None:
    header = "COWcode,year,v2x_jucon,v2xlg_legcon,v2x_clphy\n"
    lines = "1,2000,0.2,0.4,0.9\n1,2003,0.2,,0.6\n2,2003,0.5,0.7,0.5\n"
    parsed = VDEM.parse(write(tmp_path, header + lines), Limits())
    assert values(parsed, "R-RT-02") == {("1", 2000): pytest.approx(0.3), ("2", 2003): pytest.approx(0.6)}
    assert values(parsed, "P-RF7-02") == {("1", 2003): pytest.approx(-0.3)}
    assert len(values(parsed, "P-RF7-01")) == 3


def test_rows_of_territories_without_a_cow_code_are_left_out_and_counted(tmp_path: Path) -> None:
    parsed = VDEM.parse(write(tmp_path, "COWcode,year,v2x_rule\n1,2000,0.5\n,2000,0.4\nNA,2000,0.3\n"), Limits())
    assert values(parsed, "P-RF6-01") == {("1", 2000): 0.5}
    assert list(parsed.skipped.values()) == [2]


def test_thousands_of_columns_are_no_obstacle_here(tmp_path: Path) -> None:
    extra = ",".join(f"x{at}" for at in range(4600))
    cells = ",".join("1" for _ in range(4600))
    parsed = VDEM.parse(write(tmp_path, f"COWcode,year,v2x_rule,{extra}\n1,2000,0.5,{cells}\n"), Limits())
    assert values(parsed, "P-RF6-01") == {("1", 2000): 0.5}


def test_a_file_without_any_known_column_is_refused(tmp_path: Path) -> None:
    parsed = VDEM.parse(write(tmp_path, "COWcode,year,other\n1,2000,1\n"), Limits())
    assert codes(parsed) == ["column_missing"]
