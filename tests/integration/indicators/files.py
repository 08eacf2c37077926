"""Small tidy files for the import tests, in the exercise world only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

HEADER = "country,indicator,ref_end,value,unit,grade,published,source,note"
MORTALITY = "R-RF8-01"


def row(value: object, *, country: str = "XAB", indicator: str = MORTALITY, ref_end: str = "2024-12-31",
        published: str = "2025-03-01", grade: str = "B2") -> str:  # fmt: skip
    """One line of a tidy file."""
    return f"{country},{indicator},{ref_end},{value},,{grade},{published},tidy,"


def tidy(folder: Path, lines: Iterable[str], name: str = "file.csv") -> Path:
    """A tidy file with these lines under its header."""
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path
