"""Typed reading of the method's CSV files: a bad cell is named by file, line, column and value."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from indicators.catalogue.errors import CatalogueError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every reader takes a column name and answers a typed value or refuses."""

    file: str
    line: int
    cells: dict[str, str]

    def refuse(self, column: str, remedy: str) -> CatalogueError:
        """The error for a cell of this row."""
        return CatalogueError(self.file, self.line, column, self.cells.get(column, ""), remedy)

    def text(self, column: str) -> str:
        """Free text, possibly empty."""
        return self.cells[column]

    def required(self, column: str) -> str:
        """Text that must not be empty."""
        if not self.cells[column]:
            raise self.refuse(column, "must not be empty")
        return self.cells[column]

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Text from a closed list."""
        if self.cells[column] not in allowed:
            raise self.refuse(column, f"must be one of {', '.join(sorted(allowed))}")
        return self.cells[column]

    def many(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """A list inside a cell; an empty cell is an empty list."""
        return tuple(part.strip() for part in self.cells[column].split(separator) if part.strip())

    def number(self, column: str) -> float:
        """A finite number."""
        value = self.optional_number(column)
        if value is None:
            raise self.refuse(column, "a number is needed")
        return value

    def optional_number(self, column: str) -> float | None:
        """A finite number, or None for an empty cell."""
        if not self.cells[column]:
            return None
        try:
            value = float(self.cells[column])
        except ValueError:
            raise self.refuse(column, "must be a number") from None
        if value - value != 0:
            raise self.refuse(column, "must be a finite number")
        return value

    def days(self, column: str, *, least: int = 0) -> int:
        """A whole number of days (or of anything counted), at least `least`."""
        value = self.number(column)
        if value != int(value) or value < least:
            raise self.refuse(column, f"must be a whole number of at least {least}")
        return int(value)

    def flag(self, column: str, *, yes: str = "1", no: str = "0") -> bool:
        """A yes or no in the file's own spelling."""
        return self.one_of(column, (yes, no)) == yes


def rows(path: Path, columns: Collection[str]) -> Iterator[Row]:
    """Rows of a CSV whose header holds exactly `columns`, with the line each one ends on."""
    if not path.exists():
        raise CatalogueError(path.name, 1, "", str(path.parent.name), "the file is missing from this method's folder")
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = next(reader, [])
        for column in sorted(set(columns) ^ set(header)):
            what = "unknown column: remove it" if column in header else "column is missing: add it"
            raise CatalogueError(path.name, 1, column, ",".join(header), what)
        for cells in reader:
            if len(cells) != len(header):
                remedy = f"{len(cells)} cells where the header has {len(header)}"
                raise CatalogueError(path.name, reader.line_num, "", ",".join(cells), remedy)
            stripped = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            yield Row(path.name, reader.line_num, stripped)


def table(path: Path, columns: str, build: Callable[[Row], T], key: Callable[[T], object]) -> tuple[T, ...]:
    """All rows of `path` as values; `columns` is comma separated; two rows of one key are refused."""
    built: dict[object, T] = {}
    names = columns.split(",")
    for row in rows(path, names):
        value = build(row)
        if key(value) in built:
            raise row.refuse(names[0], f"{key(value)!r} stands twice: keep one row")
        built[key(value)] = value
    return tuple(built.values())
