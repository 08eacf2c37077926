"""Turn wrong rows into problems that name line, column, value and remedy. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.importers.problems import Problem, problem
from indicators.importers.table import TOLD

GRADE = re.compile(r"[A-F][1-6]")
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]
Row = Mapping[str, Any]


def factors(cells: pd.Series) -> tuple[Codes, list[str]]:
    """Every text of a column once, and where each stands."""
    codes, uniques = pd.factorize(cells)
    return codes, [str(item) for item in uniques]


def each(rows: pd.DataFrame, column: str, right: Callable[[str], bool], code: str, remedy: str) -> list[Problem]:
    """Problems of the rows whose text in `column` is not right; each text is looked at once."""
    codes, texts = factors(rows[column])
    wrong = np.array([not right(text) for text in texts])[codes]
    return tell(rows, wrong, column, code, column, lambda row: remedy)


def grades(rows: pd.DataFrame) -> list[Problem]:
    """Grades that are no letter and digit of the Admiralty scale."""
    remedy = "a letter A to F and a digit 1 to 6"
    return each(rows, "grade", lambda text: bool(GRADE.fullmatch(text)), "grade", remedy)


def tell(
    rows: pd.DataFrame,
    wrong: Flags,
    column: str | None,
    code: str,
    value: str | None,
    remedy: Callable[[Row], str],
) -> list[Problem]:
    """Problems of the wrong rows; without a name of its own the column is that of the row."""
    if not wrong.any():
        return []
    names = [str(name) for name in rows]
    told: list[Row] = [dict(zip(names, row, strict=True)) for row in rows[wrong].head(TOLD).to_numpy()]
    return [
        problem(row["line"], column or row["column"], code, row[value] if value else "", remedy(row)) for row in told
    ]
