"""What is shown of a bad cell can be printed anywhere."""

from __future__ import annotations

from indicators.importers.problems import Refused, problem, refuse, shown


def test_control_and_direction_characters_are_escaped() -> None:
    assert shown("a\x00b\n\u202ec") == "a\\x00b\\n\\u202ec"


def test_a_long_cell_is_cut() -> None:
    assert shown("x" * 200) == "x" * 80 + "…"


def test_a_problem_says_place_code_value_and_remedy() -> None:
    assert problem(3, "value", "date", None, "write it").to_dict() == {
        "line": 3,
        "column": "value",
        "code": "date",
        "value": "",
        "remedy": "write it",
    }


def test_a_refusal_carries_its_problems_and_reads_as_one_line() -> None:
    refused = refuse("ratio", "900:1", "send it unpacked", line=1)
    assert isinstance(refused, Refused)
    assert str(refused) == "line 1 : ratio 900:1: send it unpacked"
    assert [item.code for item in refused.problems] == ["ratio"]
