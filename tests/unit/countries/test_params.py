"""Parameters are read strictly and refused by name, all at once."""

from __future__ import annotations

from datetime import date

import pytest

from countries.params import ParamErrors, Params

TODAY = date(2026, 11, 20)


def codes(read: Params) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in read.errors]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-6-30", "bad_date"),
        ("20250630", "bad_date"),
        ("2025-W26-1", "bad_date"),
        ("٢٠٢٥-٠٦-٣٠", "bad_date"),
        ("2025-02-29", "bad_date"),
        ("1899-12-31", "date_too_early"),
        ("2026-11-21", "date_in_future"),
    ],
)
def test_a_date_is_an_iso_date_that_has_been(text: str, code: str) -> None:
    read = Params({"as_of": text})
    assert read.day("as_of", until=TODAY) is None
    assert codes(read) == [("as_of", code)]


def test_a_good_date_and_none_are_taken() -> None:
    read = Params({"as_of": " 2024-02-29 "})
    assert read.day("as_of", until=TODAY) == date(2024, 2, 29)
    assert read.day("since") is None
    assert not read.errors


@pytest.mark.parametrize("text", ["1.5", "1e3", "٣", "--1", "99999999999999999999", "x"])
def test_a_number_is_a_whole_one_within_its_bounds(text: str) -> None:
    read = Params({"n": text})
    assert read.integer("n", least=0, most=10, default=5) == 5
    assert codes(read) == [("n", "bad_number")]
    assert Params({"n": "10"}).integer("n", least=0, most=10) == 10


@pytest.mark.parametrize(("text", "value"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("", False)])
def test_a_flag_is_said_in_some_ways(text: str, value: bool) -> None:
    assert Params({"mine": text}).flag("mine") is value


def test_everything_wrong_is_told_together_with_a_remedy() -> None:
    read = Params({"wrold": "x", "band": "scary", "as_of": "x"})
    read.known_only(["world", "band", "as_of"])
    read.choice("band", ["high", "low"])
    read.day("as_of")
    with pytest.raises(ParamErrors) as caught:
        read.check()
    assert [error.field for error in caught.value.errors] == ["wrold", "band", "as_of"]
    assert caught.value.errors[0].remedy == "Did you mean world?"
    assert "high, low" in caught.value.errors[1].remedy
    assert "wrold" in str(caught.value)


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "x" * 81])
def test_a_text_is_short_and_printable(text: str) -> None:
    read = Params({"search": text})
    assert read.text("search") == ""
    assert codes(read) == [("search", "bad_text")]
