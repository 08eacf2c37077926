"""Find a country: a page of hits, or suggestions while one types. One hit leads straight to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from warning.pages.guard import needs, world_of
from warning.readers.search import found_countries
from warning.roles import Permission

_LONGEST = 80


@require_safe
@needs(Permission.VIEW_COUNTRY)
def search(request: HttpRequest) -> HttpResponse:
    """`q`: words of a name, or a code. `part=1`: the list alone, for the header."""
    text = request.GET.get("q", "").strip()[:_LONGEST]
    world = world_of(request)
    part = "part" in request.GET
    found = found_countries(text, world=world, user=request.user, limit=8 if part else 60)
    hits = found.hits
    if part:
        return render(request, "warning/search_hits.html", {"q": text, "hits": hits})
    if len(hits) == 1 or (hits and hits[0].iso3 == text.upper()):
        return redirect("country", iso3=hits[0].iso3)
    return render(request, "warning/search.html", {"q": text, "hits": hits, "total": found.total})
