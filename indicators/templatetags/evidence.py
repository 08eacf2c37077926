"""Numbers as the evidence pages write them: a point in every language, no padding."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.numerals import quantity_text, score_text

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


@register.filter
def param_label(field: str) -> str:
    """The words of a field of the query string; the name itself where nobody knows it."""
    return str(_PARAMS.get(field, field))


@register.filter
def score(value: float | None) -> str:
    """A score 0 to 10, as on every other page."""
    return score_text(value)
