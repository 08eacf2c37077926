"""The empty tidy template, as CSV or XLSX, with one line per indicator to copy and fill in. Pure.

A line without a value is no observation, so the template itself imports as nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.catalogue import Catalogue, IndicatorSpec
from indicators.importers.tidy import COLUMNS
from indicators.importers.xlsx import SHEET

HELP = (
    ("country", "ISO 3166-1 alpha-3 code, such as XAA; NA is never a missing value"),
    ("indicator", "code of the catalogue, such as R-RF8-01"),
    ("ref_end", "last day of the period the value speaks of, YYYY-MM-DD"),
    ("value", "a number with a point for decimals; never where the sheet of indicators allows it; empty: no value"),
    ("unit", "as in the catalogue; may stay empty"),
    ("grade", "letter A to F and digit 1 to 6; empty means F6, cannot be judged"),
    ("published", "day of publication, YYYY-MM-DD; on every line or on none"),
    ("source", "code of the feed; empty means tidy"),
    ("note", "for people; not stored"),
)


def template_csv(catalogue: Catalogue, codes: Iterable[str] = ()) -> bytes:
    """UTF-8 CSV with a line per indicator of `codes` (all by default)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(_specs(catalogue, codes)))
    return out.getvalue().encode("utf-8")


def template_xlsx(catalogue: Catalogue, codes: Iterable[str] = ()) -> bytes:
    """Workbook with the sheets observations, columns and indicators."""
    specs = _specs(catalogue, codes)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    _fill(sheet, COLUMNS, _lines(specs))
    _fill(book.create_sheet("columns"), ("column", "what to write"), HELP)
    head = ("code", "name", "unit", "never allowed")
    _fill(
        book.create_sheet("indicators"),
        head,
        [(spec.code, spec.name, spec.unit, "yes" if spec.takes_never else "no") for spec in specs],
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _specs(catalogue: Catalogue, codes: Iterable[str]) -> list[IndicatorSpec]:
    wanted = set(codes)
    unknown = wanted - set(catalogue.by_code)
    if unknown:
        raise KeyError(f"unknown indicators: {', '.join(sorted(unknown))}")
    return [spec for spec in catalogue.indicators if not wanted or spec.code in wanted]


def _lines(specs: Iterable[IndicatorSpec]) -> list[tuple[str, ...]]:
    return [("", spec.code, "", "", spec.unit, "", "", "", "") for spec in specs]


def _fill(sheet: Worksheet, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(cell.column)].width = 24
    sheet.freeze_panes = "A2"
