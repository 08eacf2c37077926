"""Numbers as the evidence pages write them: a point in every language, no padding."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.numerals import quantity_text, score_text
from indicators.words import unit_word

register = template.Library()


@register.filter
def plain(value: float | None) -> str:
    """A reading: four significant digits, whole numbers in full with their thousands apart; an en dash for none."""
    return quantity_text(value)


_PARAMS: Final[dict[str, Promise | str]] = {
    "as_of": _("As known on"),
    "profile": _("Profile"),
    "region": _("Region"),
    "subregion": _("Sub-region"),
    "band": _("Band"),
    "trend": _("Trend"),
    "status": _("Status"),
    "view": _("Show"),
    "mine": _("My countries"),
    "level": _("Level"),
    "factor": _("Factor"),
    "search": _("Search"),
    "sort": _("Order"),
    "world": _("World"),
}


_UN_KINDS: Final[dict[str, Promise | str]] = {
    "common": _("common to all atrocity crimes"),
    "specific: genocide": _("specific to genocide"),
    "specific: crimes against humanity": _("specific to crimes against humanity"),
    "specific: war crimes": _("specific to war crimes"),
}
_FILLED: Final[dict[str, Promise | str]] = {
    "auto": _("by data alone"),
    "analyst": _("by the coding of analysts"),
    "hybrid": _("by data, or by the coding of analysts"),
}


@register.filter
def un_kind(kind: str) -> str:
    """Which crimes a risk factor of the UN Framework speaks of."""
    return str(_UN_KINDS.get(kind, kind))


@register.filter
def filled_how(kind: str) -> str:
    """Whether data or people fill an indicator."""
    return str(_FILLED.get(kind, kind))


@register.filter
def param_label(field: str) -> str:
    """The words of a field of the query string; the name itself where nobody knows it."""
    return str(_PARAMS.get(field, field))


@register.filter
def unit(name: str, value: float | None = None) -> str:
    """A unit beside its value, without the method's notes."""
    return unit_word(name, value)


@register.filter
def score(value: float | None) -> str:
    """A score 0 to 10, as on every other page."""
    return score_text(value)
