"""What changed: the numbers on the page add up exactly as they are printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indicators.presenters.change import NAMED, change_table
from indicators.readers.country import Change, ChangePart

KINDS = ("reality", "revised_data", "judgement_or_method")


def change(before: float, parts: tuple[float, float, float], items: dict[str, list[float]] | None = None) -> Change:
    total = sum(parts)
    made = tuple(
        ChangePart(kind, points, lines((items or {}).get(kind, []))) for kind, points in zip(KINDS, parts, strict=True)
    )
    return Change(before=before, after=before + total, of="overall", total=total, parts=made, reason="")


def lines(points: list[float]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"code": f"P-RF7-0{at}", "name": "Name", "points": value, "words": ""} for at, value in enumerate(points)
    )


@given(st.floats(0, 10), st.tuples(*(st.floats(-3, 3) for _ in KINDS)))
def test_before_and_parts_give_after_to_the_last_digit(before: float, parts: tuple[float, float, float]) -> None:
    table = change_table(change(before, parts))
    whole = Decimal(table.before) + sum((Decimal(part.points) for part in table.parts), Decimal(0))
    assert whole == Decimal(table.after)
    assert Decimal(table.total) == Decimal(table.after) - Decimal(table.before)


@given(st.floats(-2, 2), st.lists(st.floats(-2, 2), max_size=9))
def test_the_items_of_a_part_add_up_to_it(points: float, items: list[float]) -> None:
    table = change_table(change(5.0, (points, 0.0, 0.0), {"reality": items}))
    part = table.parts[0]
    if part.items:
        assert sum((Decimal(item.points) for item in part.items), Decimal(0)) == Decimal(part.points)
    assert len(part.items) <= NAMED + 1


def test_what_rounding_leaves_goes_to_the_heaviest_and_turns_no_sign() -> None:
    table = change_table(change(5.004, (0.062, 0.0, 0.0), {"reality": [0.056, 0.006]}))
    assert table.parts[0].points == "+0.07"
    assert [item.points for item in table.parts[0].items] == ["+0.06", "+0.01"]
    small = change_table(change(5.0, (0.03, 0.0, 0.0), {"reality": [0.0055] * 5}))
    assert all(item.points.startswith("+") for item in small.parts[0].items[:5])


def test_items_that_cannot_be_told_apart_are_named_without_points() -> None:
    part = ChangePart("reality", 0.4, tuple({**line, "points": None} for line in lines([0.1, 0.2])))
    others = (ChangePart("revised_data", 0.0, ()), ChangePart("judgement_or_method", 0.0, ()))
    table = change_table(Change(4.0, 4.4, "base", 0.4, (part, *others), "These parts cannot be told apart here."))
    assert [(item.code, item.points) for item in table.parts[0].items] == [("P-RF7-00", ""), ("P-RF7-01", "")]
    assert table.reason


def test_a_judgement_leads_to_its_factor() -> None:
    part = ChangePart("reality", 0.4, ({"code": "P:RF7", "name": "", "points": 0.4, "words": ""},))
    others = (ChangePart("revised_data", 0.0, ()), ChangePart("judgement_or_method", 0.0, ()))
    item = change_table(Change(4.0, 4.4, "base", 0.4, (part, *others), "")).parts[0].items[0]
    assert (item.code, item.anchor) == ("", "P-RF7")
    assert item.name.startswith("Judgement on ")


def test_an_item_that_rounds_to_nothing_is_not_named() -> None:
    table = change_table(change(5.0, (0.3, 0.0, 0.0), {"reality": [0.3, 0.004]}))
    assert [item.points for item in table.parts[0].items] == ["+0.30"]


def test_runs_that_cannot_be_compared_say_why() -> None:
    told = change_table(Change(before=None, after=4.0, of="", total=None, parts=(), reason="One is not rated."))
    assert (told.before, told.after, told.parts, told.reason) == ("not rated", "4.00", (), "One is not rated.")
