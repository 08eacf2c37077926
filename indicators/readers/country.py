"""A country's latest score with its drivers, and what changed since the run before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Score, Source
from indicators.readers.change import Change, ChangePart, change_between
from indicators.readers.explained import points_by_code
from indicators.readers.scope import allowed_iso3
from indicators.readers.scores import ContributionView, ScoreView
from indicators.readers.unfold import score_view

if TYPE_CHECKING:
    from countries.models import Country

DRIVERS = 10

__all__ = ["Change", "ChangePart", "CountryScores", "country_scores"]


@dataclass(frozen=True, slots=True)
class CountryScores:
    """Everything the country page shows of the matrix.

    Attributes:
        score: None where the country was never scored up to the date (words in `reason`).
        previous: what `change` compares with: the latest run for an earlier date, else an earlier run for the
            same date.
        drivers: scored indicators by `points`, the heaviest first, at most ten.
        runs_same_day: ids of other runs for the same as-of date (a correction is another run).
    """

    country: Country
    profile: str
    as_of: date
    score: ScoreView | None
    previous: ScoreView | None
    change: Change | None
    drivers: tuple[ContributionView, ...]
    runs_same_day: tuple[int, ...]
    reason: str


def country_scores(country: Country, user: Any, profile: str, as_of: date | None = None) -> CountryScores:
    """The score in force on a date, in a bounded number of queries.

    Args:
        country: one the user may see; without `indicators.view_scores` for it nothing was ever scored.
        profile: name of a profile.
        as_of: None is the newest.
    """
    found = _visible(country, user, profile)
    if as_of is not None:
        found = found.filter(as_of__lte=as_of)
    score = found.order_by("-as_of", "-id").first()
    day = as_of or (score.as_of if score else timezone.now().date())
    if score is None:
        words = _("This country has not been scored under the profile %(profile)s up to %(day)s.")
        text = words % {"profile": profile, "day": day.isoformat()}
        return CountryScores(country, profile, day, None, None, None, (), (), text)
    previous = _previous(found, score)
    titles = dict(Source.objects.values_list("code", "title"))
    view = _view(score, titles)
    # In the order of ids: the other runs for the day, corrections of one another.
    same_day = found.filter(as_of=score.as_of).exclude(pk=score.pk).order_by("id").values_list("run_id", flat=True)
    return CountryScores(
        country=country,
        profile=profile,
        as_of=day,
        score=view,
        previous=_view(previous, titles) if previous else None,
        change=change_between(previous, score) if previous else None,
        drivers=_drivers(view),
        runs_same_day=tuple(same_day),
        reason="",
    )


def _visible(country: Country, user: Any, profile: str) -> QuerySet[Score]:
    allowed = allowed_iso3(user)
    rows: QuerySet[Score] = Score.objects.filter(country=country, profile=profile)
    if allowed is not None and country.pk not in allowed:
        rows = rows.none()
    return rows.select_related("run").prefetch_related("contributions__observation")


def _previous(found: QuerySet[Score], score: Score) -> Score | None:
    earlier = found.filter(as_of__lt=score.as_of).order_by("-as_of", "-id").first()
    return earlier or found.filter(as_of=score.as_of, pk__lt=score.pk).order_by("-id").first()


def _view(score: Score, titles: dict[str, str]) -> ScoreView:
    return score_view(score, score.contributions.all(), titles, points_by_code(score))


def _drivers(view: ScoreView) -> tuple[ContributionView, ...]:
    rows = [item for level in view.levels for factor in level.factors for item in factor.indicators if item.points]
    return tuple(sorted(rows, key=lambda item: -(item.points or 0.0))[:DRIVERS])
