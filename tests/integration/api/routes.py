"""Every address under /api/v1/, read from the resolver, so that a new one cannot be forgotten."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, reverse

from warning.api.urls import urlpatterns

PLACEHOLDERS: dict[str, Any] = {"pk": 1, "iso3": "XAB", "code": "R-RF8-01"}


def routes() -> list[tuple[str, Any]]:
    """(name, view class) of each endpoint."""
    return [(str(route.name), route.callback.cls) for route in urlpatterns if _is_endpoint(route)]  # type: ignore[union-attr]


def _is_endpoint(route: URLPattern) -> bool:
    return str(route.pattern).lstrip("^").startswith("v1/")


def address(name: str) -> str:
    """An address of a route, with some key where it needs one."""
    route = next(route for route in urlpatterns if route.name == name)
    keys = set(route.pattern.regex.groupindex) if hasattr(route.pattern, "regex") else set()
    given = {key: PLACEHOLDERS[key] for key in keys}
    if "job" in name and "pk" in given:
        given["pk"] = "00000000-0000-4000-8000-000000000000"
    return reverse(name, kwargs=given)
