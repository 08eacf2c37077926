"""Dates as day numbers: ages are differences of calendar days (specification C.15)."""

from __future__ import annotations

from datetime import date


def day_number(value: date | str) -> int:
    """Proleptic ordinal of a date or of its ISO form; ValueError names what is neither."""
    if isinstance(value, str):
        return date.fromisoformat(value).toordinal()
    return value.toordinal()


def iso(day: int) -> str:
    """ISO form of a day number."""
    return date.fromordinal(day).isoformat()
