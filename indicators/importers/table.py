"""Read a gated CSV into text cells with their line numbers, and text cells into numbers. Pure.

Nothing is guessed: `NA` stays text (in a code column it is Namibia), a short or a long line is an error.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.importers.base import Limits
from indicators.importers.gates import Gated, inspect, unpacked
from indicators.importers.problems import Problem, Refused, problem, refuse

Floats = npt.NDArray[np.float64]
# The most problems told of one column and piece.
TOLD = 1000
SCANNED_COLUMNS = 300
_NUMBER_FAULTS = (
    (re.compile(r"[-+]?\d{1,3}([,' \u00a0\u202f]\d{3})+(\.\d+)?"), "thousands_separator", "write the digits only"),
    (re.compile(r"[-+]?\d+,\d+"), "decimal_comma", "write a point for decimals"),
    (re.compile(r"[-+]?(nan|na|n/a|null|none|-)", re.I), "not_a_number", "leave the cell empty where nothing is known"),
    (re.compile(r"[-+]?inf(inity)?", re.I), "infinite", "write a finite number"),
    (re.compile(r"[-+]?[\d.]+e\+?\d+", re.I), "number_too_large", "the number is beyond what can be stored"),
    (re.compile(r"[=@].*", re.S), "formula", "paste the value, not the formula"),
)


def read_table(
    path: Path,
    limits: Limits,
    *,
    needed: Sequence[str],
    optional: Sequence[str] = (),
    encodings: tuple[str, ...] = (),
) -> pd.DataFrame:
    """The needed columns of a CSV, and the optional ones it has, as text; the index is the line (header = 1).

    `attrs["header"]` holds the names of all columns of the file. Raises Refused.
    """
    gated = inspect(path, limits, encodings=encodings)
    if gated.kind != "csv":
        raise refuse("binary_file", path.name, "this importer reads CSV (also gzip or zip)")
    frames = list(_read(path, limits, gated, needed, optional, {}))
    table = pd.concat(frames) if len(frames) > 1 else frames[0]
    table.attrs["header"] = frames[0].attrs["header"]
    return table


def read_chunks(
    path: Path,
    limits: Limits,
    gated: Gated,
    *,
    needed: Sequence[str],
    optional: Sequence[str] = (),
    categories: Sequence[str] = (),
) -> Iterator[pd.DataFrame]:
    """The same in pieces of `limits.chunk_rows`, columns of few different texts as `categories`.

    Raises Refused at the piece that is broken, which may be the last.
    """
    yield from _read(path, limits, gated, needed, optional, dict.fromkeys(categories, "category"))


def _read(
    path: Path,
    limits: Limits,
    gated: Gated,
    needed: Sequence[str],
    optional: Sequence[str],
    dtypes: dict[str, str],
) -> Iterator[pd.DataFrame]:
    header, delimiter = _header(path, limits, gated, needed)
    # An exact second look at every cell costs too much in a file of thousands of columns.
    scanned = len(header) <= SCANNED_COLUMNS
    exact = _scan(path, gated, delimiter, len(header)) if scanned and gated.quoted else None
    wanted = [name for name in header if name in {*needed, *optional}]
    read = held = 0
    for frame in _pieces(path, limits, gated, delimiter, header, {name: dtypes.get(name, "object") for name in wanted}):
        if read + len(frame) > limits.max_rows:
            raise refuse("rows", f"more than {limits.max_rows}", "split the file", line=limits.max_rows + 2)
        lines = np.asarray(exact[read : read + len(frame)]) if exact is not None else read + 2 + np.arange(len(frame))
        frame.index = pd.Index(lines, name="line")
        kept = _without_blanks(_without_tags(frame) if read == 0 else frame)
        kept.attrs["header"] = tuple(header)
        read += len(lines)
        held += len(kept)
        if len(kept):
            yield kept
    if not held:
        raise refuse("no_rows", path.name, "the file has a header and no rows", line=1)
    if exact is None and scanned and gated.delimiters[delimiter] != (len(header) - 1) * (read + 1):
        _scan(path, gated, delimiter, len(header))


def _pieces(
    path: Path, limits: Limits, gated: Gated, delimiter: str, header: list[str], wanted: dict[str, str]
) -> Iterator[pd.DataFrame]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            with pd.read_csv(
                path,
                sep=delimiter,
                encoding=gated.encoding,
                compression=gated.compression,
                header=0,
                names=header,
                usecols=list(wanted),
                index_col=False,
                dtype=wanted,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                chunksize=limits.chunk_rows,
            ) as reader:
                yield from reader
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise _broken(path, gated, delimiter, len(header), error) from None


def _broken(path: Path, gated: Gated, delimiter: str, columns: int, error: Warning | Exception) -> Refused:
    """Name the line the fast reader stumbled on, by reading again with the exact one."""
    try:
        _scan(path, gated, delimiter, columns)
    except Refused as refused:
        return refused
    return refuse("csv_broken", error, "the lines do not form a table: export the file again")


def _header(path: Path, limits: Limits, gated: Gated, needed: Sequence[str]) -> tuple[list[str], str]:
    """Column names and the delimiter that yields the needed ones."""
    with unpacked(path, gated.compression) as stream:
        text = io.TextIOWrapper(stream, encoding=gated.encoding, newline="")
        first = text.readline(1 << 20)
        text.detach()
    headers = {delimiter: _names(first, delimiter) for delimiter in (",", ";", "\t")}
    delimiter = next((mark for mark, names in headers.items() if set(needed) <= set(names)), ",")
    header = headers[delimiter]
    if len(header) > limits.max_columns:
        raise refuse("columns", len(header), f"at most {limits.max_columns} columns are read", line=1)
    missing = [name for name in needed if name not in header]
    if missing:
        raise Refused(
            problem(1, name, "column_missing", ",".join(header), f"the header has no column {name!r}")
            for name in missing
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise refuse("column_twice", twice[0], "each column needs a name of its own", line=1, column=twice[0])
    return [name or f"column {at}" for at, name in enumerate(header, start=1)], delimiter


def _names(first: str, delimiter: str) -> list[str]:
    """The cells of the first line; none where one of them is longer than any name."""
    try:
        return next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return []


def _scan(path: Path, gated: Gated, delimiter: str, columns: int) -> array[int]:
    """The line on which every row starts; refuses a row with more or fewer cells than the header."""
    starts = array("q")
    with unpacked(path, gated.compression) as stream:
        text = io.TextIOWrapper(stream, encoding=gated.encoding, newline="")
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                if len(cells) != columns and cells:
                    remedy = f"{len(cells)} cells where the header has {columns}"
                    raise refuse("cells", delimiter.join(cells), remedy, line=line)
                starts.append(line)
                line = reader.line_num + 1
        except csv.Error as error:
            raise refuse("quotes", error, 'a quoted cell is not closed, or goes on after its "', line=line) from None
    return starts[1:]


def _without_tags(frame: pd.DataFrame) -> pd.DataFrame:
    """Drop the row of HXL tags that may stand under the header."""
    first = [str(cell) for cell in frame.iloc[0]] if len(frame) else []
    tagged = any(cell.startswith("#") for cell in first) and all(cell.startswith("#") or not cell for cell in first)
    return frame.iloc[1:] if tagged else frame


def _without_blanks(frame: pd.DataFrame) -> pd.DataFrame:
    """Drop empty lines."""
    suspect = (frame.iloc[:, 0] == "").to_numpy()
    if not suspect.any():
        return frame
    blank = suspect & (frame == "").all(axis=1).to_numpy()
    return frame[~blank]


def numbers(cells: pd.Series, *, missing: Sequence[str] = ("",)) -> tuple[Floats, list[Problem]]:
    """Numbers of a text column, NaN for `missing`; everything else that is no finite number is a problem."""
    text = cells.astype(object).to_numpy()
    values: Floats = np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)
    if np.isfinite(values).all():
        return values, []
    wrong = ~np.isfinite(values) & ~np.isin(text.astype(str), list(missing))
    problems = [_number_problem(cells, text, at) for at in np.flatnonzero(wrong)[:TOLD]]
    values[~np.isfinite(values)] = np.nan
    return values, problems


def _number_problem(cells: pd.Series, text: npt.NDArray[np.object_], at: int) -> Problem:
    cell = str(text[at])
    for pattern, code, remedy in _NUMBER_FAULTS:
        if pattern.fullmatch(cell.strip()):
            return problem(cells.index[at], str(cells.name), code, cell, remedy)
    return problem(cells.index[at], str(cells.name), "not_a_number", cell, "write a number with a point for decimals")


def faults(
    cells: pd.Series, wrong: npt.NDArray[np.bool_], code: str, remedy: str, *, told: Sequence[Problem] = ()
) -> list[Problem]:
    """A problem for each wrong cell of a column, but for the lines that `told` names already."""
    lines = {item.line for item in told}
    pairs = zip(cells.index.to_numpy()[wrong], cells.to_numpy()[wrong], strict=True)
    return [problem(line, str(cells.name), code, cell, remedy) for line, cell in pairs if line not in lines][:TOLD]


def years(cells: pd.Series, *, first: int = 1789, last: int = 2199) -> tuple[npt.NDArray[np.int64], list[Problem]]:
    """Whole years of a text column; a year outside the range is a problem (and reads as `first`)."""
    values, problems = numbers(cells, missing=())
    wrong = ~((values >= first) & (values <= last) & (values == np.floor(values)))
    remedy = f"a whole year, {first} to {last}, is needed"
    problems += faults(cells, wrong, "year", remedy, told=problems)
    return np.where(wrong, first, values).astype(np.int64), problems


def year_ends(values: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """31 December of every year."""
    ends: npt.NDArray[np.datetime64] = (values - 1969).astype("datetime64[Y]").astype("datetime64[D]")
    ends -= np.timedelta64(1, "D")
    return ends
