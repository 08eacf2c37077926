"""Numbers as the evidence pages write them: a point in every language, no padding."""

from __future__ import annotations

from django import template

from indicators.numerals import quantity_text, score_text

register = template.Library()


@register.filter
def plain(value: float | None) -> str:
    """A reading: four significant digits, whole numbers in full with their thousands apart; an en dash for none."""
    return quantity_text(value)


@register.filter
def score(value: float | None) -> str:
    """A score 0 to 10, as on every other page."""
    return score_text(value)
