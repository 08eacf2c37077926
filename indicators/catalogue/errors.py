"""The one error a broken method table raises."""

from __future__ import annotations


class CatalogueError(ValueError):
    """A table of the method is broken; names file, line (header is 1), column, value and remedy."""

    def __init__(self, file: str, line: int, column: str, value: object, remedy: str) -> None:
        self.file, self.line, self.column, self.value, self.remedy = file, line, column, value, remedy
        place = f"{file} line {line}" + (f" column {column}" if column else "")
        super().__init__(f"{place}: {value!r}: {remedy}")
