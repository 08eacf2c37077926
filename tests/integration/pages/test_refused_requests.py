"""What no page understands is refused by name, on both engines: PostgreSQL takes less than SQLite does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/countries/%00AB/",
        "/countries/?region=%00",
        "/countries/?q=a%00b",
        "/sources/%00/",
        "/indicators/%00/",
        "/jobs/?kind=%00",
        "/search?q=%00",
        "/heatmap?%00=1",
        "/api/v1/countries/%00AB/",
        "/api/v1/countries/?region=%00",
    ],
)
def test_an_address_with_a_nul_is_refused(address: str, goran: Any, as_user: As) -> None:
    assert as_user(goran).get(address).status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "role=%00"])
def test_so_is_a_search_among_accounts(query: str, hanna: Any, as_user: As) -> None:
    answer = as_user(hanna).get(f"/accounts/?{query}")
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


def test_and_a_form_even_before_the_login(goran: Any, as_user: As, client: Client) -> None:
    assert as_user(goran).post(reverse("token-revoke"), {"token": "\0"}).status_code == 400
    assert client.post(reverse("login"), {"username": "a\0b", "password": "x"}).status_code == 400


def test_a_user_name_longer_than_any_is_refused_at_its_field(client: Client) -> None:
    answer = client.post(reverse("login"), {"username": "a" * 300, "password": "four quiet horses wait"})
    assert answer.status_code == 200
    assert "username" in answer.context["form"].errors
    assert not AccessAttempt.objects.exists()
