"""Workbooks: cells as a CSV would hold them, formulas refused by name."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from indicators import importers
from indicators.importers import Limits

from .files import codes, values

TIDY = importers.get("tidy")
HEADER = ("country", "indicator", "ref_end", "value", "unit")


def book(folder: Path, *rows: Sequence[Any], sheet: str = "Sheet", mac: bool = False) -> Path:
    """A workbook with the header and these rows on its last sheet."""
    made = openpyxl.Workbook()
    if mac:
        made.epoch = CALENDAR_MAC_1904
    page = made.active
    if sheet != "Sheet":
        page.append(["something else"])
        page = made.create_sheet(sheet)
    page.append(HEADER)
    for row in rows:
        page.append(row)
    path = folder / "t.xlsx"
    made.save(path)
    return path


def read(path: Path, limits: Limits | None = None):
    """The parsed workbook."""
    return TIDY.parse(path, limits or Limits())


@pytest.mark.parametrize("mac", [False, True])
@pytest.mark.parametrize("day", [date(2024, 12, 31), datetime(2024, 12, 31), "2024-12-31"])
def test_a_day_is_read_from_either_epoch_and_from_text(tmp_path: Path, mac: bool, day: Any) -> None:
    parsed = read(book(tmp_path, ("XAA", "P-RF1-02", day, 12.5, "deaths"), mac=mac))
    assert parsed.problems == []
    assert values(parsed, "P-RF1-02") == {("XAA", 2024): 12.5}
    assert str(parsed.rows["ref_end"].iloc[0].date()) == "2024-12-31"


def test_lines_are_the_rows_of_the_sheet_through_empty_ones(tmp_path: Path) -> None:
    parsed = read(book(tmp_path, ("XAA", "P-RF1-02", "2024-12-31", 1), (), ("XAB", "P-RF1-02", "2024-12-31", 2)))
    assert list(parsed.rows["line"]) == [2, 4]


def test_the_sheet_called_observations_is_taken_before_the_first(tmp_path: Path) -> None:
    parsed = read(book(tmp_path, ("XAA", "P-RF1-02", "2024-12-31", 1), sheet="observations"))
    assert values(parsed, "P-RF1-02") == {("XAA", 2024): 1}


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("XAA", "P-RF1-02", "2024-12-31", "=1+1"), "formula", "value"),
        (("=A1", "P-RF1-02", "2024-12-31", 1), "formula", "country"),
        (("XAA", "P-RF1-02", "2024-12-31", True), "not_a_number", "value"),
        (("XAA", "P-RF1-02", 45657, 1), "date", "ref_end"),
        (("XAA", "P-RF1-02", datetime(2024, 12, 31, 13, 30), 1), "date", "ref_end"),
        (("XAA", "P-RF1-02", "2024-12-31", "#REF!"), "not_a_number", "value"),
        (("XAA", "P-RF1-02", "2024-12-31", 1, "deaths", "far right"), "cells", ""),
    ],
)
def test_a_cell_that_holds_no_value_is_named(tmp_path: Path, row: Sequence[Any], code: str, column: str) -> None:
    parsed = read(book(tmp_path, ("XAB", "P-RF1-02", "2024-12-31", 1), row))
    assert codes(parsed) == [code]
    assert (parsed.problems[0].line, parsed.problems[0].column) == (3, column)


def test_a_workbook_with_too_many_columns_or_rows_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, *(("XAA", "P-RF1-02", "2024-12-31", 1) for _ in range(5)))
    assert codes(read(path, Limits(max_columns=3))) == ["columns"]
    assert codes(read(path, Limits(max_rows=3))) == ["rows"]


def test_a_workbook_without_the_needed_columns_names_them(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["country", "value"])
    made.save(tmp_path / "t.xlsx")
    parsed = read(tmp_path / "t.xlsx")
    assert codes(parsed) == ["column_missing", "column_missing"]


def test_an_xml_bomb_inside_a_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, ("XAA", "P-RF1-02", "2024-12-31", "text"))
    entities = b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [' + entities + b"]><worksheet>&b;</worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            new.writestr(member, bomb if member.filename == "xl/worksheets/sheet1.xml" else old.read(member))
    path.write_bytes(out.getvalue())
    assert codes(read(path)) == ["archive_broken"]


def test_a_publishers_importer_refuses_a_workbook(tmp_path: Path) -> None:
    path = book(tmp_path, ("XAA", "P-RF1-02", "2024-12-31", 1))
    assert codes(importers.get("wdi").parse(path, Limits())) == ["binary_file"]


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GOOD = '<row r="1">' + "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER[:4]) + "</row>"


def sheet_of(folder: Path, rows: str, *, dimension: str = "A1:D2", doctype: str = "") -> Path:
    """A workbook whose one sheet is this XML, packed."""
    path = book(folder)
    sheet = f'{doctype}<worksheet xmlns="{NAMESPACE}"><dimension ref="{dimension}"/>'
    sheet += f"<sheetData>{rows}</sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, sheet if member.filename == "xl/worksheets/sheet1.xml" else old.read(member))
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f'{GOOD}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "blank_rows"),
        (f'{GOOD}<row r="2"><c r="XFD2"><v>1</v></c></row>', "columns"),
        (f'{GOOD}<row r="2"><c r="XFD2"><f>1+1</f></c></row>', "columns"),
        (f'{GOOD}<row r="2000000000"><c><v>1</v></c></row>', "rows"),
        (f'{GOOD}<row r="{"9" * 5000}"><c><v>1</v></c></row>', "archive_broken"),
        (f'{GOOD}<row r="2">{"<c/>" * 300}<c><v>1</v></c></row>', "columns"),
        (f'{GOOD}<row r="3"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>', "row_order"),
        (f'{GOOD}<row r="1"><c><v>1</v></c></row>', "row_order"),
        (f'{GOOD}<row r="2"><c r="ABCD2"><v>1</v></c></row>', "archive_broken"),
    ],
)
def test_a_cell_far_from_the_table_is_refused_by_name_and_at_once(tmp_path: Path, rows: str, code: str) -> None:
    path = sheet_of(tmp_path, rows)
    started = time.process_time()
    assert codes(read(path)) == [code]
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "more",
    ['<row r="1048576" ht="15"/>', '<row r="2000000000"/>', '<row r="3"><c r="XFD3" s="0"/></row>', ""],
)
def test_formats_and_dimensions_without_a_value_reach_nowhere(tmp_path: Path, more: str) -> None:
    cells = '<c t="inlineStr"><is><t>XAA</t></is></c><c t="inlineStr"><is><t>P-RF1-02</t></is></c>'
    cells += '<c t="inlineStr"><is><t>2024-12-31</t></is></c><c><v>7</v></c>'
    path = sheet_of(tmp_path, f'{GOOD}<row r="2">{cells}</row>{more}', dimension="A1:XFD1048576")
    started = time.process_time()
    parsed = read(path)
    assert values(parsed, "P-RF1-02") == {("XAA", 2024): 7}
    assert time.process_time() - started < 1


def test_a_sheet_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, GOOD, doctype='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>')
    assert codes(read(path)) == ["archive_broken"]
