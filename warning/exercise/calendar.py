"""Dates of the exercise world: everything hangs on its anchor, the month end at which it stands. Pure.

Stories speak in months before (-) or after (+) the anchor's month, so the same world can be built next year
and still look current; the same anchor always gives the same bytes.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

# Month-end runs the world is scored for, the anchor included.
MONTHS_SCORED = 36
# Evidence begins earlier: the first run compares with six months before, and yearly figures look back a year.
MONTHS_OF_EVIDENCE = MONTHS_SCORED + 24


def month_end(year: int, month: int) -> date:
    """Last day of a month; `month` may run past 1..12 and carries into the year."""
    years, month0 = divmod(month - 1, 12)
    year += years
    return date(year, month0 + 1, monthrange(year, month0 + 1)[1])


def default_anchor(today: date) -> date:
    """The latest month end that is not after `today`."""
    if (today + timedelta(days=1)).month != today.month:
        return today
    return month_end(today.year, today.month - 1)


def shifted(anchor: date, months: int) -> date:
    """The month end `months` after the anchor's (before it, when negative)."""
    return month_end(anchor.year, anchor.month + months)


def day_of(anchor: date, months: int, day: int) -> date:
    """A day of the month `months` away from the anchor's; a day past the month's end is its last."""
    end = shifted(anchor, months)
    return end.replace(day=min(day, end.day))


def months_between(anchor: date, day: date) -> float:
    """Place of a day on the stories' axis: 0 at the anchor, -12.0 twelve months earlier."""
    end = month_end(day.year, day.month)
    return (day.year - anchor.year) * 12 + day.month - anchor.month + day.day / end.day - 1.0


def scored_month_ends(anchor: date) -> list[date]:
    """The as-of dates of the world's runs, oldest first."""
    return [shifted(anchor, -back) for back in range(MONTHS_SCORED - 1, -1, -1)]


def period_ends(first: date, last: date, cadence_days: int) -> list[date]:
    """Ends of the periods a feed reports on, within [first, last]: years, half-years, quarters, months or weeks.

    Calendar periods: a year ends in December, a week on Sunday.
    """
    if cadence_days <= 7:
        start = first + timedelta(days=(6 - first.weekday()) % 7)
        return [start + timedelta(days=7 * n) for n in range((last - start).days // 7 + 1)]
    step = {31: 1, 92: 3, 184: 6, 365: 12}[cadence_days]
    ends = (month_end(year, month) for year in range(first.year, last.year + 1) for month in range(step, 13, step))
    return [end for end in ends if first <= end <= last]
