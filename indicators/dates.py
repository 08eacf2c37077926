"""Dates of runs: six months earlier, month ends. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_month_end(day: date) -> bool:
    """Whether it is the last day of its month."""
    return (day + timedelta(days=1)).month != day.month


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; a month end stays a month end, and no day overflows its month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = month_end(year, month + 1)
    return last if is_month_end(day) or day.day > last.day else last.replace(day=day.day)


def month_ends(first: date, last: date) -> Iterator[date]:
    """Every month end from `first` to `last`, both included."""
    day = month_end(first.year, first.month)
    while day <= last:
        yield day
        following = day + timedelta(days=1)
        day = month_end(following.year, following.month)
