"""Numbers as the evidence pages write them: a point in every language, no padding."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def plain(value: float | None) -> str:
    """A number without padding zeros, up to ten significant digits; an en dash for none."""
    if value is None:
        return "–"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.10g}"
