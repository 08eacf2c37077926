"""The rows the invented publishers put out: who says what, of when, published when, and revised when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase

from warning.exercise.calendar import MONTHS_OF_EVIDENCE, months_between, period_ends, shifted
from warning.exercise.chance import uniform
from warning.exercise.figures import IMPUNITY, PAST, Figures, rounded
from warning.exercise.tables import FeedRow, RevisionRow, SeriesRow

SECOND_READING, READ_TWICE = "exercise_second_reading", "P-RF7-03"
# Share of provisional monthly counts that the event desk mends, and how far.
MENDED, LEAST, MOST, MENDED_AFTER_DAYS = 0.06, 0.8, 1.3, 90


@dataclass(frozen=True, slots=True)
class Row:
    """One published value; `value` None is "never". The columns of the tidy template."""

    country: str
    indicator: str
    ref_end: date
    value: float | None
    unit: str
    grade: str
    published: date
    source: str
    note: str = ""


def not_applicable(figures: Figures, country: str) -> dict[str, str]:
    """Indicators that do not apply to a country, each with its reason."""
    found = {
        spec.code: reason
        for spec in figures.catalogue.indicators
        for iso3, pattern, reason in figures.stories.not_applicable
        if iso3 == country and fnmatchcase(spec.code, pattern)
    }
    clocks = {code: starts for (iso3, code), starts in figures.stories.clocks.items() if iso3 == country}
    for code, starts in clocks.items():
        if starts is None:
            found[code] = "No conflict has ended here in the last twenty years."
    if clocks[PAST] == ():
        found[IMPUNITY] = "No past atrocity is recorded."
    return found


def rows(figures: Figures) -> list[Row]:
    """Every published value of the world, corrections included, in the order of publication."""
    published = list(_first_editions(figures))
    published += _second_readings(figures, published)
    published += list(_revisions(figures, published))
    known = [row for row in published if row.published <= figures.anchor and not _silent(figures, row)]
    return sorted(known, key=lambda row: (row.published, row.source, row.country, row.indicator, row.ref_end))


def _first_editions(figures: Figures) -> Iterator[Row]:
    feeds = {feed.code: feed for feed in figures.stories.feeds}
    for country in figures.stories.countries:
        outside = not_applicable(figures, country)
        for row in figures.stories.series:
            if row.made != "event" and row.indicator not in outside:
                yield from _series(figures, country, row, feeds[row.feed])


def _series(figures: Figures, country: str, row: SeriesRow, feed: FeedRow) -> Iterator[Row]:
    spec = figures.catalogue.by_code[row.indicator]
    first = shifted(figures.anchor, -MONTHS_OF_EVIDENCE)
    for ref_end in period_ends(first, figures.anchor, feed.cadence_days):
        yield Row(
            country=country,
            indicator=row.indicator,
            ref_end=ref_end,
            value=figures.value(country, row.indicator, ref_end),
            unit=spec.unit,
            grade=_grade(figures, country, feed),
            published=ref_end + timedelta(days=feed.lag_days),
            source=feed.code,
        )


def _grade(figures: Figures, country: str, feed: FeedRow) -> str:
    own = [grade for iso3, code, grade in figures.stories.grades if (iso3, code) == (country, feed.code)]
    return own[0] if own else feed.grade


def _second_readings(figures: Figures, published: list[Row]) -> list[Row]:
    """The second source on political terror: its own scale steps, for the same years."""
    feed = next(feed for feed in figures.stories.feeds if feed.code == SECOND_READING)
    return [
        replace(
            row,
            value=min(5.0, max(1.0, (row.value or 0.0) + figures.stories.readings[row.country])),
            grade=feed.grade,
            published=row.ref_end + timedelta(days=feed.lag_days),
            source=feed.code,
        )
        for row in published
        if row.indicator == READ_TWICE
    ]


def _revisions(figures: Figures, published: list[Row]) -> Iterator[Row]:
    """Corrections: the same country, indicator, period and source, published again with another value."""
    named = set()
    for told in figures.stories.revisions:
        row = _last_before(published, told, shifted(figures.anchor, told.month))
        named.add(row)
        yield from _corrected(row, told.factor, told.after * 31, told.reason)
    for row in published:
        if row.unit == "deaths" and (row.value or 0) >= 5 and row not in named:
            name = (row.country, row.indicator, row.ref_end)
            if uniform(0, 1, "mended", *name) < MENDED:
                factor = uniform(LEAST, MOST, "factor", *name)
                yield from _corrected(row, factor, MENDED_AFTER_DAYS, "Provisional count mended.")


def _last_before(published: list[Row], told: RevisionRow, end: date) -> Row:
    mine = [
        row
        for row in published
        if (row.country, row.indicator) == (told.country, told.indicator) and row.ref_end <= end
    ]
    return max(mine, key=lambda row: row.ref_end)


def _corrected(row: Row, factor: float, after_days: int, note: str) -> Iterator[Row]:
    step = 1.0 if row.unit == "deaths" else 0.1
    value = rounded((row.value or 0.0) * factor, step)
    if value != row.value:
        yield replace(row, value=value, published=row.published + timedelta(days=after_days), note=note)


def _silent(figures: Figures, row: Row) -> bool:
    """Whether the feed said nothing any more, or the country was gone."""
    end = figures.ended.get(row.country)
    if end is not None and row.published >= end:
        return True
    since = figures.stories.quiet_since(row.country, row.indicator)
    return months_between(figures.anchor, row.published) > since
