"""What the heatmap reads from the database, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, Subquery, TextField, prefetch_related_objects
from django.db.models.functions import Cast
from django.utils.translation import get_language

from countries.models import Country
from countries.models.country import CountryQuerySet
from indicators.models import Contribution, Score, ScoringRun
from indicators.models.scoring import Status
from indicators.readers.heatmap_query import HeatmapQuery
from indicators.readers.scope import scored_countries

CLOSED_SHOWN = timedelta(days=3 * 366)
SPARK_WINDOW = timedelta(days=366)
SPARK_POINTS = 13

# (overall, base, overall data only, base data only) of one run
Numbers = tuple[float | None, float | None, float | None, float | None]
# country -> as-of date -> numbers of the latest run for that date
Sparks = dict[str, dict[date, Numbers]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Countries, their latest scores by country, stale codes by score, numbers of the last twelve months."""

    countries: tuple[Country, ...]
    scores: dict[str, Score]
    stale: dict[int, set[str]]
    sparks: Sparks


def gather(query: HeatmapQuery, user: Any, day: date) -> Evidence:
    """Read everything for one heatmap."""
    countries = tuple(_countries(query, user, day))
    # Only who ended has successors to name; prefetching for all would make two hundred querysets.
    ended = [country for country in countries if country.valid_to is not None and country.valid_to <= day]
    prefetch_related_objects(ended, "successions")
    latest = [pk for c in countries if (pk := c.latest_score) is not None]  # type: ignore[attr-defined]
    scores = {score.country_id: score for score in _scores(latest)}
    return Evidence(countries, scores, _stale(latest), _sparks(query, list(scores), day))


def _scores(latest: list[int]) -> list[Score]:
    """Scores with their detail as text, to be decoded only where it is not known yet."""
    rows = Score.objects.filter(pk__in=latest).defer("detail")
    return list(rows.annotate(detail_text=Cast("detail", TextField())))


def _countries(query: HeatmapQuery, user: Any, day: date) -> CountryQuerySet:
    newest = (
        Score.objects.filter(country=OuterRef("pk"), profile=query.profile, as_of__lte=day)
        .order_by("-as_of", "-id")
        .values("id")[:1]
    )
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    alive = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    closed = Q(valid_to__lte=day)
    language = "fr" if (get_language() or "").startswith("fr") else "en"
    if query.status != Status.CLOSED:
        closed &= Q(valid_to__gt=day - CLOSED_SHOWN)
    return (
        scored_countries(user, query.world)
        .watched()
        .filter(begun, alive | closed)
        # Two labels a country instead of two joined rows made into models.
        .annotate(
            latest_score=Subquery(newest),
            region_label=F(f"region__name_{language}"),
            subregion_label=F(f"subregion__name_{language}"),
        )
    )


def _stale(scores: list[int]) -> dict[int, set[str]]:
    """Codes of the readings past their maximum age: the score itself does not tell them."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Contribution.objects.filter(score__in=scores, state="stale").values_list("score_id", "indicator_id")
    for score, code in rows.order_by():
        found[score].add(code)
    return found


def _sparks(query: HeatmapQuery, countries: list[str], day: date) -> Sparks:
    days = _spark_days(query, day)
    rows = (
        Score.objects.filter(country__in=countries, profile=query.profile, as_of__in=days)
        .order_by("id")
        .values_list("country_id", "as_of", "overall", "base", "overall_data_only", "base_data_only")
    )
    sparks: Sparks = defaultdict(dict)
    for country, as_of, *numbers in rows:
        # In the order of ids, so that the latest run for a date is the one that stays.
        sparks[country][as_of] = (numbers[0], numbers[1], numbers[2], numbers[3])
    return sparks


def _spark_days(query: HeatmapQuery, day: date) -> list[date]:
    """One date a month, oldest first: the one with most countries, then the latest.

    Nightly runs would give 365 points a country and say no more.
    """
    scored = (
        ScoringRun.objects.filter(
            world=query.world, profile=query.profile, as_of__lte=day, as_of__gt=day - SPARK_WINDOW
        )
        .order_by()
        .values("as_of")
        .annotate(most=Max("countries"))
    )
    best: dict[tuple[int, int], tuple[int, date]] = {}
    for row in scored:
        month = (row["as_of"].year, row["as_of"].month)
        best[month] = max(best.get(month, (0, date.min)), (row["most"], row["as_of"]))
    return sorted(as_of for _most, as_of in best.values())[-SPARK_POINTS:]
