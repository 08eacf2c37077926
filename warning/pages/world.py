"""Switch between the real world and the exercise."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.worlds import WORLDS
from warning.middleware import WORLD_KEY

# Pages that exist in both worlds; any other page is of one world only, and the switch leads home.
_IN_BOTH = frozenset({"home", "heatmap", "country-list", "indicator-list", "source-list", "job-list"})


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the chosen world in the session and go back to the page, if the page exists there."""
    world = request.POST.get("world", "")
    if world not in WORLDS:
        raise BadRequest(_("This is not a world. Choose real or exercise."))
    request.session[WORLD_KEY] = world
    return redirect(_back(request.POST.get("next", "")))


def _back(path: str) -> str:
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return "home"
    try:
        found = resolve(path.split("?", maxsplit=1)[0])
    except Resolver404:
        return "home"
    return path.split("?", maxsplit=1)[0] if found.url_name in _IN_BOTH else "home"
