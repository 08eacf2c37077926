"""Find countries by name, spelling or code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from countries.models import Country
from countries.spelling import fold


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, and the number of all."""

    hits: list[Country]
    total: int


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


def found_countries(text: str, *, world: str, user: Any, limit: int) -> Found:
    """Countries of a world that the user may see and that hold every word of the text, the likeliest first.

    With how many there are in all: a list that was cut must say so. One query.
    """
    found = list(Country.objects.in_world(world).visible_to(user).search(text).select_related("subregion"))
    return Found(sorted(found, key=lambda country: _rank(country, text))[:limit], len(found))
