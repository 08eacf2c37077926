"""Reading tables: every cell stays text, and what does not fit is named with its line."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importers import Limits, Refused
from indicators.importers.gates import inspect
from indicators.importers.table import numbers, read_chunks, read_table, year_ends, years

from .files import write

LIMITS = Limits()


def refused(path: Path, limits: Limits = LIMITS, needed: tuple[str, ...] = ("a", "b")) -> tuple[str, int]:
    """Code and line of the first problem of a table that cannot be read."""
    with pytest.raises(Refused) as caught:
        read_table(path, limits, needed=needed)
    return caught.value.problems[0].code, caught.value.problems[0].line


def test_namibia_stays_text_and_no_cell_becomes_a_number(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a,b\nNA,007\n,nan\n"), LIMITS, needed=("a", "b"))
    assert table.to_dict("list") == {"a": ["NA", ""], "b": ["007", "nan"]}
    assert list(table.index) == [2, 3]


def test_only_the_asked_columns_are_held_but_all_are_named(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a,x,b,y\n1,2,3,4\n"), LIMITS, needed=("a",), optional=("b", "c"))
    assert list(table) == ["a", "b"]
    assert table.attrs["header"] == ("a", "x", "b", "y")


def test_lines_are_counted_through_blank_lines_and_line_breaks_in_quotes(tmp_path: Path) -> None:
    text = 'a,b\n1,2\n\n3,"two\nlines"\n5,6\n'
    table = read_table(write(tmp_path, text), LIMITS, needed=("a", "b"))
    assert dict(zip(table["a"], table.index, strict=True)) == {"1": 2, "3": 4, "5": 6}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, newline: str) -> None:
    text = newline.join(["a,b", "1,2", "3,4", ""])
    table = read_table(write(tmp_path, text), LIMITS, needed=("a", "b"))
    assert (list(table["b"]), list(table.index)) == (["2", "4"], [2, 3])


@pytest.mark.parametrize("cell", ["a,", "a,b,"])
def test_a_first_line_of_a_million_columns_is_refused_as_such(tmp_path: Path, cell: str) -> None:
    path = write(tmp_path, cell * 400_000 + "\n1\n")
    assert refused(path) == ("columns", 1)


def test_a_first_line_without_an_end_is_no_header(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "a" * 400_000 + "\n1\n")) == ("column_missing", 1)


def test_tables_between_semicolons_or_tabs_and_packed_ones_are_read(tmp_path: Path) -> None:
    assert list(read_table(write(tmp_path, "a;b\n1;2\n"), LIMITS, needed=("a", "b"))["b"]) == ["2"]
    assert list(read_table(write(tmp_path, "a\tb\n1\t2\n"), LIMITS, needed=("a", "b"))["b"]) == ["2"]
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress("\ufeffa,b\n1,é\n".encode()))
    assert list(read_table(path, LIMITS, needed=("a", "b"))["b"]) == ["é"]


def test_the_row_of_hxl_tags_under_the_header_is_left_out(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a,b\n#country+code,\n1,2\n"), LIMITS, needed=("a", "b"))
    assert (list(table["a"]), list(table.index)) == (["1"], [3])


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a,b\n1,2\n3\n", "cells", 3),
        ("a,b\n1,2\n3,4,5\n", "cells", 3),
        ("a,b\n1,2,3\n1,2,3\n", "cells", 2),
        ('a,b\n"1",2\n3\n', "cells", 3),
        ('a,b\n1,2\n3,"open\n', "quotes", 3),
        ('a,b\n1,"x"y\n', "quotes", 2),
        ("a,b,a\n1,2,3\n", "column_twice", 1),
        ("a,c\n1,2\n", "column_missing", 1),
        ("a,b\n", "no_rows", 1),
        ("a,b\n\n,\n", "no_rows", 1),
    ],
)
def test_a_table_that_is_none_is_refused_with_the_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    assert refused(write(tmp_path, text)) == (code, line)


def test_too_many_rows_or_columns_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2\n1,2\n1,2\n")
    assert refused(path, Limits(max_rows=2)) == ("rows", 4)
    assert refused(path, Limits(max_columns=1)) == ("columns", 1)


def test_a_large_table_comes_in_pieces_with_the_same_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n" + "".join(f"k{at % 3},{at}\n" for at in range(25)))
    limits = Limits(chunk_rows=10)
    pieces = list(read_chunks(path, limits, inspect(path, limits), needed=("a", "b"), categories=("a",)))
    assert [len(piece) for piece in pieces] == [10, 10, 5]
    assert [line for piece in pieces for line in piece.index] == list(range(2, 27))
    assert all(isinstance(piece["a"].dtype, pd.CategoricalDtype) for piece in pieces)


def test_a_short_line_is_found_even_in_pieces(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n" + "1,2\n" * 15 + "1\n" + "1,2\n" * 5)
    limits = Limits(chunk_rows=10)
    with pytest.raises(Refused) as caught:
        list(read_chunks(path, limits, inspect(path, limits), needed=("a", "b")))
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == ("cells", 17)


def column(*cells: str) -> pd.Series:
    """A column of text as a table holds it."""
    return pd.Series(list(cells), index=range(2, 2 + len(cells)), name="v", dtype=object)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("nan", "not_a_number"),
        ("NA", "not_a_number"),
        ("null", "not_a_number"),
        ("abc", "not_a_number"),
        ("inf", "infinite"),
        ("-Infinity", "infinite"),
        ("1e400", "number_too_large"),
        ("1,234", "thousands_separator"),
        ("1 234.5", "thousands_separator"),
        ("1'234'567", "thousands_separator"),
        ("3,5", "decimal_comma"),
        ("=1+1", "formula"),
        ("1_000", "not_a_number"),
        ("0x10", "not_a_number"),
        ("٣", "not_a_number"),
        ("--3", "not_a_number"),
    ],
)
def test_what_is_no_finite_number_is_refused_by_its_name(cell: str, code: str) -> None:
    values, (problem,) = numbers(column("1.5", cell))
    assert (problem.code, problem.line, problem.column, problem.value) == (code, 3, "v", cell)
    assert values[0] == 1.5
    assert np.isnan(values[1])


def test_an_empty_cell_is_missing_not_zero_and_not_a_problem() -> None:
    values, problems = numbers(column("", "0"))
    assert np.isnan(values[0])
    assert values[1] == 0
    assert problems == []


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_every_finite_number_reads_back_as_itself(values: list[float]) -> None:
    read, problems = numbers(column(*(repr(value) for value in values)))
    assert problems == []
    assert list(read) == values


@pytest.mark.parametrize("cell", ["20x4", "2004.5", "0", "99999", ""])
def test_a_year_that_is_none_is_refused(cell: str) -> None:
    _, problems = years(column("2004", cell))
    assert [item.line for item in problems] == [3]


def test_a_year_ends_on_its_last_day() -> None:
    assert [str(day) for day in year_ends(np.array([1969, 1970, 2000]))] == ["1969-12-31", "1970-12-31", "2000-12-31"]
