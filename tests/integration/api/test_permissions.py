"""May they: declared rights on every endpoint, countries by assignment, worlds apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from indicators.models import Observation, Score, ScoringRun
from tests.integration.api.conftest import Api, body_of
from tests.integration.api.routes import address, routes
from warning.roles import Permission
from warning.scopes import SCOPES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "view"), routes())
def test_every_endpoint_declares_a_known_permission_and_scope(name: str, view: Any) -> None:
    for method in ("GET", "POST"):
        permission = view.permission if isinstance(view.permission, str) else view.permission[method]
        scope = view.scope if isinstance(view.scope, str) else view.scope[method]
        assert permission in set(Permission)
        assert scope in SCOPES


@pytest.mark.parametrize(("name", "view"), routes())
def test_nobody_gets_in_anywhere(name: str, view: Any, anonymous: Client) -> None:
    assert anonymous.get(address(name)).status_code in {401, 405}
    assert anonymous.post(address(name), {}, content_type="application/json").status_code in {401, 405}


@pytest.mark.parametrize(("name", "view"), [route for route in routes() if hasattr(route[1], "get")])
def test_an_administrator_of_accounts_is_no_reader_of_scores(name: str, view: Any, as_user: Any, hanna: Any) -> None:
    answer = as_user(hanna).get(address(name))
    assert answer.status_code == 403
    assert answer.json()["errors"][0] == {
        "field": "permission",
        "code": "missing_permission",
        "value": "warning.use_api",
        "message": "This needs the permission warning.use_api.",
        "remedy": "An administrator can give you a role that has it.",
    }


@pytest.mark.parametrize(("name", "view"), [route for route in routes() if hasattr(route[1], "get")])
def test_a_token_without_the_scope_is_refused_by_its_name(name: str, view: Any, api: Api, goran: Any) -> None:
    scope = view.scope if isinstance(view.scope, str) else view.scope["GET"]
    others = [other for other in SCOPES if other != scope]
    answer = api(goran, others).get(address(name))
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "missing_scope"
    assert answer.json()["errors"][0]["value"] == scope


def test_an_endpoint_that_declares_nothing_is_closed(goran: Any, rf: Any) -> None:
    from rest_framework.test import force_authenticate

    from countries.api.base import Endpoint

    class Forgotten(Endpoint):
        def get(self, request: Any) -> Any:
            raise AssertionError("opened")

    request = rf.get("/")
    force_authenticate(request, goran)
    assert Forgotten.as_view()(request).status_code == 403


class TestTheClientOfOneCountry:
    """Ines pulls scores for XAB; every other country is not there for her."""

    pytestmark = pytest.mark.django_db

    LISTS = ("countries", "scores", "scores/history", "observations", "heatmap")

    @pytest.mark.parametrize("name", LISTS)
    def test_lists_hold_her_country_alone(self, exercise_world: None, api: Api, ines: Any, name: str) -> None:
        answer = api(ines).get(f"/api/v1/{name}/?world=exercise").json()
        assert {row["iso3"] for row in answer["data"]} == {"XAB"}

    @pytest.mark.parametrize("query", ["scores/?format=csv", "scores/?format=hxl", "observations/?format=csv"])
    def test_files_hold_her_country_alone(self, exercise_world: None, api: Api, ines: Any, query: str) -> None:
        text = body_of(api(ines).get(f"/api/v1/{query}&world=exercise")).decode()
        assert '"XAB"' in text
        assert '"XAC"' not in text

    def test_other_countries_are_not_there(self, exercise_world: None, api: Api, ines: Any) -> None:
        client = api(ines)
        score = Score.objects.filter(country="XAC").latest("pk")
        observation = Observation.objects.filter(country="XAC").first()
        assert observation is not None
        addresses = [
            "countries/XAC/",
            f"scores/{score.pk}/",
            f"scores/{score.pk}/lineage/R-RF8-01/",
            f"observations/{observation.pk}/",
        ]
        missing = ["countries/XZZ/", "scores/999999/", "scores/999999/lineage/R-RF8-01/", "observations/99999999/"]
        for there, nowhere in zip(addresses, missing, strict=True):
            forbidden, absent = client.get(f"/api/v1/{there}"), client.get(f"/api/v1/{nowhere}")
            assert forbidden.status_code == absent.status_code == 404
            assert forbidden.json()["detail"] == absent.json()["detail"]

    def test_a_filter_does_not_widen_her_view(self, exercise_world: None, api: Api, ines: Any) -> None:
        for name in ("scores", "scores/history", "observations"):
            assert api(ines).get(f"/api/v1/{name}/?world=exercise&country=XAC").json()["data"] == []

    def test_a_bundle_holds_her_country_alone(self, exercise_world: None, api: Api, ines: Any) -> None:
        run = ScoringRun.objects.filter(world="exercise").first()
        assert run is not None
        assert set(api(ines).get(f"/api/v1/bundles/{run.pk}/").json()["countries"]) == {"XAB"}

    def test_she_sees_no_job_and_asks_for_none(self, exercise_world: None, api: Api, ines: Any) -> None:
        client = api(ines)
        assert client.get("/api/v1/jobs/").status_code == 403
        body = {"world": "exercise", "as_of": ["2024-12-31"]}
        assert client.post("/api/v1/jobs/", body, content_type="application/json").status_code == 403


def test_no_answer_mixes_the_worlds(exercise_world: None, api: Api, farida: Any) -> None:
    client = api(farida)
    for name in ("countries", "scores", "scores/history", "observations", "heatmap"):
        for world in ("real", "exercise"):
            answer = client.get(f"/api/v1/{name}/?world={world}").json()
            assert answer["meta"]["world"] == world
            invented = {row["iso3"].startswith("XA") for row in answer["data"]}
            assert invented <= {world == "exercise"}


def test_every_answer_names_what_it_is_of(exercise_world: None, api: Api, goran: Any) -> None:
    client = api(goran)
    for name in (
        "countries",
        "indicators",
        "sources",
        "observations",
        "runs",
        "scores",
        "scores/history",
        "heatmap",
        "jobs",
    ):
        meta = client.get(f"/api/v1/{name}/?world=exercise").json()["meta"]
        assert set(meta) >= {"world", "method", "weights", "profile", "as_of", "run", "note"}
        assert (meta["world"], meta["method"], meta["weights"]) == ("exercise", "ewrm-1.0.0", "w-1.0.0")
        assert meta["note"] == "The index is not a probability."
    newest = client.get("/api/v1/scores/?world=exercise").json()["meta"]
    assert (newest["profile"], newest["as_of"]) == ("full", "2026-10-31")
