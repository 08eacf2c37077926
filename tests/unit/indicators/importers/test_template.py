"""The empty template imports as nothing, and filled in as what was written."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from indicators import catalogue, importers
from indicators.importers import Limits
from indicators.importers.template import template_csv, template_xlsx
from indicators.importers.tidy import COLUMNS

from .files import values

CATALOGUE = catalogue.load()
TIDY = importers.get("tidy")


@pytest.mark.parametrize(("name", "make"), [("t.csv", template_csv), ("t.xlsx", template_xlsx)])
def test_the_untouched_template_is_read_and_holds_no_observation(tmp_path: Path, name: str, make) -> None:
    (tmp_path / name).write_bytes(make(CATALOGUE))
    parsed = TIDY.parse(tmp_path / name, Limits())
    assert parsed.problems == []
    assert (len(parsed.rows), len(parsed.events)) == (0, 0)
    assert parsed.skipped == {"empty value": 70}


def test_a_template_that_was_filled_in_is_read(tmp_path: Path) -> None:
    sheet_bytes = template_xlsx(CATALOGUE, ["R-RF8-01"])
    book = openpyxl.load_workbook(io.BytesIO(sheet_bytes))
    sheet = book["observations"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    sheet["A2"], sheet["C2"], sheet["D2"] = "XAA", "2024-12-31", 20
    book.save(tmp_path / "t.xlsx")
    assert values(TIDY.parse(tmp_path / "t.xlsx", Limits()), "R-RF8-01") == {("XAA", 2024): 20}


def test_an_indicator_the_catalogue_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="R-RF99-01"):
        template_csv(CATALOGUE, ["R-RF99-01"])
