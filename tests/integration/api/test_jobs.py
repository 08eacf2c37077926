"""Jobs over REST: asked for by date or span, followed, stopped; by right, and once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ledger.job import claim, enqueue
from ledger.models import Event, Job, JobState
from tests.integration.api.conftest import Api

pytestmark = pytest.mark.django_db
JOBS = "/api/v1/jobs/"


@pytest.fixture
def client(api: Api, goran: Any) -> Client:
    return api(goran)


def ask(client: Client, **body: Any) -> Any:
    return client.post(JOBS, {"world": "exercise"} | body, content_type="application/json")


def test_asking_for_scores_writes_one_job_and_says_where_to_follow_it(client: Client, goran: Any) -> None:
    answer = ask(client, as_of=["2024-12-31", "2023-12-31"], countries=["XAB"], draws=0)
    assert answer.status_code == 202
    job = Job.objects.get(kind="indicators.score")
    assert answer["Location"].endswith(f"{JOBS}{job.pk}/")
    assert (job.owner, job.world) == (goran.handle, "exercise")
    assert job.arguments["as_of"] == ["2023-12-31", "2024-12-31"]
    assert job.arguments["countries"] == ["XAB"]
    assert Event.objects.latest("seq").action == "indicators.request_scores"
    assert client.get(f"{JOBS}{job.pk}/").json()["data"]["state"] == "queued"


def test_the_same_request_while_it_waits_is_the_same_job(client: Client) -> None:
    ids = {ask(client, as_of=["2024-12-31"]).json()["data"]["id"] for _again in range(3)}
    assert len(ids) == 1


def test_a_back_cast_spells_out_its_dates(client: Client) -> None:
    job = ask(client, since="2020-06-01", until="2023-12-31", every="year").json()["data"]
    assert job["arguments"]["as_of"] == ["2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31"]
    job = ask(client, since="2023-11-01", until="2024-01-31", every="month").json()["data"]
    assert job["arguments"]["as_of"] == ["2023-11-30", "2023-12-31", "2024-01-31"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "as_of", "required"),
        ({"as_of": []}, "as_of", "min_length"),
        ({"as_of": ["2999-01-01"]}, "as_of.0", "out_of_range"),
        ({"as_of": ["x"]}, "as_of.0", "invalid"),
        ({"as_of": ["2024-12-31"], "since": "2020-01-01"}, "since", "conflict"),
        ({"since": "2020-01-01", "until": "2021-01-01"}, "every", "required"),
        ({"since": "2021-01-01", "until": "2020-01-01", "every": "year"}, "until", "empty_span"),
        ({"since": "1946-01-01", "until": "2024-12-31", "every": "month"}, "until", "too_many"),
        ({"as_of": ["2024-12-31"], "countries": ["XAB", "FRA"]}, "countries", "unknown_country"),
        ({"as_of": ["2024-12-31"], "countries": ["xab"]}, "countries.0", "invalid"),
        ({"as_of": ["2024-12-31"], "profile": "mine"}, "profile", "invalid_choice"),
        ({"as_of": ["2024-12-31"], "draws": -1}, "draws", "min_value"),
        ({"as_of": ["2024-12-31"], "owner": "somebody"}, "owner", "unknown_field"),
        ({"as_of": ["2024-12-31"], "world": None}, "world", "null"),
    ],
)
def test_a_wrong_request_is_refused_by_field_and_writes_nothing(
    client: Client, body: dict[str, Any], field: str, code: str
) -> None:
    answer = ask(client, **body)
    assert answer.status_code == 400
    assert [(entry["field"], entry["code"]) for entry in answer.json()["errors"]] == [(field, code)]
    assert not Job.objects.exists()


def test_a_body_that_is_no_object_is_refused(client: Client) -> None:
    assert client.post(JOBS, "[]", content_type="application/json").status_code == 400


def test_only_who_may_score_asks_for_scores(api: Api, farida: Any, ines: Any) -> None:
    for user in (farida, ines):
        answer = ask(api(user), as_of=["2024-12-31"])
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["value"] == "indicators.run_scoring"


def test_a_queued_job_stops_at_once_and_an_ended_one_cannot(client: Client) -> None:
    job = ask(client, as_of=["2024-12-31"]).json()["data"]["id"]
    answer = client.post(f"{JOBS}{job}/cancel/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["data"]["state"]) == (202, "cancelled")
    answer = client.post(f"{JOBS}{job}/cancel/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")


def test_a_running_job_is_asked_to_stop(client: Client) -> None:
    job = ask(client, as_of=["2024-12-31"]).json()["data"]["id"]
    assert claim() is not None
    data = client.post(f"{JOBS}{job}/cancel/", {}, content_type="application/json").json()["data"]
    assert (data["state"], data["cancel_requested"]) == ("running", True)


def test_jobs_are_listed_by_world_and_state(client: Client) -> None:
    ask(client, as_of=["2024-12-31"])
    assert len(client.get(f"{JOBS}?world=exercise&state=queued").json()["data"]) == 1
    assert client.get(f"{JOBS}?world=exercise&state=done").json()["data"] == []
    assert client.get(f"{JOBS}?world=real").json()["data"] == []


def test_another_rooms_jobs_are_not_there(client: Client) -> None:
    letter = enqueue(kind="warning.letter", arguments={"to": 1}, by="U-TEST")
    assert client.get(JOBS).json()["data"] == []
    assert client.get(f"{JOBS}{letter.pk}/").status_code == 404
    answer = client.post(f"{JOBS}{letter.pk}/cancel/", {}, content_type="application/json")
    assert answer.status_code == 404
    assert Job.objects.get(pk=letter.pk).state == JobState.QUEUED
