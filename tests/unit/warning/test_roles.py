"""The table of roles: what the product promises that nobody may ever do."""

from __future__ import annotations

import pytest

from warning.roles import ADMINISTRATOR, ROLES, Permission, roles_with


def rights_of(code: str) -> frozenset[Permission]:
    role = ROLES[code]
    return role.everywhere | role.assigned


def test_every_role_stands_under_its_own_code() -> None:
    assert all(code == role.code for code, role in ROLES.items())


def test_only_administrators_manage_accounts() -> None:
    assert roles_with(Permission.MANAGE_ACCOUNTS) == (frozenset({ADMINISTRATOR}), frozenset())


@pytest.mark.parametrize("permission", [Permission.VIEW_SCORES, Permission.IMPORT_DATA, Permission.ADJUST_SCORES])
def test_an_administrator_neither_reads_nor_makes_numbers(permission: Permission) -> None:
    assert permission not in rights_of(ADMINISTRATOR)


def test_a_protection_officer_neither_sees_nor_sets_scores() -> None:
    assert not rights_of("protection_officer") & {Permission.VIEW_SCORES, Permission.ADJUST_SCORES}


def test_a_rest_client_holds_nothing_beyond_its_countries() -> None:
    assert ROLES["rest_client"].everywhere == frozenset()


@pytest.mark.parametrize("code", sorted(set(ROLES) - {"data_steward"}))
def test_only_data_stewards_import_and_score(code: str) -> None:
    assert not rights_of(code) & {Permission.IMPORT_DATA, Permission.RUN_SCORING, Permission.CANCEL_JOB}


def test_no_permission_is_given_both_everywhere_and_for_some_countries() -> None:
    for role in ROLES.values():
        assert not role.everywhere & role.assigned, role.code
