"""What a user may see of the matrix, as querysets and as a text for caches. Every reader starts here."""

from __future__ import annotations

import hashlib
from typing import Any

from countries.models import Country
from countries.models.country import CountryQuerySet

VIEW_SCORES = "indicators.view_scores"
VIEW_COUNTRY = "countries.view_country"


def scored_countries(user: Any, world: str, permission: str = VIEW_SCORES) -> CountryQuerySet:
    """Countries of a world whose matrix the user may see: visible, and with the permission."""
    seen = Country.objects.in_world(world).visible_to(user)
    allowed = user.countries_with(permission)
    return seen if allowed is None else seen.filter(iso3__in=allowed)


def allowed_iso3(user: Any, permission: str = VIEW_SCORES) -> frozenset[str] | None:
    """Codes for which the user may see the country and holds the permission; None means every country."""
    countries, scores = user.countries_with(VIEW_COUNTRY), user.countries_with(permission)
    if countries is None:
        return None if scores is None else frozenset(scores)
    return frozenset(countries) if scores is None else frozenset(countries) & frozenset(scores)


def scope_text(user: Any, *, mine: bool = False, permission: str = VIEW_SCORES) -> str:
    """A short text that is equal for two users exactly when they see the same rows."""
    allowed = allowed_iso3(user, permission)
    text = "all" if allowed is None else ",".join(sorted(allowed))
    if mine:
        text += "|" + ",".join(sorted(user.my_countries()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
