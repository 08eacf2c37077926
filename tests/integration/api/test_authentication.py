"""Who calls: tokens are hashed, end by themselves, and a refused one tells a guesser nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ledger.actors import System
from ledger.models import Event, EventBody
from tests.conftest import BACKEND
from tests.integration.api.conftest import Api
from warning.actions.accounts import disable
from warning.actions.roles import end_role
from warning.actions.tokens import issue, revoke
from warning.models import ApiToken, Assignment

pytestmark = pytest.mark.django_db
SCORES = "/api/v1/scores/?world=exercise"


def key_of(user: Any, *scopes: str, days: int = 30) -> tuple[ApiToken, str]:
    return issue(user=user, name="test", scopes=scopes or ("scores:read",), days=days, by=System("system:test"))


def get(key: str) -> Any:
    return Client().get(SCORES, headers={"Authorization": f"Token {key}"})


def test_nobody_is_told_how_to_authenticate(anonymous: Client) -> None:
    answer = anonymous.get(SCORES)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "Authorization"


def test_a_valid_token_opens_what_its_scope_says(ines: Any) -> None:
    assert get(key_of(ines)[1]).status_code == 200


def test_a_token_is_stored_as_a_hash_only(ines: Any) -> None:
    token, key = key_of(ines)
    stored = "|".join(str(getattr(token, field.name)) for field in token._meta.fields)
    assert key not in stored
    assert len(token.digest) == 128


def test_every_refusal_of_a_token_is_the_same_answer(ines: Any, hanna: Any) -> None:
    revoked, revoked_key = key_of(ines)
    revoke(token=revoked, by=ines)
    expired, expired_key = key_of(ines)
    ApiToken.objects.filter(pk=expired.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    _alive, alive_key = key_of(ines)
    keys = [
        "ewrm_" + "0" * 64,
        "x",
        "Ünïcode",
        "a\0b",
        revoked_key,
        expired_key,
        alive_key[:-1] + "0",
        alive_key + "00",
    ]
    answers = {(answer.status_code, answer.content) for answer in map(get, keys)}
    assert len(answers) == 1
    assert answers.pop()[0] == 401
    assert get(alive_key).status_code == 200


def test_a_closed_account_has_no_token_that_works(goran: Any, hanna: Any) -> None:
    _token, key = key_of(goran)
    type(goran).objects.filter(pk=goran.pk).update(is_active=False)
    assert get(key).status_code == 401
    type(goran).objects.filter(pk=goran.pk).update(is_active=True)
    disable(user=goran, by=hanna)
    assert not ApiToken.objects.filter(user=goran).exists()


def test_reading_with_an_expired_token_deletes_nothing(ines: Any) -> None:
    token, key = key_of(ines)
    ApiToken.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(days=1))
    get(key)
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_a_token_ends_with_the_role_of_its_owner(ines: Any, hanna: Any) -> None:
    _token, key = key_of(ines)
    assert get(key).status_code == 200
    end_role(assignment=Assignment.objects.get(user=ines), by=hanna)
    answer = get(key)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["value"] == "warning.use_api"


def test_the_last_use_is_kept_by_day(ines: Any) -> None:
    token, key = key_of(ines)
    assert token.last_used is None
    get(key)
    assert ApiToken.objects.get(pk=token.pk).last_used == timezone.now().date()


def test_a_login_may_read_but_not_write_without_its_form_token(goran: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(goran, backend=BACKEND)
    assert client.get(SCORES).status_code == 200
    answer = client.post("/api/v1/jobs/", {"as_of": ["2024-12-31"]}, content_type="application/json")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "X-CSRFToken"


def test_a_token_needs_no_form_token(goran: Any, api: Api) -> None:
    client = api(goran)
    client.handler.enforce_csrf_checks = True
    body = {"world": "exercise", "as_of": ["2024-12-31"]}
    assert client.post("/api/v1/jobs/", body, content_type="application/json").status_code == 202


def test_issuing_and_revoking_are_events_without_the_key(ines: Any) -> None:
    token, key = key_of(ines, "scores:read", "runs:read")
    revoke(token=token, by=ines)
    actions = list(Event.objects.order_by("seq").values_list("action", flat=True))[-2:]
    assert actions == ["warning.issue_token", "warning.revoke_token"]
    bodies = "".join(EventBody.objects.values_list("body", flat=True))
    assert key not in bodies
    assert token.digest not in bodies
    assert "scores:read" in bodies
