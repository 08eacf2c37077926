"""The catalogue of French: complete, with its placeholders, in the typography of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from warning.roles import ROLES

PATH = Path(__file__).parents[3] / "warning" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[-+.\d]*[sdf]")


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    with PATH.open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_string_is_translated(messages: list[Message]) -> None:
    assert [m.id for m in messages if not all(forms(m.string)) or m.fuzzy] == []


def test_a_translation_keeps_the_placeholders_of_its_string(messages: list[Message]) -> None:
    for message in messages:
        wanted = sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
        for text in forms(message.string):
            assert sorted(PLACEHOLDER.findall(text)) == wanted, message.id


def test_signs_that_stand_apart_in_french_never_begin_a_line(messages: list[Message]) -> None:
    loose = [m.id for m in messages for text in forms(m.string) if re.search(r" [:;?!»]|« ", text)]
    assert loose == []


def test_quotes_and_apostrophes_are_french(messages: list[Message]) -> None:
    foreign = [m.id for m in messages for text in forms(m.string) if re.search(r"[“”]|\w'\w", text)]
    assert foreign == []


def test_every_role_has_a_french_name(messages: list[Message]) -> None:
    known = {m.id for m in messages}
    assert {role.name for role in ROLES.values()} <= known
