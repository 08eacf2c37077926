"""Evidence over REST: as known on a day, within the licences, and as a file that streams."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.api.observations import CHUNK
from indicators.models import Observation, Source
from tests.integration.api.conftest import Api, body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(exercise_world: None, api: Api, farida: Any) -> Client:
    return api(farida)


def data(client: Client, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/observations/?world=exercise&page_size=1000&{query}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["data"])


def test_an_observation_names_source_licence_file_and_line(client: Client) -> None:
    row = data(client, "country=XAB&indicator=R-RF8-01")[0]
    stored = Observation.objects.select_related("import_run", "source").get(pk=row["id"])
    assert (row["value"], row["line"], row["file"], row["sha256"], row["licence"]) == (
        stored.value,
        stored.line,
        stored.import_run.file_name,
        stored.import_run.sha256,
        stored.source.licence,
    )


def test_known_on_a_day_is_before_the_correction(client: Client) -> None:
    correction = Observation.objects.filter(supersedes__isnull=False, country="XAB").select_related("supersedes")[0]
    first = correction.supersedes
    assert first is not None
    query = f"country=XAB&indicator={first.indicator_id}&source={first.source_id}"
    query += f"&since={first.ref_end}&until={first.ref_end}"
    assert [row["id"] for row in data(client, query)] == [first.pk, correction.pk]
    assert [row["id"] for row in data(client, f"{query}&known_on={first.published}")] == [first.pk]
    assert [row["id"] for row in data(client, f"{query}&known_on={correction.published}")] == [correction.pk]
    assert [row["id"] for row in data(client, f"{query}&current=1")] == [correction.pk]


def test_values_whose_licence_keeps_them_back_are_left_out(client: Client) -> None:
    closed = data(client, "source=exercise_analysts&country=XAB")
    assert closed
    assert {(row["value"], row["raw"], row["withheld"]) for row in closed} == {(None, "", "value")}
    one = client.get(f"/api/v1/observations/{closed[0]['id']}/").json()["data"]
    assert one == closed[0]


def test_nothing_at_all_is_given_of_a_closed_source(client: Client) -> None:
    Source.objects.filter(code="exercise_statistics").update(redistribution="none")
    rows = data(client, "source=exercise_statistics&country=XAB")
    assert {(row["value"], row["withheld"]) for row in rows} == {(None, "value and score")}


def test_the_file_holds_every_row_that_the_pages_hold(client: Client) -> None:
    text = body_of(client.get("/api/v1/observations/?world=exercise&format=csv&country=XAB")).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    pages, address = [], "/api/v1/observations/?world=exercise&country=XAB&page_size=500"
    while address:
        answer = client.get(address).json()
        pages += answer["data"]
        address = answer["links"]["next"]
    assert [row["id"] for row in rows] == [str(row["id"]) for row in pages]
    assert [float(row["value"]) for row in rows if row["value"]] == [
        row["value"] for row in pages if row["value"] is not None
    ]


def test_the_file_is_read_while_it_is_sent(client: Client) -> None:
    answer = client.get("/api/v1/observations/?world=exercise&format=csv")
    assert answer.streaming
    with CaptureQueriesContext(connection) as queries:
        parts = iter(answer.streaming_content)
        next(parts)
        assert len(next(parts).splitlines()) < CHUNK
        taken = [query["sql"] for query in queries.captured_queries if "indicators_observation" in query["sql"]]
        # One cursor that is fetched from in pieces: no page by page, and no counting first.
        assert len(taken) <= 1
        assert sum(len(part.splitlines()) for part in parts) > 4 * CHUNK
    taken = [query["sql"] for query in queries.captured_queries if "indicators_observation" in query["sql"]]
    assert len(taken) <= 1
