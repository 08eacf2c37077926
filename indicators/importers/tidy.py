"""The product's own tidy table, CSV or XLSX: one value a line. Pure.

Columns: country (ISO 3166-1 alpha-3), indicator (code), ref_end (YYYY-MM-DD, last day of the period), value (a
number, or the word never), and optionally unit, grade, published (YYYY-MM-DD), source (a feed's code), note (for
people, not stored). An empty value is no observation: the line is left out and counted. Lines of event indicators
become dated events with the value as severity; for T-RF2-01 it may stay empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import catalogue
from indicators.importers.base import EVENT_COLUMNS, ROW_COLUMNS, Limits, Parsed, empty, failed
from indicators.importers.gates import inspect
from indicators.importers.problems import Problem, Refused, problem
from indicators.importers.rows import stacked
from indicators.importers.table import TOLD, numbers, read_chunks
from indicators.importers.xlsx import read_workbook

NEEDED = ("country", "indicator", "ref_end", "value")
OPTIONAL = ("unit", "grade", "published", "source")
COLUMNS = (*NEEDED, *OPTIONAL, "note")
FEW = ("country", "indicator", "ref_end", "unit", "grade", "published", "source")
ELECTION = "T-RF2-01"
FIRST_YEAR, LAST_YEAR = 1789, 2199
Dates = npt.NDArray[np.datetime64]


class Tidy:
    """`tidy`: the template of `indicators.importers.template`, filled in."""

    code = "tidy"
    title = "Own tidy template"
    sources = ("tidy",)

    def sniff(self, head: bytes) -> bool:
        """Whether the header has the needed columns, or the file is a workbook."""
        names = head.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").strip()
        cells = {cell.strip(b'"') for mark in (b",", b";", b"\t") for cell in names.split(mark)}
        return head.startswith(b"PK\x03\x04") or {name.encode() for name in NEEDED} <= cells

    def parse(self, path: Path, limits: Limits) -> Parsed:
        """The whole file at once (see Importer.parse)."""
        pieces = list(self.parse_chunks(path, limits))
        skipped: dict[str, int] = {}
        for piece in pieces:
            for reason, count in piece.skipped.items():
                skipped[reason] = skipped.get(reason, 0) + count
        return Parsed(
            rows=stacked(piece.rows for piece in pieces),
            events=stacked((piece.events for piece in pieces), EVENT_COLUMNS),
            problems=[item for piece in pieces for item in piece.problems],
            skipped=skipped,
            context_columns=("note",),
            lines_read=sum(piece.lines_read for piece in pieces),
        )

    def parse_chunks(self, path: Path, limits: Limits) -> Iterator[Parsed]:
        """Pieces of `limits.chunk_rows` lines; a broken file ends with a piece that holds the problem."""
        try:
            gated = inspect(path, limits)
            if gated.kind == "xlsx":
                frames = read_workbook(path, limits, needed=NEEDED, optional=OPTIONAL, categories=FEW)
            else:
                frames = read_chunks(path, limits, gated, needed=NEEDED, optional=OPTIONAL, categories=FEW)
            for frame in frames:
                yield _piece(frame)
        except Refused as refused:
            yield failed(refused)


def _piece(table: pd.DataFrame) -> Parsed:
    value, never, empty_cells, problems = _values(table["value"])
    ref_end, wrong = dates(table["ref_end"], needed=~(empty_cells & (table["ref_end"] == "").to_numpy()))
    published, wrong_too = dates(table["published"], needed=None) if "published" in table else (None, [])
    lines = table.index.to_numpy(np.int64)
    codes = table["indicator"]
    scheduled = (codes == ELECTION).to_numpy() & empty_cells & ~np.isnat(ref_end)
    eventful = codes.isin(_event_codes()).to_numpy() & (scheduled | ~empty_cells)
    columns = {
        "key": table["country"],
        "scheme": "iso3",
        "indicator": codes,
        "source": _text(table, "source", "tidy"),
        "grade": _text(table, "grade", "F6"),
        "published": pd.NaT if published is None else pd.DatetimeIndex(published).as_unit("s"),
        "line": lines,
        "column": "value",
    }
    rows = pd.DataFrame(
        {
            **columns,
            "ref_end": pd.DatetimeIndex(ref_end).as_unit("s"),
            "value": value,
            "never": never,
            "raw": "",
            "raw_unit": "",
            "unit": _text(table, "unit", ""),
            "derivation": "",
            "input_lines": "",
        }
    )[~eventful & ~empty_cells]
    return Parsed(
        rows=rows.reset_index(drop=True)[ROW_COLUMNS],
        events=_events(columns, ref_end, value, eventful),
        problems=[*problems, *wrong, *wrong_too],
        skipped={"empty value": int((empty_cells & ~scheduled).sum())} if (empty_cells & ~scheduled).any() else {},
        context_columns=("note",),
        lines_read=len(table),
    )


def _events(
    columns: dict[str, Any], ref_end: Dates, severity: npt.NDArray[np.float64], eventful: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    if not eventful.any():
        return empty(EVENT_COLUMNS)
    day = pd.DatetimeIndex(ref_end).as_unit("s")
    events = pd.DataFrame({**columns, "date": day, "reference": day, "severity": severity, "title": ""})[eventful]
    events["external_id"] = events["indicator"].astype(str) + " " + events["date"].dt.strftime("%Y-%m-%d")
    return events[EVENT_COLUMNS].reset_index(drop=True)


def _event_codes() -> list[str]:
    return [spec.code for spec in catalogue.load().indicators if spec.counts_events]


def _values(
    cells: pd.Series,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], npt.NDArray[np.bool_], list[Problem]]:
    """Numbers; which cells say never; which are empty; and the problems of the others."""
    value, problems = numbers(cells, missing=("", "never"))
    unread = np.flatnonzero(~np.isfinite(value))
    never = np.zeros(len(cells), dtype=bool)
    blank = np.zeros(len(cells), dtype=bool)
    texts = cells.to_numpy()[unread]
    never[unread] = texts == "never"
    blank[unread] = texts == ""
    return value, never, blank, problems


def dates(cells: pd.Series, *, needed: npt.NDArray[np.bool_] | None) -> tuple[Dates, list[Problem]]:
    """Days of a text column of categories, each text read once; NaT where empty, a problem where needed."""
    texts = cells.cat.categories.astype(str)
    whole = pd.Series(texts).where(texts.str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}"), None)
    days = pd.to_datetime(whole, format="%Y-%m-%d", errors="coerce")
    years = days.dt.year.to_numpy()
    days = days.where((years >= FIRST_YEAR) & (years <= LAST_YEAR))
    bad = days.isna().to_numpy() & (texts != "")
    codes = cells.cat.codes.to_numpy()
    found: Dates = days.to_numpy().astype("datetime64[D]")[codes]
    wrong = bad[codes]
    if needed is not None:
        wrong = wrong | (np.isnat(found) & needed)
    return found, [_date_problem(cells, at) for at in np.flatnonzero(wrong)[:TOLD]]


def _date_problem(cells: pd.Series, at: int) -> Problem:
    text = str(cells.iloc[at])
    line, column = cells.index[at], str(cells.name)
    if text.startswith("="):
        return problem(line, column, "formula", text, "paste the value, not the formula")
    if len(text) == 10 and text[:4].isascii() and text[:4].isdigit() and not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return problem(line, column, "year", text, f"a year from {FIRST_YEAR} to {LAST_YEAR} is needed")
    return problem(line, column, "date", text, "write the day as YYYY-MM-DD")


def _text(table: pd.DataFrame, column: str, default: str) -> pd.Series | str:
    """A column with its empty cells filled; categories stay categories."""
    if column not in table:
        return default
    cells = table[column]
    if "" in cells.cat.categories and default:
        renamed: Callable[[str], str] = lambda text: text or default  # noqa: E731
        mapped = [renamed(text) for text in cells.cat.categories]
        return cells.map(dict(zip(cells.cat.categories, mapped, strict=True))).astype("category")
    return cells


IMPORTER = Tidy()
