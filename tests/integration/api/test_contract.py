"""The API keeps its own contract: Schemathesis, fixed seed, as four kinds of callers, in process.

Every operation of the OpenAPI document is asked with good and bad data. No answer may be a fault of ours, none
may be of a shape or a status that the document does not name, bad data are refused, and no right is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from schemathesis.specs.openapi import checks

from warning.models import ApiToken
from warning.scopes import SCOPES
from warning.wsgi import application

SEED = 20250630
EXAMPLES = 8
CONFIG = schemathesis.Config.from_dict(
    {
        "seed": SEED,
        "generation": {
            "mode": "all",
            "max-examples": EXAMPLES,
            "database": "none",
            "allow-x00": True,
            "no-shrink": True,
        },
        "phases": {"stateful": {"enabled": False}},
        "suppress-health-check": ["all"],
    }
)
SCHEMA = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True), config=CONFIG)
SCHEMA.app = application
# A cursor and an as-of date in the future are strings and dates by their type, and still no good ones.
LEFT_OUT = [checks.positive_data_acceptance]
ROLES = ("farida", "ines", "hanna", "anonymous")


@pytest.fixture
def one_connection(exercise_world: None) -> Iterator[None]:
    """A served request gives its connection back; here that would end the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def caller(request: pytest.FixtureRequest, one_connection: None) -> dict[str, str]:
    """Headers of one kind of caller. Hanna's token is older than the role that took the API from her."""
    name = request.param
    if name == "anonymous":
        return {}
    user = request.getfixturevalue(name)
    _token, key = ApiToken.objects.create(user=user, name="contract", scopes=list(SCOPES))
    return {"Authorization": f"Token {key}"}


@pytest.mark.django_db
@pytest.mark.parametrize("caller", ROLES, indirect=True)
@SCHEMA.parametrize()
def test_every_operation_answers_as_documented(case: Any, caller: dict[str, str]) -> None:
    case.call_and_validate(headers=caller, excluded_checks=LEFT_OUT)


@pytest.mark.django_db
@pytest.mark.parametrize("caller", ["goran"], indirect=True)
@SCHEMA.include(path_regex="/jobs/").parametrize()
def test_who_may_ask_for_scores_is_answered_as_documented(case: Any, caller: dict[str, str]) -> None:
    case.call_and_validate(headers=caller, excluded_checks=LEFT_OUT)
