"""The method on screen: indicators, factors, the UN Framework's risk factors, and what a profile watches."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.params import ParamErrors, Params
from indicators.catalogue import load
from indicators.catalogue.profiles import factor_shares
from indicators.presenters.curve import curve
from indicators.readers.catalogue import (
    factor_list,
    factor_page,
    indicator_list,
    indicator_view,
    un_factor_list,
    un_factor_page,
)
from indicators.words import LEVEL_CAUSES, factor_word, percent
from indicators.worlds import DEFAULT_PROFILE
from ledger.actors import require

VIEW_SCORES = "indicators.view_scores"


def _world(request: HttpRequest) -> str:
    require(request.user, VIEW_SCORES)  # type: ignore[arg-type]
    world: str = request.world  # type: ignore[attr-defined]
    return world


@require_safe
def indicators_page(request: HttpRequest) -> HttpResponse:
    """All indicators, grouped by level and factor, beside what a profile watches and why."""
    world, method = _world(request), load()
    read = Params(request.GET.dict())
    read.known_only(("world", "level", "factor", "profile", "search"))
    level = read.choice("level", tuple(LEVEL_CAUSES))
    factor = read.choice("factor", [row.factor for row in method.factors])
    profile = read.choice("profile", method.profile_names, DEFAULT_PROFILE[world])
    search = read.text("search")
    errors: tuple[Any, ...] = ()
    try:
        read.check()
    except ParamErrors as refused:
        errors = refused.errors
    views = indicator_list(level=level, factor=factor, search=search, world=world)
    context = {
        "groups": _groups(views, profile),
        "shown": len(views),
        "total": len(method.indicators),
        "level": level,
        "factor": factor,
        "profile": profile,
        "search": search,
        "levels": [(code, str(word)) for code, word in LEVEL_CAUSES.items()],
        "factors": [(row.factor, factor_word("", row.factor)) for row in method.factors],
        "profiles": method.profile_names,
        "method": method,
        "un": un_factor_list(world),
        "errors": errors,
    }
    return render(request, "indicators/indicator/list.html", context, status=400 if errors else 200)


def _groups(views: tuple[Any, ...], profile: str) -> list[dict[str, Any]]:
    """Indicators under their factor, with the share of the factor's weight that the profile watches."""
    method = load()
    outside = method.outside_profile(profile)
    shares = factor_shares(method.indicators, set(method.by_code) - outside)
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for view in views:
        key = (view.spec.level, view.spec.factor)
        group = groups.setdefault(
            key,
            {
                "cause": str(LEVEL_CAUSES[key[0]]),
                "short": factor_word(*key),
                "factor": view.factor,
                "weight": view.factor_weight,
                "watched": shares[key],
                "watched_text": percent(shares[key]),
                "rows": [],
            },
        )
        told = next((row for row in view.profiles if row.profile == profile), None)
        group["rows"].append(
            {"view": view, "member": told is None or told.member, "reason": told.reason if told else ""}
        )
    return list(groups.values())


@require_safe
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: unit, goalposts and curve, reason, weight, sources with licence, profiles, UN factors."""
    world = _world(request)
    try:
        view = indicator_view(code, world)
    except KeyError as unknown:
        raise Http404(_("No indicator has the code %(code)s.") % {"code": code}) from unknown
    spec = view.spec
    note = {row.source: row for row in load().sources}.get(spec.primary_source)
    context = {
        "view": view,
        "spec": spec,
        "curve": curve(spec),
        "cause": LEVEL_CAUSES[spec.level],
        "short": factor_word(spec.level, spec.factor),
        "share": percent(view.share),
        "publisher": note,
    }
    return render(request, "indicators/indicator/page.html", context)


@require_safe
def factor_view(request: HttpRequest, code: str) -> HttpResponse:
    """One factor over the three levels."""
    world = _world(request)
    try:
        page = factor_page(code, world)
    except KeyError as unknown:
        raise Http404(_("No factor has the code %(code)s.") % {"code": code}) from unknown
    levels = [
        {"cause": LEVEL_CAUSES[level], "views": views, "weight": weight}
        for (level, _name, views), weight in zip(page.levels, page.weights, strict=False)
    ]
    context = {"page": page, "levels": levels, "others": factor_list(world), "short": factor_word("", code)}
    return render(request, "indicators/factor/page.html", context)


@require_safe
def un_factor_view(request: HttpRequest, number: int) -> HttpResponse:
    """One of the fourteen risk factors of the UN Framework of Analysis, and what speaks to it here."""
    world = _world(request)
    try:
        page = un_factor_page(number, world)
    except KeyError as unknown:
        raise Http404(_("The UN Framework has fourteen risk factors; there is no %(n)s.") % {"n": number}) from unknown
    context = {"page": page, "all": un_factor_list(world)}
    return render(request, "indicators/factor/un.html", context)
