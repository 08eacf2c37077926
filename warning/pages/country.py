"""The country page: who it is, what the matrix says, why, and how far to trust it. Joins the rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country
from countries.params import ParamErrors, Params
from countries.readers.directory import neighbours_on, predecessors, successors
from indicators.catalogue import is_here, load
from indicators.models.scoring import Status
from indicators.presenters.change import change_table
from indicators.presenters.country import level_blocks
from indicators.presenters.drivers import driver_table
from indicators.presenters.headline import headline
from indicators.presenters.judged import judged_factors
from indicators.presenters.past import history_charts
from indicators.presenters.past_told import last_assessed, past_words
from indicators.presenters.quality import quality_flags
from indicators.readers.calendar import dates_ahead, observed_among
from indicators.readers.country import CountryScores, country_scores
from indicators.readers.data_view import data_only
from indicators.readers.heatmap_query import VIEWS, HeatmapQuery
from indicators.readers.history import history
from indicators.readers.judgements import judgements_of
from indicators.words import number
from indicators.worlds import DEFAULT_PROFILE
from ledger.actors import require
from warning.roles import Permission


@require_safe
def country_page(request: HttpRequest, iso3: str) -> HttpResponse:
    """One country. A code that nobody has, or of a country the user may not see, is not found."""
    user: Any = request.user
    require(user, Permission.VIEW_COUNTRY)
    countries = Country.objects.visible_to(user).select_related("region", "subregion")
    country = countries.filter(iso3=iso3.upper()).first()
    if country is None:
        raise Http404(_("No country has the code %(code)s in what you may see.") % {"code": iso3.upper()})
    # The page shows one country, so it stands in that country's world, whatever the session says.
    request.world = country.world  # type: ignore[attr-defined]
    context: dict[str, Any] = {"country": country}
    errors: tuple[Any, ...] = ()
    if user.has_perm(Permission.VIEW_SCORES, country):
        try:
            profile, as_of, view = _asked(request, country)
        except ParamErrors as refused:
            errors, profile, as_of, view = refused.errors, DEFAULT_PROFILE[country.world], None, VIEWS[0]
        found = country_scores(country, user, profile, as_of)
        context |= _matrix(found, country, user, asked=as_of, view=view)
        context |= {"profile": profile, "asked": as_of.isoformat() if as_of else "", "profiles": load().profile_names}
        context |= {"view": view, "carried": _carried(country, profile, as_of, view)}
    today = timezone.now().date()
    # Of the others, too, only those whose page opens for the user.
    seen = Country.objects.visible_to(user)
    context |= {
        "errors": errors,
        "neighbours": neighbours_on(country, context.get("day", today), among=seen),
        "successors": successors(country, among=seen),
        "predecessors": predecessors(country, among=seen),
        "exists": country.exists_on(context.get("day", today)),
        "begun": country.valid_from is None or country.valid_from <= context.get("day", today),
        "today": today.isoformat(),
    }
    return render(request, "countries/country/page.html", context, status=400 if errors else 200)


def _asked(request: HttpRequest, country: Country) -> tuple[str, date | None, str]:
    """Profile, as-of date and view of the query string; no date where the newest run is meant."""
    read = Params(request.GET.dict())
    read.known_only(("profile", "as_of", "view", "world"))
    profile = read.choice("profile", load().profile_names, DEFAULT_PROFILE[country.world])
    as_of = read.day("as_of", until=timezone.now().date())
    view = read.choice("view", VIEWS, VIEWS[0])
    read.check()
    return profile, as_of, view


def _carried(country: Country, profile: str, as_of: date | None, view: str) -> str:
    """The heatmap's query string for the same world, profile, day and view."""
    return HeatmapQuery(world=country.world, profile=profile, as_of=as_of, view=view).querystring()


def _matrix(found: CountryScores, country: Country, user: Any, *, asked: date | None, view: str) -> dict[str, Any]:
    """What the matrix part of the page writes; `has_matrix` says that there is one at all."""
    context: dict[str, Any] = {"found": found, "has_matrix": True, "day": found.as_of}
    score = found.score
    if score is None:
        return context
    past = history(country, user, found.profile, until=asked)
    shown = data_only(score) if view == "data" else score
    context |= {"score": score, "head": headline(shown, past), "run": score.run, "adjusted": number(score.number)}
    context |= {"past": past, "past_words": past_words(past), "last_rated": last_assessed(past)}
    if score.status == Status.CLOSED:
        return context | {"charts": history_charts(past), "past": past}
    odd = observed_among(country, user, score.silent.get("not_applicable", ()), score.as_of)
    return context | {
        "levels": level_blocks(score),
        "glance": level_blocks(shown),
        "drivers": driver_table(found.drivers, score),
        "charts": history_charts(past),
        "past": past,
        "change": change_table(found.change) if found.change else None,
        "previous": found.previous,
        "flags": quality_flags(score, odd),
        "judgements": judged_factors(judgements_of(country.iso3, score.as_of, score.run.known_at)),
        "ahead": dates_ahead(country, user, score.as_of),
        "seed": (score.uncertainty or {}).get("seed", ""),
        "nothing_moves": _no_drivers(score.run.method, score.run.catalogue_digest),
    }


def _no_drivers(method: str, digest: str) -> str:
    """Why a score has no drivers to show."""
    if not is_here(method, digest):
        return _(
            "The tables of the version that made this run are not here as they were: score again to see its drivers."
        )
    return _("Nothing is scored, so nothing drives the number.")
