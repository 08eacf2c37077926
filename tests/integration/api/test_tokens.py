"""Tokens: who may make them, for whom, with what, for how long; on the console too."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from warning.actions.tokens import MAX_TOKENS, issue, revoke
from warning.models import ApiToken
from warning.scopes import READ_SCOPES, SCOPES

pytestmark = pytest.mark.django_db


def make(user: Any, by: Any = None, **changes: Any) -> tuple[ApiToken, str]:
    given = {"name": "partner", "scopes": ["scores:read"], "days": 30} | changes
    return issue(user=user, by=by or user, **given)


def test_one_makes_a_token_for_oneself(ines: Any) -> None:
    token, key = make(ines)
    assert key.startswith("ewrm_")
    assert (token.name, token.scopes) == ("partner", ["scores:read"])
    assert token.expiry is not None
    assert (token.expiry - timezone.now()).days in {29, 30}


def test_an_administrator_makes_and_revokes_tokens_of_others_and_nobody_else_does(
    ines: Any, farida: Any, hanna: Any
) -> None:
    token, _key = make(ines, by=hanna)
    with pytest.raises(PermissionDenied):
        make(ines, by=farida)
    with pytest.raises(PermissionDenied):
        revoke(token=token, by=farida)
    revoke(token=token, by=hanna)
    assert not ApiToken.objects.filter(user=ines).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["scores:write"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_a_wrong_wish_is_refused_by_its_field(ines: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make(ines, **changes)
    assert list(caught.value.message_dict) == [field]
    assert not ApiToken.objects.exists()


def test_who_may_not_use_the_api_gets_no_token_from_anybody(otto: Any, hanna: Any) -> None:
    with pytest.raises(PermissionDenied):
        make(otto)
    with pytest.raises(ValidationError):
        make(otto, by=hanna)


def test_there_is_an_end_to_the_number_of_tokens(ines: Any) -> None:
    for _number in range(MAX_TOKENS):
        make(ines)
    with pytest.raises(ValidationError) as caught:
        make(ines)
    assert caught.value.code == "too_many"


def test_a_token_gives_no_right_that_its_owner_lacks(ines: Any) -> None:
    _token, key = make(ines, scopes=list(SCOPES))
    client = Client(headers={"Authorization": f"Token {key}"})
    assert client.get("/api/v1/jobs/").status_code == 403
    assert client.get("/api/v1/countries/FRA/").status_code == 404


class TestTheCommand:
    pytestmark = pytest.mark.django_db

    def run(self, *words: str) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        call_command("issue_token", *words, stdout=out, stderr=err)
        return out.getvalue().strip(), err.getvalue()

    def test_it_prints_the_key_alone_and_the_rest_beside(self, ines: Any) -> None:
        key, told = self.run("ines", "--scope", "scores:read", "--scope", "runs:read", "--days", "7")
        assert Client().get("/api/v1/runs/", headers={"Authorization": f"Token {key}"}).status_code == 200
        assert "runs:read, scores:read" in told
        assert key not in told

    def test_without_a_scope_it_may_read_everything_and_write_nothing(self, ines: Any) -> None:
        self.run("ines")
        assert set(ApiToken.objects.get().scopes) == set(READ_SCOPES)

    def test_an_unknown_user_or_scope_is_named(self, ines: Any, otto: Any) -> None:
        with pytest.raises(CommandError, match="nobody"):
            self.run("nobody")
        with pytest.raises(CommandError, match="scores:eat"):
            self.run("ines", "--scope", "scores:eat")
        with pytest.raises(CommandError, match="no role"):
            self.run("otto")
