"""The list of countries: found by any name or code, filtered by region, with what is closed or not watched."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Country
from countries.readers.directory import countries, regions
from ledger.actors import require

PAGE = 100


@require_safe
def directory_page(request: HttpRequest) -> HttpResponse:
    """Countries of this world that the user may see, by name."""
    user: Any = request.user
    require(user, "countries.view_country")
    world: str = request.world  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("q", "region", "kind")}
    found = countries(
        world=world,
        region=asked["region"],
        text=asked["q"],
        watched=True if asked["kind"] == "watched" else None,
        among=Country.objects.visible_to(user),
    )
    mine = asked["kind"] == "mine"
    if mine:
        found = found.filter(iso3__in=user.my_countries())
    today = timezone.now().date()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [{"country": row, "exists": row.exists_on(today), "mine": row.iso3 in user.my_countries()} for row in page]
    context = {
        "rows": rows,
        "page": page,
        "total": page.paginator.count,
        "asked": asked,
        "regions": regions(world=world),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "has_mine": bool(user.my_countries()),
    }
    part = getattr(request, "htmx", False)
    return render(request, "countries/directory/_list.html" if part else "countries/directory/page.html", context)
