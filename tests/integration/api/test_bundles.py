"""A bundle over REST replays to the same digits, where the licences let the values go."""

from __future__ import annotations

import json
from typing import Any

import pytest

from indicators.matrix.bundle import read_bundle
from indicators.matrix.replay import compare, replay
from indicators.models import ScoringRun
from tests.integration.api.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(exercise_world: None) -> ScoringRun:
    return ScoringRun.objects.filter(world="exercise").latest("as_of")


def given(client: Any, run: ScoringRun) -> dict[str, Any]:
    answer = client.get(f"/api/v1/bundles/{run.pk}/")
    assert answer.status_code == 200
    return dict(answer.json())


def test_a_steward_replays_what_was_stored(run: ScoringRun, api: Api, goran: Any) -> None:
    bundle = given(api(goran), run)
    assert bundle["withheld"] == []
    few = {iso3: bundle["countries"][iso3] for iso3 in ("XAB", "XAF", "XAL")}
    read = read_bundle(json.dumps(bundle | {"countries": few}).encode())
    assert compare(read, replay(read)) == []


def test_a_partner_gets_no_value_that_a_licence_keeps_back(run: ScoringRun, api: Api, ines: Any) -> None:
    bundle = given(api(ines), run)
    assert bundle["withheld"] == ["exercise_analysts", "exercise_speech_desk"]
    country = bundle["countries"]["XAB"]
    assert not {row["source"] for row in country["input"]["observations"]} & set(bundle["withheld"])
    assert {row["source"] for row in country["withheld"]} == set(bundle["withheld"])
    assert all("value" not in row for row in country["withheld"])
    closed = [row for row in country["output"]["indicators"] if row["source"] in bundle["withheld"]]
    assert closed
    assert all(row["value"] is None and row["score"] is not None for row in closed)


def test_a_run_whose_version_is_gone_says_which_and_what_to_do(run: ScoringRun, api: Api, goran: Any) -> None:
    run.pk, run.job, run._state.adding, run.catalogue_digest = run.pk + 1, None, True, "f" * 64
    run.save()
    answer = api(goran).get(f"/api/v1/bundles/{run.pk}/")
    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], "ffffffffffff" in told["detail"]) == ("method_not_here", True)
    error = told["errors"][0]
    assert (error["field"], error["value"]) == ("method", "ewrm-1.0.0 ffffffffffff")
    assert "score the date again" in error["remedy"]
