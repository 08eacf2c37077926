"""A country that the register does not know is a mistake, not an empty answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["scores", "observations"])
def test_an_unknown_country_is_refused_by_name_with_where_to_look(
    farida: Any, as_user: Callable[[Any], Client], path: str
) -> None:
    answer = as_user(farida).get(f"/api/v1/{path}/", {"country": "ZZZ", "world": "exercise"})
    assert answer.status_code == 400
    assert b"unknown_country" in answer.content and b"/api/v1/countries/" in answer.content
