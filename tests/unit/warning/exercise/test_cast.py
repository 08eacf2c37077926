"""The cast holds one chair of every role that the product has a first screen for."""

from __future__ import annotations

from countries import tables as register
from warning.exercise.cast import CAST, PASSWORD, REGION
from warning.roles import ROLES

ALPHABET = set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")


def test_every_member_has_a_role_that_exists_and_a_name_of_the_own() -> None:
    assert {member.role for member in CAST} <= set(ROLES)
    assert len({member.username for member in CAST}) == len({member.handle for member in CAST}) == len(CAST) == 10


def test_the_password_is_long_enough_for_the_products_own_rule() -> None:
    assert len(PASSWORD) >= 15


def test_handles_can_be_read_aloud() -> None:
    for member in CAST:
        assert member.handle.startswith("U-")
        assert set(member.handle.removeprefix("U-")) <= ALPHABET, member.handle


def test_the_region_is_the_exercise_and_nothing_real() -> None:
    assert set(REGION) == {row.iso3 for row in register.countries() if row.world == "exercise"}
    assert {country for member in CAST for country in member.countries} <= set(REGION)
