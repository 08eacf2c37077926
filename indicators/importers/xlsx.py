"""Read the first table of a workbook as text cells with their line numbers. Pure.

openpyxl reads row by row and, with defusedxml installed, refuses XML bombs. Formulas are refused by name: their
last result may be stale, and text that starts with "=" is no value. Dates come out of both epochs (1900 and 1904).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from indicators.importers.base import Limits
from indicators.importers.problems import Problem, Refused, problem, refuse
from indicators.importers.xlsx_extent import extent

SHEET = "observations"
FAULTS_TOLD = 1000

if not openpyxl.DEFUSEDXML:
    raise ImportError("defusedxml is needed: without it openpyxl expands XML bombs")


def read_workbook(
    path: Path, limits: Limits, *, needed: Sequence[str], optional: Sequence[str], categories: Sequence[str]
) -> Iterator[pd.DataFrame]:
    """Pieces of the sheet "observations", or of the first one; the index is the row in the sheet. Raises Refused."""
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise refuse("archive_broken", error, "the workbook cannot be read: save it again") from None
    try:
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        rows = enumerate(_rows(path, sheet, limits), start=1)
        header = _header(next(rows, (1, ()))[1], limits, needed)
        wanted = {name: header.index(name) for name in (*needed, *optional) if name in header}
        yield from _pieces(rows, wanted, len(header), limits, categories)
    except Refused:
        raise
    except Exception as error:
        raise refuse("archive_broken", error, "the sheet cannot be read: save it again") from None
    finally:
        book.close()


def _rows(path: Path, sheet: Any, limits: Limits) -> Iterator[Sequence[Any]]:
    """The rows of the sheet, no further than its own cells reach: what it says of its dimensions may be a lie."""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as stream:
        reach = extent(stream, limits)
    sheet.reset_dimensions()
    if reach.rows:
        yield from sheet.iter_rows(max_row=reach.rows, max_col=reach.columns, values_only=True)


def _header(cells: Sequence[Any], limits: Limits, needed: Sequence[str]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.max_columns:
        raise refuse("columns", len(names), f"at most {limits.max_columns} columns are read", line=1)
    missing = [name for name in needed if name not in names]
    if missing:
        raise Refused(
            problem(1, name, "column_missing", ",".join(names), f"the header has no column {name!r}")
            for name in missing
        )
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise refuse("column_twice", twice, "each column needs a name of its own", line=1, column=twice)
    return names


def _pieces(
    rows: Iterator[tuple[int, Sequence[Any]]],
    wanted: dict[str, int],
    width: int,
    limits: Limits,
    categories: Sequence[str],
) -> Iterator[pd.DataFrame]:
    texts: dict[str, list[str]] = {name: [] for name in wanted}
    lines: list[int] = []
    faults: list[Problem] = []
    read = 0
    for line, cells in rows:
        if cells.count(None) == len(cells):
            continue
        read += 1
        if read > limits.max_rows:
            raise refuse("rows", f"more than {limits.max_rows}", "split the sheet", line=line)
        if any(cell is not None for cell in cells[width:]):
            raise refuse("cells", "", f"a cell stands to the right of the {width} columns of the header", line=line)
        lines.append(line)
        for name, at in wanted.items():
            texts[name].append(_text(cells[at] if at < len(cells) else None, line, name, faults))
        if len(faults) >= FAULTS_TOLD:
            break
        if len(lines) == limits.chunk_rows and not faults:
            yield _frame(texts, lines, categories)
            texts, lines = {name: [] for name in wanted}, []
    if faults:
        raise Refused(faults)
    if not read:
        raise refuse("no_rows", SHEET, "the sheet has a header and no rows", line=1)
    if lines:
        yield _frame(texts, lines, categories)


def _text(cell: Any, line: int, column: str, faults: list[Problem]) -> str:
    """A cell as a CSV would hold it; formulas and truth values are faults."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        faults.append(problem(line, column, "not_a_number", cell, "write a number, not a truth value"))
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = str(cell) if isinstance(cell, int | float) else str(getattr(cell, "text", cell)).strip()
    if text.startswith("=") or not isinstance(cell, str | int | float):
        faults.append(problem(line, column, "formula", text, "paste the value, not the formula"))
    return text


def _frame(texts: dict[str, list[str]], lines: list[int], categories: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(cells, dtype="object") for name, cells in texts.items()})
    frame.index = pd.Index(lines, name="line")
    return frame.astype({name: "category" for name in categories if name in frame})
