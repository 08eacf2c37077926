"""Pages by cursor: every row once, whatever comes in meanwhile, and no cursor that was not made here."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from indicators.models import ScoringRun
from ledger.job import enqueue
from tests.integration.api.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(api: Api, goran: Any) -> Client:
    return api(goran)


def walk(client: Client, address: str) -> list[dict[str, Any]]:
    rows, pages = [], 0
    while address:
        answer = client.get(address).json()
        rows += answer["data"]
        address = answer["links"]["next"]
        pages += 1
        assert pages < 200
    return rows


@pytest.mark.parametrize(
    ("address", "key", "newest_first"),
    [
        ("/api/v1/countries/?page_size=37", "iso3", False),
        ("/api/v1/scores/history/?world=exercise&page_size=50", "id", False),
        ("/api/v1/observations/?world=exercise&country=XAB&page_size=400", "id", False),
        ("/api/v1/runs/?world=exercise&page_size=7", "id", True),
    ],
)
def test_walking_the_pages_meets_every_row_once_in_order(
    exercise_world: None, client: Client, address: str, key: str, newest_first: bool
) -> None:
    keys = [row[key] for row in walk(client, address)]
    assert keys == sorted(set(keys), reverse=newest_first)
    assert len(keys) >= 36


def test_jobs_made_in_the_same_moment_are_not_lost_between_pages(client: Client) -> None:
    made = {str(enqueue(kind="indicators.score", arguments={"n": n}, by="U-TEST").pk) for n in range(7)}
    from ledger.models import Job

    moment = Job.objects.order_by("created_at").values_list("created_at", flat=True)[0]
    Job.objects.update(created_at=moment)
    rows = walk(client, "/api/v1/jobs/?page_size=2")
    assert [row["id"] for row in rows] == sorted(made, reverse=True)


def test_a_row_that_comes_in_meanwhile_neither_doubles_nor_hides_another(exercise_world: None, client: Client) -> None:
    first = client.get("/api/v1/runs/?world=exercise&page_size=5").json()
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    run.pk, run.job, run._state.adding = run.pk + 1, None, True
    run.save()
    second = client.get(first["links"]["next"]).json()
    assert second["data"][0]["id"] == first["data"][-1]["id"] - 1


def test_the_next_page_keeps_the_filters(exercise_world: None, client: Client) -> None:
    link = client.get("/api/v1/observations/?world=exercise&country=XAC&page_size=3").json()["links"]["next"]
    assert "country=XAC" in link
    assert "page_size=3" in link


@pytest.mark.parametrize(
    "values", [b"[]", b'["x"]', b"[1,2]", b"{}", b"[null]", b"[true]", b"[1.5]", b'["\\u0000"]', b"x", b"[[1]]"]
)
def test_a_forged_cursor_is_refused(client: Client, values: bytes) -> None:
    cursor = base64.urlsafe_b64encode(values).decode().rstrip("=")
    answer = client.get(f"/api/v1/runs/?cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    "moment",
    [
        '"0001-01-01T00:00:00+14:00"',
        '"9999-12-31T23:59:59-14:00"',
        '"2026-01-01T00:00:00"',
        '"2026-01-01"',
        "20200101",
        "1" + 40 * "0",
    ],
)
def test_a_cursor_with_a_moment_that_no_database_holds_is_refused(client: Client, moment: str) -> None:
    for key in ('"00000000-0000-0000-0000-000000000000"', "1" + 40 * "0", "7"):
        cursor = base64.urlsafe_b64encode(f"[{moment},{key}]".encode()).decode().rstrip("=")
        answer = client.get(f"/api/v1/jobs/?cursor={cursor}")
        assert answer.status_code == 400, (moment, key)
        assert answer.json()["errors"][0]["field"] == "cursor"


def test_a_cursor_of_the_largest_number_is_the_end(client: Client) -> None:
    cursor = base64.urlsafe_b64encode(b"[9223372036854775807]").decode().rstrip("=")
    assert client.get(f"/api/v1/observations/?cursor={cursor}").json()["data"] == []
