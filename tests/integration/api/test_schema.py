"""The OpenAPI document names every endpoint, its parameters, its rights and its refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.integration.api.routes import address, routes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return dict(SchemaGenerator().get_schema(request=None, public=True))


def test_everybody_may_read_the_document(anonymous: Client) -> None:
    answer = anonymous.get("/api/schema/?format=json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")


def test_the_document_names_every_endpoint(document: dict[str, Any]) -> None:
    assert len(document["paths"]) == len(routes())


def test_making_the_document_warns_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats

    reset_generator_stats()
    SchemaGenerator().get_schema(request=None, public=True)
    assert not dict(GENERATOR_STATS._error_cache)
    assert not dict(GENERATOR_STATS._warn_cache)


def test_every_operation_names_its_rights_and_its_refusals(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert "Needs the permission" in operation["description"], (path, method)
            assert {"400", "401", "403", "404", "406"} <= set(operation["responses"]), (path, method)
            assert {"token": []} in operation["security"]


@pytest.mark.parametrize(("name", "view"), [route for route in routes() if hasattr(route[1], "get")])
def test_the_document_tells_the_parameters_that_the_endpoint_reads(
    name: str, view: Any, document: dict[str, Any]
) -> None:
    where = address(name)
    shapes = {re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)): path for path in document["paths"]}
    path = where if where in document["paths"] else next(p for s, p in shapes.items() if re.fullmatch(s, where))
    told = {p["name"] for p in document["paths"][path]["get"].get("parameters", ()) if p["in"] == "query"}
    assert told == {item.name for item in view.query}


def test_the_documentation_asks_for_a_login(anonymous: Client) -> None:
    answer = anonymous.get("/api/docs/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login")


def test_the_documentation_brings_its_script_apart(as_user: Callable[[Any], Client], farida: Any) -> None:
    client = as_user(farida)
    page = client.get("/api/docs/").content.decode()
    assert "<style" not in page
    assert "curl -sS" in page
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert b"SwaggerUIBundle" in script.content
