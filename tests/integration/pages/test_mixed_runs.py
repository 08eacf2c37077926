"""A page whose rows were made by several runs says so, and names the newest as no more than that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from indicators.actions.scoring import Task, score
from indicators.models import ScoringRun
from ledger.actors import System


def test_a_run_of_one_country_does_not_claim_the_other_rows(
    exercise_world: None, farida: Any, as_user: Callable[[Any], Client]
) -> None:
    client = as_user(farida)
    assert "Rows come from" not in client.get("/heatmap", {"world": "exercise"}).content.decode()
    newest = ScoringRun.objects.filter(world="exercise").latest("pk")
    task = Task.of(world="exercise", as_of=[newest.as_of], countries=["XAB"], draws=0)
    score(by=System("system:test"), task=task)
    assert "Rows come from 2 runs" in client.get("/heatmap", {"world": "exercise"}).content.decode()
