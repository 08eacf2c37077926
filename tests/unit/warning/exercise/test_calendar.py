"""The world's dates hang on its anchor and on nothing else."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from warning.exercise.calendar import (
    MONTHS_SCORED,
    day_of,
    default_anchor,
    month_end,
    months_between,
    period_ends,
    scored_month_ends,
    shifted,
)


@pytest.mark.parametrize(
    ("today", "anchor"),
    [
        ("2026-11-20", "2026-10-31"),
        ("2026-10-31", "2026-10-31"),
        ("2026-10-30", "2026-09-30"),
        ("2026-01-15", "2025-12-31"),
        ("2028-03-01", "2028-02-29"),
    ],
)
def test_the_default_anchor_is_the_latest_month_end_that_is_not_after_today(today: str, anchor: str) -> None:
    assert default_anchor(date.fromisoformat(today)) == date.fromisoformat(anchor)


def test_a_month_past_december_carries_into_the_next_year() -> None:
    assert month_end(2026, 14) == date(2027, 2, 28)
    assert month_end(2026, 0) == date(2025, 12, 31)
    assert month_end(2026, -11) == date(2025, 1, 31)


def test_a_day_past_the_end_of_its_month_is_its_last() -> None:
    assert day_of(date(2026, 3, 31), -1, 30) == date(2026, 2, 28)


def test_the_axis_of_the_stories_is_zero_at_the_anchor_and_counts_whole_months() -> None:
    anchor = date(2026, 2, 28)
    assert months_between(anchor, anchor) == 0
    assert months_between(anchor, shifted(anchor, -18)) == -18
    assert -1 < months_between(anchor, date(2026, 2, 10)) < 0


def test_thirty_six_month_ends_are_scored_and_the_anchor_is_the_last() -> None:
    ends = scored_month_ends(date(2026, 10, 31))
    assert len(ends) == MONTHS_SCORED == 36
    assert (ends[0], ends[-1]) == (date(2023, 11, 30), date(2026, 10, 31))
    assert ends == sorted(set(ends))


@pytest.mark.parametrize(
    ("cadence", "ends"),
    [
        (365, ["2025-12-31"]),
        (184, ["2025-06-30", "2025-12-31"]),
        (92, ["2025-06-30", "2025-09-30", "2025-12-31"]),
    ],
)
def test_periods_are_those_of_the_calendar(cadence: int, ends: list[str]) -> None:
    found = period_ends(date(2025, 6, 1), date(2026, 1, 31), cadence)
    assert [end.isoformat() for end in found] == ends


def test_months_and_weeks_leave_no_gap() -> None:
    months = period_ends(date(2025, 1, 1), date(2025, 12, 31), 31)
    weeks = period_ends(date(2025, 1, 1), date(2025, 3, 1), 7)
    assert len(months) == 12
    assert {(later - earlier).days for earlier, later in pairwise(weeks)} == {7}
    assert {end.weekday() for end in weeks} == {6}
