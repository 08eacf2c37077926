"""What merely looks different is folded to one key; another script's letter is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countries.spelling import clean, fold, foreign_letter


@pytest.mark.parametrize(
    "typed",
    [
        "Côte d'Ivoire",
        "COTE D'IVOIRE",
        "Côte d’Ivoire",
        "Côte d´Ivoire",
        "  Côte\u00a0d’Ivoire \t",
        "C\u200bôte d'Ivoire\ufeff",
        "Co\u0302te d'Ivoire",
        "Ｃôte d'Ivoire",
    ],
)
def test_case_accents_blanks_apostrophes_and_hidden_marks_do_not_matter(typed: str) -> None:
    assert fold(typed) == "cote divoire"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gambia, The", "The Gambia"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
        ("St. Lucia", "Saint Lucia"),
        ("Guinea-Bissau", "Guinea–Bissau"),
        ("Albanie (l')", "Albanie"),
        ("Bahamas (les)", "Bahamas"),
        ("Curaçao", "Curacao"),
    ],
)
def test_two_ways_to_write_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_names_of_two_countries_keep_two_keys() -> None:
    names = ["Niger", "Nigeria", "Guinea", "Guinea-Bissau", "Dominica", "Dominican Republic", "Sudan", "South Sudan"]
    assert len({fold(name) for name in names}) == len(names)


def test_a_cyrillic_letter_that_looks_latin_is_named() -> None:
    assert foreign_letter("Сhad") == "'С' (CYRILLIC CAPITAL LETTER ES)"
    assert foreign_letter("Chad") == ""
    assert foreign_letter("São Tomé & Príncipe, d'Ivoire’s 123") == ""


def test_only_blanks_and_hidden_marks_leave_nothing() -> None:
    assert fold(" \u200b\u00a0\ufeff ") == ""
    assert clean("\u202eNA\u202c ") == "NA"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_and_leaves_plain_ascii(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert key.isascii()
    assert key == " ".join(key.split())
