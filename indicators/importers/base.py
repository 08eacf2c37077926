"""What an importer is: sniff a file, parse it into rows; nothing here writes. Pure.

Adding a publisher is copying one file of this package and adding its code to `CODES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import pandas as pd

from indicators.importers.problems import Problem, Refused

CODES = ("wdi", "un_imr", "epr", "vdem", "coups", "ucdp_deaths", "reign_elections", "panel", "tidy")

# key and scheme name the country as the file does (countries.crosswalk); ref_end is the last day of the period;
# value is on the indicator's scale, raw is the published text where that is something else; line 0 is a
# statement of the file as a whole.
ROW_COLUMNS = [
    "key",
    "scheme",
    "ref_end",
    "indicator",
    "value",
    "never",
    "raw",
    "raw_unit",
    "unit",
    "source",
    "grade",
    "published",
    "line",
    "column",
    "derivation",
    "input_lines",
]
# date is the day of the event, reference the day the assumed publication lag counts from; severity is 0-10,
# missing only where the method computes it (T-RF2-01); external_id is the publisher's own key of the event.
EVENT_COLUMNS = [
    "key",
    "scheme",
    "date",
    "reference",
    "indicator",
    "severity",
    "title",
    "external_id",
    "source",
    "grade",
    "published",
    "line",
    "column",
]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before parsing: bytes on disk, bytes unpacked, ratio of the two, members, rows, columns."""

    max_bytes: int = 256 * 1024 * 1024
    max_unpacked_bytes: int = 512 * 1024 * 1024
    max_ratio: float = 100.0
    max_members: int = 100
    max_rows: int = 2_000_000
    max_columns: int = 300
    chunk_rows: int = 100_000
    # A workbook costs some thirty times the reading of a CSV of the same size.
    max_workbook_bytes: int = 64 * 1024 * 1024


@dataclass(slots=True)
class Parsed:
    """One file, or one piece of it: observations (`ROW_COLUMNS`), dated events (`EVENT_COLUMNS`), problems.

    `skipped` counts cells and rows left out knowingly, by reason; `context_columns` are columns of the file
    that fill no indicator; `lines_read` counts the data lines.
    """

    rows: pd.DataFrame
    events: pd.DataFrame = field(default_factory=lambda: empty(EVENT_COLUMNS))
    problems: list[Problem] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    context_columns: tuple[str, ...] = ()
    lines_read: int = 0


class Importer(Protocol):
    """One publisher's file. `sources` are the feeds (feeds.csv) its rows name."""

    code: str
    title: str
    sources: tuple[str, ...]

    def sniff(self, head: bytes) -> bool:
        """Whether the first bytes of the unpacked file look like this publisher's."""

    def parse(self, path: Path, limits: Limits) -> Parsed:
        """The whole file; a file that cannot be taken gives problems, never an exception."""

    def parse_chunks(self, path: Path, limits: Limits) -> Iterator[Parsed]:
        """The same in pieces, for files too large to hold at once."""


class WholeFile:
    """Base of the importers that read a file at once: turns `Refused` into problems."""

    code: str
    title: str
    sources: tuple[str, ...]

    def read(self, path: Path, limits: Limits) -> Parsed:
        """The rows of the file; may raise Refused."""
        raise NotImplementedError

    def parse(self, path: Path, limits: Limits) -> Parsed:
        """The whole file (see Importer.parse)."""
        try:
            return self.read(path, limits)
        except Refused as refused:
            return failed(refused)

    def parse_chunks(self, path: Path, limits: Limits) -> Iterator[Parsed]:
        """One piece: the whole file."""
        yield self.parse(path, limits)


def empty(columns: list[str]) -> pd.DataFrame:
    """A frame without rows."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})


def failed(refused: Refused) -> Parsed:
    """A file of which nothing is taken."""
    return Parsed(rows=empty(ROW_COLUMNS), problems=list(refused.problems))


def get(code: str) -> Importer:
    """The importer of a code. KeyError names an unknown one."""
    if code not in CODES:
        raise KeyError(f"unknown importer {code!r}; known: {', '.join(CODES)}")
    return cast(Importer, import_module(f"indicators.importers.{code}").IMPORTER)


def guess(head: bytes) -> str | None:
    """The one importer whose sniff accepts the first bytes of the unpacked file, else None."""
    hits = [code for code in CODES if get(code).sniff(head)]
    return hits[0] if len(hits) == 1 else None
