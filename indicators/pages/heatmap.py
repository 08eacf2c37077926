"""The heatmap page: its whole state in the URL, its table cached by run, 304 where nothing changed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.pages.build import build
from indicators.pages.heatmap_filters import FilterForm, filter_form
from indicators.presenters.heatmap import heatmap_table
from indicators.readers.bands import bands
from indicators.readers.heatmap import Heatmap, HeatmapQuery, ParamErrors, heatmap, heatmap_stamp
from indicators.readers.scope import scope_text
from ledger.actors import require

CACHE_SECONDS = 60 * 60 * 12


@require_safe
def heatmap_page(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx only what the filters change."""
    user: Any = request.user
    require(user, "indicators.view_scores")
    world: str = request.world  # type: ignore[attr-defined]
    today = timezone.now().date()
    errors: tuple[Any, ...] = ()
    try:
        query = HeatmapQuery.from_params(request.GET.dict(), user, today, world=world)
    except ParamErrors as refused:
        errors = refused.errors
        query = HeatmapQuery.from_params({}, user, today, world=world)
    key = _key(query, user)
    etag = quote_etag(hashlib.sha256(f"{key}|{_person(request)}".encode()).hexdigest()[:32])
    if not errors and etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _headed(HttpResponseNotModified(), request, etag)
    form, fragment = _cached(query, user, key)
    if getattr(request, "htmx", False) and not errors:
        response = HttpResponse(fragment)
        # The address bar gets the short form: no empty parameters.
        response["HX-Push-Url"] = f"{reverse('heatmap')}?{query.querystring()}"
        return _headed(response, request, etag)
    context = {"form": form, "fragment": fragment, "errors": errors, "reset": _reset(query)}
    page = render_to_string("indicators/heatmap/page.html", context, request)
    response = HttpResponse(page, status=400 if errors else 200)
    return response if errors else _headed(response, request, etag)


def _headed(response: HttpResponse, request: HttpRequest, etag: str) -> HttpResponse:
    """Only the reader's own browser may keep it, and asks every time."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Language"])
    return response


def _key(query: HeatmapQuery, user: Any) -> str:
    """What the fragment depends on: runs, question, language, what the user may see, this code."""
    parts = (
        build("indicators/heatmap"),
        heatmap_stamp(query, user),
        query.querystring(),
        get_language() or "",
        scope_text(user, mine=query.mine),
        str(user.has_perm("indicators.import_data")),
        timezone.now().date().isoformat(),
    )
    return "heatmap:" + hashlib.sha256("|".join(parts).encode()).hexdigest()


def _person(request: HttpRequest) -> str:
    """What the frame around the fragment depends on, so that nobody is answered with another's header."""
    user: Any = request.user
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    pending = "messages" in request.COOKIES or "_messages" in request.session
    unique = timezone.now().isoformat() if pending else ""
    htmx = getattr(request, "htmx", False)
    # A strip that says "all well" must not outlive the state it tells of.
    state = "" if htmx else render_to_string("_components/frame_state.html", {}, request)
    parts = (user.pk, user, user.timezone, user.current_assignments(), cookie, bool(htmx), state, unique)
    return "|".join(map(str, parts))


def _cached(query: HeatmapQuery, user: Any, key: str) -> tuple[FilterForm, SafeString]:
    held = cache.get(key)
    if held is None:
        today = timezone.now().date()
        found = heatmap(query, user)
        held = (filter_form(query, found, today), str(render_fragment(found, user)))
        # Without a run the page says what is missing, and that changes with the next import.
        if found.run_id is not None:
            cache.set(key, held, CACHE_SECONDS)
    form, fragment = held
    # Our own template's output, escaped when it was rendered.
    return form, mark_safe(fragment)  # noqa: S308 # nosec B308 B703


def render_fragment(found: Heatmap, user: Any) -> str:
    """The part that changes with the filters, from rows already read: no query."""
    table = heatmap_table(found)
    context = {
        "heatmap": found,
        "table": table,
        "country_sort": table.who,
        "bands": bands(),
        "summary": summary(found),
        "exports": _exports(found.query),
        "may_import": user.has_perm("indicators.import_data"),
        "stamp": stamp_line(found),
        "reset": _reset(found.query),
        "reset_label": _("Clear the filters"),
        "no_match_title": _("No country matches these filters."),
        "no_match_text": _("%(total)s countries are hidden by them. Take one away, or clear them all.")
        % {"total": found.total},
    }
    return render_to_string("indicators/heatmap/_result.html", context)


def summary(found: Heatmap) -> str:
    """How many countries, of which run, and what is notable among them."""
    counts = found.counts
    shown = len(found.rows)
    parts = [
        ngettext("%(n)s country", "%(n)s countries", shown) % {"n": shown}
        if shown == found.total
        else _("%(n)s of %(total)s countries") % {"n": shown, "total": found.total}
    ]
    if found.run_id is not None:
        parts.append(_as_of(found))
        parts.append(_("profile %(profile)s") % {"profile": found.profile})
    notable = (
        ("trend:worsening", _("%(n)s worsening")),
        ("trend:improving", _("%(n)s improving")),
        ("base_only", _("%(n)s base only")),
        ("not_rated", _("%(n)s not rated")),
        ("never_scored", _("%(n)s never scored")),
        ("closed", _("%(n)s closed")),
    )
    parts += [text % {"n": counts[name]} for name, text in notable if counts.get(name)]
    return " · ".join(parts)


def _as_of(found: Heatmap) -> str:
    """The date of the run that answers, and the date asked for where it is another."""
    if found.run_day == found.as_of:
        return _("as of %(day)s") % {"day": found.as_of.isoformat()}
    words = _("asked: %(asked)s, newest run up to it: %(day)s")
    return words % {"asked": found.as_of.isoformat(), "day": found.run_day.isoformat()}


def stamp_line(found: Heatmap) -> str:
    """What made the numbers, in one line for a footnote or a printout."""
    if found.run_id is None:
        return ""
    line = _(
        "Run %(run)s as of %(day)s, method %(method)s, weights %(weights)s, profile %(profile)s, "
        "catalogue %(digest)s, view %(view)s."
    ) % {
        "run": found.run_id,
        "day": found.run_day.isoformat(),
        "method": found.method,
        "weights": found.weights,
        "profile": found.profile,
        "digest": found.catalogue_digest[:12],
        "view": _("data only") if found.query.view == "data" else _("adjusted"),
    }
    # After new data only the touched countries are scored: the newest run then made few of the rows.
    made = {row.run_id for row in found.rows if row.run_id is not None}
    if len(made) > 1:
        words = _("Rows come from %(n)s runs, this one the newest; CSV and JSON name each row’s own.")
        line = f"{line} {words % {'n': len(made)}}"
    return line


def _exports(query: HeatmapQuery) -> tuple[tuple[str, str], ...]:
    """The same view in other formats: the same query string."""
    path, asked = reverse("heatmap"), query.querystring()
    return tuple(
        (label, f"{path}.{suffix}?{asked}") for label, suffix in (("CSV", "csv"), ("HXL", "hxl.csv"), ("JSON", "json"))
    )


def _reset(query: HeatmapQuery) -> str:
    """The page without filters, in the same world."""
    plain = replace(query, region="", subregion="", band="", trend="", status="", mine=False, search="", as_of=None)
    return f"{reverse('heatmap')}?{plain.querystring()}"
