"""Jobs on a page: live until they end, stopped by whom it concerns, told in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ledger.job import enqueue
from ledger.models import Event, Job, JobState
from warning.letters import Letter, post
from warning.models import User

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
SCORE = "indicators.score"


@pytest.fixture
def job(goran: User) -> Job:
    return enqueue(
        kind=SCORE, arguments={"as_of": ["2024-12-31"], "profile": "full"}, by=goran.handle, world="exercise"
    )


def run(job: Job, **more: Any) -> None:
    now = timezone.now()
    given = {"state": JobState.RUNNING, "lease_until": now + timedelta(minutes=1), "started_at": now}
    Job.objects.filter(pk=job.pk).update(**(given | more))


def page(client: Client, job: Job, **query: str) -> Any:
    return client.get(reverse("job", args=[job.pk]), query)


def test_a_job_is_told_in_words(job: Job, goran: User, as_user: As) -> None:
    text = page(as_user(goran), job).content.decode()
    assert "Score countries" in text
    assert "2024-12-31" in text
    assert "Goran Petrov" in text


def test_the_live_part_polls_while_the_job_is_active_and_stops_when_it_has_ended(
    job: Job, goran: User, as_user: As
) -> None:
    client = as_user(goran)
    assert 'hx-trigger="every 2s"' in page(client, job).content.decode()
    run(job, done_steps=3, total_steps=12)
    live = page(client, job, part="1")
    assert live.status_code == 200
    assert 'max="12" value="3"' in live.content.decode()
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=timezone.now(), summary={"runs": [7]})
    ended = page(client, job, part="1")
    assert ended.status_code == 286
    assert "<html" not in ended.content.decode()
    assert 'hx-trigger="every' not in page(client, job).content.decode()


def test_a_failed_job_shows_its_error_and_a_retried_one_says_so(job: Job, goran: User, as_user: As) -> None:
    client = as_user(goran)
    run(job, attempts=2, error="OSError: no room <left>")
    text = page(client, job).content.decode()
    assert "it is tried again" in text
    assert "no room &lt;left&gt;" in text
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=timezone.now())
    assert "It failed." in page(client, job).content.decode()


def test_a_job_whose_worker_was_lost_says_that_it_is_taken_up_again(job: Job, goran: User, as_user: As) -> None:
    run(job, lease_until=timezone.now() - timedelta(seconds=5))
    assert "worker lost" in page(as_user(goran), job).content.decode()


def test_a_steward_stops_a_waiting_job(job: Job, goran: User, as_user: As) -> None:
    as_user(goran).post(reverse("job-cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert Event.objects.get(object=f"job:{job.pk}").actor == goran.handle


def test_who_may_not_cancel_sees_no_button_and_is_refused(job: Job, farida: User, as_user: As) -> None:
    client = as_user(farida)
    assert "Cancel the job" not in page(client, job).content.decode()
    assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_an_owner_stops_the_own_job_without_the_right_to_stop_others(amara: User, as_user: As) -> None:
    mine = enqueue(kind=SCORE, arguments={"as_of": []}, by=amara.handle, world="exercise")
    as_user(amara).post(reverse("job-cancel", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.state == JobState.CANCELLED


def test_a_job_that_has_ended_is_not_stopped_again(job: Job, goran: User, as_user: As) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=timezone.now())
    answer = as_user(goran).post(reverse("job-cancel", args=[job.pk]), follow=True)
    assert "already ended" in answer.content.decode()
    assert not Event.objects.filter(object=f"job:{job.pk}").exists()


def test_the_list_holds_one_world_and_its_filters_stand_in_the_url(job: Job, goran: User, as_user: As) -> None:
    enqueue(kind=SCORE, arguments={"as_of": ["2001-12-31"]}, by=goran.handle, world="real")
    client = as_user(goran)

    def shown(**query: str) -> list[Any]:
        return [row.job.pk for row in client.get(reverse("job-list"), query).context["rows"]]

    assert shown() == [job.pk]
    assert shown(state="queued") == [job.pk]
    assert shown(state="done") == []


def test_the_list_stops_polling_when_nothing_is_active(job: Job, goran: User, as_user: As) -> None:
    client = as_user(goran)
    assert client.get(reverse("job-list"), {"part": "1"}).status_code == 200
    Job.objects.update(state=JobState.DONE)
    assert client.get(reverse("job-list"), {"part": "1"}).status_code == 286


def test_letters_about_accounts_are_seen_by_administrators_only_and_name_nobody(
    hanna: User, goran: User, as_user: As
) -> None:
    letter = post(Letter.RESET, user=hanna, site="http://testserver")
    assert page(as_user(goran), letter).status_code == 404
    listed = as_user(hanna).get(reverse("job-list"), {"world": "exercise"}).context["rows"]
    assert [row.job.pk for row in listed] == [letter.pk]  # accounts belong to no world
    text = page(as_user(hanna), letter).content.decode()
    assert "Send a letter about an account" in text
    assert "testserver" not in text.split("<main")[1]


def test_the_list_takes_the_same_queries_for_few_and_many(
    goran: User, as_user: As, django_assert_max_num_queries: Any
) -> None:
    for number in range(35):
        enqueue(kind=SCORE, arguments={"n": number}, by=f"U-{number}", world="exercise")
    client = as_user(goran)
    with django_assert_max_num_queries(9):
        client.get(reverse("job-list"))
