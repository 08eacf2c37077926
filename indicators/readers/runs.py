"""Scoring runs and their scores, for lists, the API and bundles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from indicators.models import Score, ScoringRun


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a world has been scored for."""

    runs: int
    newest_run_id: int | None
    newest_as_of: date | None
    profiles: tuple[str, ...]


def runs(world: str, user: Any, *, profile: str = "") -> QuerySet[ScoringRun]:
    """Runs of a world, newest first."""
    raise NotImplementedError


def scores(world: str, user: Any, *, profile: str = "") -> QuerySet[Score]:
    """Scores the user may see in a world, in the order of their ids, run and country joined."""
    raise NotImplementedError


def as_of_dates(world: str, profile: str, limit: int = 400) -> tuple[date, ...]:
    """Dates that were scored, newest first."""
    raise NotImplementedError


def run_summary(world: str) -> RunSummary:
    """How much was scored in a world, in one query."""
    raise NotImplementedError
