"""A refusal names the field, a code, the value and the remedy, whatever was wrong."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.test import Client

from tests.integration.api.conftest import Api
from warning.api.problems import field, problem

pytestmark = pytest.mark.django_db
KEYS = {"field", "code", "value", "message", "remedy"}


@pytest.fixture
def client(api: Api, goran: Any) -> Client:
    return api(goran)


def refused(answer: Any, status: int) -> list[dict[str, str]]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert all(set(entry) == KEYS and entry["remedy"] for entry in body["errors"])
    return list(body["errors"])


@pytest.mark.parametrize(
    ("address", "field", "code"),
    [
        ("scores/?wrold=real", "wrold", "unknown_parameter"),
        ("scores/?world=mars", "world", "unknown_choice"),
        ("scores/?world=real&world=exercise", "world", "repeated_parameter"),
        ("scores/?country=", "country", "empty_parameter"),
        ("scores/?as_of=31.12.2024", "as_of", "bad_date"),
        ("scores/?as_of=2024-02-30", "as_of", "bad_date"),
        ("scores/?as_of=2024-W01-1", "as_of", "bad_date"),
        ("scores/?as_of=9999-12-31", "as_of", "date_in_future"),
        ("scores/?as_of=0001-01-01", "as_of", "date_too_early"),
        ("scores/?country=X1", "country", "bad_code"),
        ("scores/?band=scary", "band", "unknown_choice"),
        ("scores/?changed_since=yesterday", "changed_since", "bad_moment"),
        ("scores/?changed_since=2025-01-01T00:00:00", "changed_since", "bad_moment"),
        ("scores/?page_size=0", "page_size", "bad_number"),
        ("scores/?page_size=1001", "page_size", "bad_number"),
        ("scores/?cursor=Zm9v", "cursor", "bad_cursor"),
        ("scores/?format=xml", "format", "unknown_choice"),
        ("countries/?region=%00", "region", "bad_text"),
        ("countries/XAB/?x=1", "x", "unknown_parameter"),
        ("indicators/?level=Q", "level", "unknown_choice"),
        ("observations/?indicator=NOPE", "indicator", "unknown_choice"),
        ("observations/?current=maybe", "current", "bad_flag"),
        ("observations/?since=1", "since", "bad_date"),
        ("runs/?until=x", "until", "bad_date"),
        ("heatmap/?sort=beauty", "sort", "unknown_choice"),
        ("heatmap/?cursor=x", "cursor", "unknown_parameter"),
        ("jobs/?state=sleeping", "state", "unknown_choice"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(client: Client, address: str, field: str, code: str) -> None:
    errors = refused(client.get(f"/api/v1/{address}"), 400)
    assert [(entry["field"], entry["code"]) for entry in errors] == [(field, code)]


def test_a_misspelt_parameter_is_met_with_its_neighbour(client: Client) -> None:
    assert refused(client.get("/api/v1/scores/?as_off=2024-12-31"), 400)[0]["remedy"] == "Did you mean as_of?"


def test_all_mistakes_are_told_at_once(client: Client) -> None:
    errors = refused(client.get("/api/v1/scores/?world=mars&band=scary&x=1"), 400)
    assert {entry["field"] for entry in errors} == {"world", "band", "x"}


def test_the_value_comes_back_shortened(client: Client) -> None:
    assert len(refused(client.get(f"/api/v1/scores/?band={'x' * 5000}"), 400)[0]["value"]) <= 80


def test_an_unknown_key_is_named(client: Client) -> None:
    assert refused(client.get("/api/v1/runs/424242/"), 404)[0]["value"] == "424242"


def test_an_oversized_key_is_no_address(client: Client) -> None:
    assert client.get(f"/api/v1/runs/{'9' * 30}/").status_code == 404


def test_a_method_that_is_not_there_is_named(client: Client) -> None:
    answer = client.delete("/api/v1/scores/")
    assert refused(answer, 405)[0]["value"] == "DELETE"
    assert "GET" in answer["Allow"]


def test_a_form_nobody_makes_is_named(client: Client) -> None:
    entry = refused(client.get("/api/v1/countries/", headers={"Accept": "image/png"}), 406)[0]
    assert (entry["field"], entry["value"]) == ("Accept", "image/png")
    assert "application/json" in entry["remedy"]


def test_a_body_of_another_kind_is_named(client: Client) -> None:
    entry = refused(client.post("/api/v1/jobs/", "as_of=2024", content_type="application/x-www-form-urlencoded"), 415)
    assert entry[0]["field"] == "Content-Type"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[1",
        "NaN",
        '"\\ud800"',
        '{"\\ud800": 1}',
        '{"world": "\\ud800"}',
        "[" * 200_000,
        '"' + "a" * 1_100_000 + '"',
    ],
)
def test_a_broken_body_is_a_named_mistake(client: Client, body: str) -> None:
    answer = client.post("/api/v1/jobs/", body, content_type="application/json")
    assert refused(answer, 400)[0]["field"] == "body"


@pytest.mark.parametrize("depth", [15, 900])
def test_a_value_in_many_brackets_is_a_named_mistake(client: Client, depth: int) -> None:
    body = '{"world": ' + "[" * depth + "]" * depth + "}"
    answer = client.post("/api/v1/jobs/", body, content_type="application/json")
    names = [entry["field"] for entry in refused(answer, 400)]
    assert "world" in names if depth == 15 else names == ["body"]


def test_half_a_sign_goes_back_spelt_out() -> None:
    found = problem(400, "invalid", "x", [field("a\ud800", "invalid", "b\udfff", "m", "r")])
    assert orjson.loads(found.content)["errors"][0]["field"] == "a\\ud800"


def test_a_too_busy_client_is_told_when_to_come_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from rest_framework.throttling import BaseThrottle

    from indicators.api.runs import RunList

    class Never(BaseThrottle):
        def allow_request(self, request: Any, view: Any) -> bool:
            return False

        def wait(self) -> float:
            return 41.5

    monkeypatch.setattr(RunList, "throttle_classes", [Never])
    answer = client.get("/api/v1/runs/")
    assert refused(answer, 429)[0]["field"] == "rate"
    assert answer["Retry-After"] == "42"


def test_our_own_fault_is_not_dressed_as_the_clients(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("indicators.api.runs.runs", lambda *_args, **_more: 1 / 0)
    answer = client.get("/api/v1/runs/")
    assert answer.status_code == 500
    assert b"ZeroDivision" not in answer.content
