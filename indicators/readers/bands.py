"""The bands as a page, the API and an export show them (specification C.11)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from indicators.catalogue import load

# The method's names are codes; these are their words on a screen.
LABELS = {
    "Background": _("Background"),
    "Watch": _("Watch"),
    "Elevated": _("Elevated"),
    "High": _("High"),
    "Very high": _("Very high"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band: `position` 0 to 4 (class `b0` to `b4` of the style sheet), from `lower` to under `upper`."""

    position: int
    name: str
    slug: str
    lower: float
    upper: float

    @property
    def label(self) -> str:
        """Its word in the active language."""
        return str(LABELS.get(self.name, self.name))


@lru_cache(maxsize=1)
def bands() -> tuple[Band, ...]:
    """All bands, the calmest first."""
    numbers = load().parameters
    edges = (0.0, *numbers.bands, 10.0)
    return tuple(
        Band(at, name, name.lower().replace(" ", "-"), edges[at], edges[at + 1])
        for at, name in enumerate(numbers.band_names)
    )


@lru_cache(maxsize=1)
def _cuts() -> tuple[float, ...]:
    return tuple(load().parameters.bands)


def band_of(number: float | None) -> Band | None:
    """The band a number lies in; a cut point belongs to the upper band."""
    return None if number is None else bands()[bisect_right(_cuts(), number)]


def is_outside(number: float | None, low: float | None, high: float | None) -> bool | None:
    """Whether a number lies outside its own interval, as missing data can make it (specification C.9); None without."""
    return None if number is None or low is None or high is None else not low <= number <= high


def band_named(name: str) -> Band | None:
    """The band of a stored name or of a slug; None where it is neither ("Base only", "")."""
    return next((band for band in bands() if name in {band.name, band.slug}), None)
