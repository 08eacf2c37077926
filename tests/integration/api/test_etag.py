"""Nothing is sent twice: an answer the client holds is answered 304, until anything in it changes."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.models import ScoringRun
from tests.integration.api.conftest import Api, body_of
from warning.models import Assignment

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "countries/",
    "countries/XAB/",
    "indicators/",
    "sources/?world=exercise",
    "observations/?world=exercise",
    "observations/?world=exercise&format=csv",
    "runs/?world=exercise",
    "scores/?world=exercise",
    "scores/?world=exercise&format=csv",
    "scores/?world=exercise&format=hxl",
    "heatmap/?world=exercise",
    "heatmap/?world=exercise&format=csv",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_the_client_holds_is_not_sent_again(exercise_world: None, api: Api, goran: Any, address: str) -> None:
    client = api(goran)
    first = client.get(f"/api/v1/{address}")
    assert body_of(first)
    again = client.get(f"/api/v1/{address}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = client.get(f"/api/v1/{address}", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    assert {"Accept", "Authorization", "Cookie"} <= set(other["Vary"].split(", "))
    assert other["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.startswith(("scores", "heatmap", "runs"))])
def test_a_new_run_makes_a_new_answer(exercise_world: None, api: Api, goran: Any, address: str) -> None:
    client = api(goran)
    first = client.get(f"/api/v1/{address}")["ETag"]
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    run.pk, run.job, run._state.adding = run.pk + 1, None, True
    run.save()
    assert client.get(f"/api/v1/{address}", headers={"If-None-Match": first}).status_code == 200


@pytest.mark.parametrize(
    "address", ["scores/?world=exercise", "observations/?world=exercise", "heatmap/?world=exercise"]
)
def test_another_set_of_countries_makes_another_answer(exercise_world: None, api: Api, ines: Any, address: str) -> None:
    client = api(ines)
    first = client.get(f"/api/v1/{address}")["ETag"]
    Assignment.objects.create(user=ines, role="rest_client", country_id="XAC", given_by="system:test")
    again = client.get(f"/api/v1/{address}", headers={"If-None-Match": first})
    assert again.status_code == 200
    assert {row["iso3"] for row in again.json()["data"]} == {"XAB", "XAC"}


def test_forms_of_one_answer_have_tags_of_their_own(exercise_world: None, api: Api, goran: Any) -> None:
    client = api(goran)
    tags = {client.get(f"/api/v1/scores/?world=exercise&format={form}")["ETag"] for form in ("json", "csv", "hxl")}
    assert len(tags) == 3
