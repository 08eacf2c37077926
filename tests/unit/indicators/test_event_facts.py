"""What an event must be before it is stored."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.actions.events import BadEvent, EventFacts, check


def facts(indicator: str, severity: float | None = 5.0) -> EventFacts:
    """An event of the last day of November, published on the first of it."""
    return EventFacts(
        indicator=indicator, country="XAB", day=date(2025, 11, 30), severity=severity, grade="B2",
        published=date(2025, 11, 1), title="", source="tidy", external_id="one",
    )  # fmt: skip


def test_an_event_is_not_published_before_it_happened() -> None:
    with pytest.raises(BadEvent, match=r"day.*2025-11-30.*2025-11-01"):
        check(facts("T-RF3-01"))


@pytest.mark.parametrize(("indicator", "severity"), [("T-RF2-01", None), ("T-RF2-03", 5.0)])
def test_a_scheduled_date_is(indicator: str, severity: float | None) -> None:
    check(facts(indicator, severity))
