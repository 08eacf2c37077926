"""What waits in the countries of a user: risk that grows, sources that conflict, judgements that lapse, dates ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country
from indicators.actions.world_clock import today_in
from indicators.models import Adjustment, Contribution, Score, TriggerEvent
from indicators.readers.scope import scored_countries
from indicators.words import factor_word
from indicators.worlds import DEFAULT_PROFILE
from warning.readers.home import WORSENING
from warning.readers.todo_item import Todo

_AHEAD = timedelta(days=30)
# Dates ahead and conflicts named at most; the country's page has them all.
_MOST = 5


def country_todos(user: Any, world: str) -> list[Todo]:
    """For who has countries of the own: at most four queries, whatever their number. Empty for everybody else."""
    own = user.my_countries()
    if not own:
        return []
    mine = {row.iso3: row for row in scored_countries(user, world).filter(iso3__in=own)}
    if not mine:
        return []
    today = today_in(world)
    return [*_of_scores(mine, world), *_lapsing(mine, today), *_ahead(mine, today)]


def _page(iso3: str, anchor: str) -> str:
    return reverse("country", args=[iso3]) + "#" + anchor


def _of_scores(mine: dict[str, Country], world: str) -> Iterator[Todo]:
    """Countries that get worse, and sources that contradict each other, in the newest scores."""
    newest = Score.objects.filter(country=OuterRef("country"), profile=DEFAULT_PROFILE[world]).order_by("-as_of", "-pk")
    scores = Score.objects.filter(country__in=list(mine), pk=Subquery(newest.values("pk")[:1])).defer("detail")
    rows = {row.pk: row for row in scores}
    for row in rows.values():
        if row.trend == WORSENING:
            text = _("%(country)s is worsening.") % {"country": mine[row.country_id].short_name}
            yield Todo(text, _page(row.country_id, "history"), _("See why"), urgent=True)
    conflicts: dict[str, list[str]] = {}
    found = Contribution.objects.filter(score__in=list(rows), detail__conflict=True)
    for score, code in found.values_list("score_id", "indicator_id"):
        conflicts.setdefault(rows[score].country_id, []).append(code)
    for iso3, codes in list(conflicts.items())[:_MOST]:
        text = _("Sources contradict each other in %(country)s: %(codes)s.")
        told = text % {"country": mine[iso3].short_name, "codes": ", ".join(codes[:_MOST])}
        yield Todo(told, _page(iso3, "flags-h"), _("Compare them"))


def _lapsing(mine: dict[str, Country], today: date) -> Iterator[Todo]:
    """Expert judgements that lapse within a month: renewed, or the data speak alone again."""
    found = Adjustment.objects.filter(country__in=list(mine), expires__gte=today, expires__lte=today + _AHEAD)
    for row in found.order_by("expires", "pk")[:_MOST]:
        text = _("The adjustment of %(factor)s in %(country)s lapses: judge again, or the data speak alone.") % {
            "factor": factor_word(row.level, row.factor),
            "country": mine[row.country_id].short_name,
        }
        yield Todo(text, _page(row.country_id, f"{row.level}-{row.factor}"), _("See the factor"), due=row.expires)


def _ahead(mine: dict[str, Country], today: date) -> Iterator[Todo]:
    """Votes and other dates within a month, as announced by today."""
    found = (
        TriggerEvent.objects.filter(
            country__in=list(mine), date__gte=today, date__lte=today + _AHEAD, published__lte=today, withdrawn=False
        )
        .exclude(Exists(TriggerEvent.objects.filter(supersedes=OuterRef("pk"), published__lte=today)))
        .order_by("date", "pk")[:_MOST]
    )
    for row in found:
        text = _("Ahead in %(country)s: %(title)s.")
        told = text % {"country": mine[row.country_id].short_name, "title": row.title}
        yield Todo(told, _page(row.country_id, "ahead-h"), _("See the dates"), due=row.date, happens=True)
