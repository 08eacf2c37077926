"""One's own account: password, logins, API tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ledger.models import EventBody
from warning.actions import accounts
from warning.actions.passwords import set_password_by_link
from warning.actions.tokens import issue
from warning.models import ApiToken, Session, User

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
OLD, NEW = "four quiet horses wait", "seven loud sparrows leave"


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", "alice@example.org", OLD, name="Alice")


def change(client: Client, current: str = OLD, one: str = NEW, two: str = NEW, **more: str) -> Any:
    fields = {"current": current, "new_password1": one, "new_password2": two}
    return client.post(reverse("change-password"), fields | more)


def test_changing_the_password_keeps_this_login_and_ends_every_other(alice: User, as_user: As) -> None:
    here, there = as_user(alice), as_user(alice)
    assert change(here).status_code == 302
    assert here.get(reverse("profile")).status_code == 200
    assert there.get(reverse("profile")).status_code == 302
    assert Session.objects.filter(user=alice).count() == 1


def test_a_wrong_current_password_changes_nothing_and_says_so_at_its_field(alice: User, as_user: As) -> None:
    answer = change(as_user(alice), current="wrong")
    assert answer.status_code == 422
    assert "current" in answer.context["password"].errors
    alice.refresh_from_db()
    assert alice.check_password(OLD)


def test_a_login_elsewhere_is_ended_by_its_beginning_not_by_its_key(alice: User, as_user: As) -> None:
    here, there = as_user(alice), as_user(alice)
    keys = set(Session.objects.filter(user=alice).values_list("session_key", flat=True))
    text = here.get(reverse("profile")).content.decode()
    assert not any(key in text for key in keys)
    other = Session.objects.filter(user=alice).exclude(session_key=here.session.session_key).get()
    here.post(reverse("end-login"), {"started": other.started_at.isoformat()})
    assert there.get(reverse("profile")).status_code == 302
    assert here.get(reverse("profile")).status_code == 200


def test_nobody_ends_somebody_elses_login(alice: User, farida: User, as_user: As) -> None:
    hers = as_user(farida)
    row = Session.objects.get(user=farida)
    as_user(alice).post(reverse("end-login"), {"started": row.started_at.isoformat()})
    assert hers.get(reverse("profile")).status_code == 200


def test_every_other_login_ends_at_once(alice: User, as_user: As) -> None:
    clients = [as_user(alice) for _ in range(3)]
    clients[0].post(reverse("end-login"))
    assert [client.get(reverse("profile")).status_code for client in clients] == [200, 302, 302]


# --- tokens ---------------------------------------------------------------------------------------


def make(client: Client, **other: Any) -> Any:
    return client.post(reverse("token-list"), {"name": "notebook", "scopes": ["scores:read"], "days": "30"} | other)


def test_a_key_is_shown_once_and_only_its_hash_is_stored(farida: User, as_user: As) -> None:
    client = as_user(farida)
    made = make(client).context["made"]
    assert made["key"].startswith("ewrm_")
    assert made["key"] not in client.get(reverse("token-list")).content.decode()
    token = ApiToken.objects.get(user=farida)
    assert made["key"] not in (token.digest, token.token_key, token.name)
    assert made["key"] not in "".join(EventBody.objects.values_list("body", flat=True))


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("scopes", []), ("scopes", ["all"]), ("days", "0"), ("days", "9999")]
)
def test_a_token_that_cannot_be_is_refused_at_its_field(field: str, value: Any, farida: User, as_user: As) -> None:
    answer = make(as_user(farida), **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_a_revoked_token_is_gone_and_somebody_elses_cannot_be_reached(farida: User, goran: User, as_user: As) -> None:
    mine, _key = issue(user=farida, name="notebook", scopes=["scores:read"], days=30, by=farida)
    assert as_user(goran).post(reverse("token-revoke"), {"token": mine.pk}).status_code == 404
    assert ApiToken.objects.filter(pk=mine.pk).exists()
    as_user(farida).post(reverse("token-revoke"), {"token": mine.pk})
    assert not ApiToken.objects.filter(pk=mine.pk).exists()


# --- tokens and the password ----------------------------------------------------------------------


@pytest.fixture
def by_token(farida: User) -> Callable[[], int]:
    """Status of a request with a token of farida's, who has a password and an address."""
    farida.set_password(OLD)
    farida.email = "farida@example.org"
    farida.save()
    _token, key = issue(user=farida, name="notebook", scopes=["scores:read"], days=300, by=farida)
    return lambda: Client(headers={"Authorization": f"Token {key}"}).get("/api/v1/scores/").status_code


def test_a_reset_leaves_no_token_behind(by_token: Callable[[], int], farida: User, hanna: User) -> None:
    assert by_token() == 200
    accounts.reset(user=farida, site="http://testserver", by=hanna)
    assert by_token() == 401
    assert '"tokens":1' in EventBody.objects.latest("pk").body


def test_a_password_set_by_link_leaves_no_token_behind(by_token: Callable[[], int], farida: User) -> None:
    assert by_token() == 200
    set_password_by_link(user=farida, password=NEW)
    assert by_token() == 401
    assert '"tokens":1' in EventBody.objects.latest("pk").body


def test_whoever_changes_the_password_says_whether_the_tokens_go_with_it(
    by_token: Callable[[], int], farida: User, as_user: As
) -> None:
    client = as_user(farida)
    assert change(client).status_code == 302
    assert by_token() == 200
    assert change(client, NEW, OLD, OLD, tokens="on").status_code == 302
    assert by_token() == 401
