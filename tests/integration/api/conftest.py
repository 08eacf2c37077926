"""Clients of the API: by token, by login, by nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
from django.test import Client

from ledger.actors import System
from warning.actions.tokens import issue
from warning.models import User
from warning.scopes import SCOPES

Api = Callable[..., Client]


def body_of(response: Any) -> bytes:
    """The whole body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def api() -> Api:
    """`api(ines)` or `api(ines, ["scores:read"])`: a client that sends a token of that user."""

    def client(user: User, scopes: Collection[str] = tuple(SCOPES)) -> Client:
        _token, key = issue(user=user, name="test", scopes=scopes, days=30, by=System("system:test"))
        return Client(headers={"Authorization": f"Token {key}"})

    return client


@pytest.fixture
def anonymous() -> Client:
    """Nobody."""
    return Client()
