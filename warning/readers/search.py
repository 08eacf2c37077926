"""Find countries by name, spelling or code."""

from __future__ import annotations

from typing import Any

from countries.models import Country
from countries.spelling import fold


def _rank(country: Country, text: str) -> tuple[int, str]:
    """The code or the name itself first, then names that begin so, then words that begin so, then the rest."""
    folded = fold(text)
    names = [fold(name) for name in (country.name_en, country.name_fr, country.short_en, country.short_fr)]
    if folded in {country.iso3.lower(), *names}:
        return 0, country.name
    if any(name.startswith(folded) for name in names):
        return 1, country.name
    if any(f" {folded}" in name for name in names):
        return 2, country.name
    return 3, country.name


def find_countries(text: str, *, world: str, user: Any, limit: int) -> list[Country]:
    """Countries of a world that the user may see and that hold every word of the text, the likeliest first."""
    found = Country.objects.in_world(world).visible_to(user).search(text)
    return sorted(found[:200], key=lambda country: _rank(country, text))[:limit]
