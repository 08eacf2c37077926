"""Wrong rows become problems, each distinct text looked at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.telling import each, grades, tell

ROWS = pd.DataFrame({"line": [2, 3, 4], "column": ["a", "b", "c"], "grade": ["B2", "", "b2"], "v": [1, 2, 3]})


def test_a_grade_is_a_letter_and_a_digit() -> None:
    assert [(item.line, item.column, item.code) for item in grades(ROWS)] == [
        (3, "grade", "grade"),
        (4, "grade", "grade"),
    ]


def test_a_text_that_repeats_is_looked_at_once() -> None:
    looked: list[str] = []

    def right(text: str) -> bool:
        looked.append(text)
        return True

    assert each(pd.concat([ROWS] * 3), "grade", right, "x", "y") == []
    assert sorted(looked) == ["", "B2", "b2"]


def test_a_problem_without_a_column_of_its_own_takes_the_rows() -> None:
    (problem,) = tell(ROWS, np.array([False, True, False]), None, "x", "v", lambda row: f"not {row['v']}")
    assert (problem.line, problem.column, problem.value, problem.remedy) == (3, "b", "2", "not 2")
