"""What the watch desk and the delegations know: events, dates ahead, feeds watched, what does not apply. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from warning.exercise.calendar import MONTHS_OF_EVIDENCE, day_of, month_end, shifted
from warning.exercise.evidence import not_applicable
from warning.exercise.figures import Figures


@dataclass(frozen=True, slots=True)
class Event:
    """One event or scheduled date; a missing severity is computed by the method (elections)."""

    country: str
    indicator: str
    on: date
    severity: float | None
    grade: str
    published: date
    title: str
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Watch:
    """A trigger feed that somebody watched for a country, from a day through a day."""

    country: str
    indicator: str
    watched_from: date
    through: date


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """An indicator that does not apply to a country, with the reason."""

    country: str
    indicator: str
    since: date
    reason: str


def events(figures: Figures) -> list[Event]:
    """Events in the order of their publication; none is published after the anchor."""
    found = []
    for number, row in enumerate(figures.stories.events, start=1):
        day = day_of(figures.anchor, row.month, row.day)
        known = day + timedelta(days=row.delay)
        if known <= figures.anchor:
            feed = figures.series[row.indicator].feed
            found.append(
                Event(
                    country=row.country,
                    indicator=row.indicator,
                    on=day,
                    severity=row.severity,
                    grade=row.grade,
                    published=known,
                    title=row.title,
                    source=feed,
                    key=f"exercise-{number:03d}",
                )
            )
    return sorted(found, key=lambda event: (event.published, event.key))


def watches(figures: Figures) -> Iterator[Watch]:
    """Who watched which trigger feed: from the first evidence on until the feed fell quiet, the country or we ended."""
    first = shifted(figures.anchor, -MONTHS_OF_EVIDENCE)
    for country in figures.stories.countries:
        outside = not_applicable(figures, country)
        for row in figures.stories.series:
            if row.made == "event" and row.indicator not in outside:
                last = _watched_until(figures, country, row.indicator)
                if last is not None and last > first:
                    yield Watch(country, row.indicator, first, last)


def _watched_until(figures: Figures, country: str, indicator: str) -> date | None:
    since = figures.stories.quiet_since(country, indicator)
    if since == float("-inf"):
        return None
    last = figures.anchor if since == float("inf") else shifted(figures.anchor, int(since))
    end = figures.ended.get(country)
    return last if end is None else min(last, end - timedelta(days=1))


def inapplicable(figures: Figures) -> Iterator[Inapplicable]:
    """What does not apply, from before the first evidence on."""
    since = month_end(figures.anchor.year - 20, figures.anchor.month)
    for country in figures.stories.countries:
        for indicator, reason in sorted(not_applicable(figures, country).items()):
            yield Inapplicable(country, indicator, since, reason)
