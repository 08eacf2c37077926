"""Scoring runs and their scores, for lists, the API and bundles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery

from indicators.models import Score, ScoringRun
from indicators.readers.scope import allowed_iso3, scored_countries


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a world has been scored for."""

    runs: int
    newest_run_id: int | None
    newest_as_of: date | None
    profiles: tuple[str, ...]


def runs(world: str, user: Any, *, profile: str = "") -> QuerySet[ScoringRun]:
    """Runs of a world, newest first; none for somebody who may see no score at all."""
    allowed = allowed_iso3(user)
    found = ScoringRun.objects.filter(world=world).order_by("-pk")
    if allowed is not None:
        mine = Score.objects.filter(run=OuterRef("pk"), country__in=allowed)
        found = found.filter(Exists(mine))
    return found.filter(profile=profile) if profile else found


def scores(world: str, user: Any, *, profile: str = "") -> QuerySet[Score]:
    """Scores the user may see in a world, in the order of their ids, run and country joined."""
    allowed = allowed_iso3(user)
    found = Score.objects.filter(world=world).select_related("run", "country").order_by("pk")
    if allowed is not None:
        found = found.filter(country__in=allowed)
    return found.filter(profile=profile) if profile else found


def latest_scores(world: str, user: Any, profile: str, as_of: date | None = None) -> QuerySet[Score]:
    """The score in force of each country on a date: the latest as-of date up to it, its latest run."""
    found = Score.objects.filter(country=OuterRef("pk"), profile=profile)
    if as_of is not None:
        found = found.filter(as_of__lte=as_of)
    newest = found.order_by("-as_of", "-id").values("id")[:1]
    countries = scored_countries(user, world).annotate(latest_score=Subquery(newest))
    return scores(world, user, profile=profile).filter(pk__in=countries.values("latest_score"))


@dataclass(frozen=True, slots=True)
class Newest:
    """What an answer rests on: the newest run's id and moment, and the newest as-of date."""

    run: int | None
    at: datetime | None
    as_of: date | None


def newest_run(world: str, profile: str, as_of: date | None) -> Newest:
    """The newest run of a world and profile up to a date, in one query."""
    found = ScoringRun.objects.filter(world=world, profile=profile)
    if as_of is not None:
        found = found.filter(as_of__lte=as_of)
    row = found.aggregate(run=Max("pk"), at=Max("at"), day=Max("as_of"))
    return Newest(row["run"], row["at"], row["day"])


def as_of_dates(world: str, profile: str, limit: int = 400) -> tuple[date, ...]:
    """Dates that were scored, newest first."""
    dates = ScoringRun.objects.filter(world=world, profile=profile).order_by("-as_of").values_list("as_of", flat=True)
    return tuple(dates.distinct()[:limit])


def run_summary(world: str) -> RunSummary:
    """How much was scored in a world, in one query."""
    rows = list(
        ScoringRun.objects.filter(world=world)
        .order_by("profile")
        .values("profile")
        .annotate(number=Count("pk"), newest=Max("pk"), day=Max("as_of"))
    )
    return RunSummary(
        runs=sum(row["number"] for row in rows),
        newest_run_id=max((row["newest"] for row in rows), default=None),
        newest_as_of=max((row["day"] for row in rows), default=None),
        profiles=tuple(row["profile"] for row in rows),
    )
