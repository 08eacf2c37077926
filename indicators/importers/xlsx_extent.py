"""How far a sheet reaches, from one look at its XML before any cell is made. Pure.

openpyxl makes every row and cell up to the last one it meets, so that a single cell at the far corner of a small
file costs hours. Only cells that hold something count here: formatted empty ones may stand anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, Final
from xml.parsers import expat  # nosec B407 - entities are refused below

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.xml.constants import SHEET_MAIN_NS

from indicators.importers.base import Limits
from indicators.importers.problems import refuse

# Blank rows a sheet may have between the others, together.
MOST_BLANK: Final = 10_000
_ROW, _CELL = f"{SHEET_MAIN_NS} row", f"{SHEET_MAIN_NS} c"
_HELD = frozenset(f"{SHEET_MAIN_NS} {name}" for name in ("v", "f", "is"))
_PLACE = re.compile(r"([A-Za-z]{1,3})[0-9]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and the last column that hold something, both from 1; 0 in a sheet without a cell."""

    rows: int
    columns: int


def extent(stream: IO[bytes], limits: Limits) -> Extent:
    """Walk the XML of a sheet once.

    Raises:
        Refused: `rows`, `columns` (a cell beyond the limits), `blank_rows`, or `archive_broken`.
    """
    look = _Look(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = look.doctype
    parser.StartElementHandler = look.start
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise refuse("archive_broken", error, "the sheet cannot be read: save it again") from None
    return Extent(look.last_row, look.last_column)


class _Look:
    """Counts rows and cells as openpyxl does: by their `r`, or one after the other where they have none."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = 0
        self.last_row = self.last_column = self.filled = 0

    def doctype(self, name: str, *_rest: object) -> None:
        """A sheet has no document type; one that has may define entities without end."""
        raise refuse("archive_broken", f"DOCTYPE {name}", "the sheet cannot be read: save it again")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take one opening tag."""
        if tag == _CELL:
            self.column = _column(attributes["r"]) if attributes.get("r") else self.column + 1
        elif tag == _ROW:
            self._start_row(attributes)
        elif tag in _HELD:
            self._hold()

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = _row(attributes["r"]) if "r" in attributes else self.row + 1
        if number <= self.row:
            remedy = f"it stands after row {self.row}: save the workbook again"
            raise refuse("row_order", f"row {number}", remedy, line=number)
        self.row, self.column = number, 0

    def _hold(self) -> None:
        if self.row > self.last_row:
            self.last_row, self.filled = self.row, self.filled + 1
            self._check_row()
        if self.column > self.last_column:
            self.last_column = self.column
            if self.column > self.limits.max_columns:
                place = f"column {get_column_letter(self.column)}" if self.column <= 18_278 else f"{self.column}"
                remedy = f"at most {self.limits.max_columns} columns are read: delete what stands beyond the table"
                raise refuse("columns", place, remedy, line=self.row)

    def _check_row(self) -> None:
        if self.row > self.limits.max_rows + 1:
            remedy = f"at most {self.limits.max_rows} rows are read: split the sheet"
            raise refuse("rows", f"row {self.row}", remedy, line=self.row)
        if self.row - self.filled > MOST_BLANK:
            remedy = f"more than {MOST_BLANK} blank rows stand above it: delete them, or the cell"
            raise refuse("blank_rows", f"row {self.row}", remedy, line=self.row)


def _row(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise refuse("archive_broken", f"row {text}", "this is no number of a row: save the workbook again")
    return int(text)


def _column(place: str) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        raise refuse("archive_broken", f"cell {place}", "this is no place of a cell: save the workbook again")
    return int(column_index_from_string(found[1]))
