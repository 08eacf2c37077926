"""Which countries and dates new evidence touches, seen from the database alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Min, Q
from django.db.models.functions import Greatest

from indicators.actions.world_clock import today_in
from indicators.models import ImportRun, Observation, ScoringRun, TriggerEvent
from indicators.readers.evidence import existing_countries
from ledger.models import Job, JobState

RESCORE = "indicators.rescore"


@dataclass(frozen=True, slots=True)
class Touched:
    """Dates, each with the countries to score again; `upto` is the newest import taken into account."""

    upto: int
    by_date: dict[date, frozenset[str]]


def touched(world: str, profile: str) -> Touched:
    """What the imports since the last finished re-scoring have changed.

    An observation counts from the later of its publication and the end of its period, so every date of
    a run from there on is scored again, and today.
    """
    since = _covered(world)
    runs = ImportRun.objects.filter(world=world, pk__gt=since)
    upto = runs.aggregate(top=Max("pk"))["top"]
    if upto is None:
        return Touched(since, {})
    first = _first_effect(world, since, upto)
    today = today_in(world)
    scored = ScoringRun.objects.filter(world=world, profile=profile).values_list("as_of", flat=True).distinct()
    by_date: dict[date, frozenset[str]] = {}
    for day in sorted({*scored, today}):
        codes = [iso3 for iso3, start in first.items() if start <= day]
        # Files also name territories, and states that ended long before: nobody has a row for these.
        if watched := existing_countries(world, day, codes):
            by_date[day] = frozenset(watched)
    return Touched(upto, by_date)


def _covered(world: str) -> int:
    """The newest import that a finished job has already taken into account."""
    done = Job.objects.filter(kind=RESCORE, world=world, state=JobState.DONE)
    return max((int(summary.get("upto", 0)) for summary in done.values_list("summary", flat=True)), default=0)


def _first_effect(world: str, since: int, upto: int) -> dict[str, date]:
    """For each country with new rows, the first day on which one of them counts."""
    first: dict[str, date] = {}
    rows = {"import_run__gt": since, "import_run__lte": upto, "import_run__world": world}
    # A later publication of the same value confirms it; no score moves.
    said_before = Q(supersedes__value=F("value")) | Q(supersedes__isnull=False, value=None, supersedes__value=None)
    observed = Observation.objects.filter(**rows).exclude(said_before).values_list("country_id")
    for iso3, day in observed.annotate(day=Min(Greatest("published", "ref_end"))).order_by():
        first[iso3] = day
    logged = TriggerEvent.objects.filter(**rows).values_list("country_id")
    for iso3, day in logged.annotate(day=Min("published")).order_by():
        first[iso3] = min(day, first.get(iso3, day))
    return first
