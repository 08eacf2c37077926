"""United Nations infant mortality."""

from __future__ import annotations

from pathlib import Path

from indicators import importers
from indicators.importers import Limits

from .files import codes, values, write

UN = importers.get("un_imr")


def test_every_cell_is_infant_mortality_at_the_end_of_its_year(tmp_path: Path) -> None:
    parsed = UN.parse(write(tmp_path, "iso3c,year,un_imr,ccode\nXAA,1950,162.5,\nXAB,2024,,\n"), Limits())
    assert values(parsed, "R-RF8-01") == {("XAA", 1950): 162.5}
    (row,) = parsed.rows.to_dict("records")
    assert (str(row["ref_end"].date()), row["source"], row["unit"]) == (
        "1950-12-31",
        "un_imr",
        "deaths per 1,000 births",
    )
    assert parsed.lines_read == 2


def test_a_year_out_of_range_is_named(tmp_path: Path) -> None:
    parsed = UN.parse(write(tmp_path, "iso3c,year,un_imr,ccode\nXAA,19500,162.5,\n"), Limits())
    assert codes(parsed) == ["year"]
