"""The stories as rows: the CSV tables of `data/`, typed. Pure.

Months are offsets from the anchor's month. A cell that cannot be read stops with file, line and column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from warning.exercise.paths import Path as StoryLine
from warning.exercise.paths import parse_path

DATA = Path(__file__).resolve().parent / "data"
NEVER, NOT_APPLICABLE = "never", "n/a"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One invented feed; days for cadence, lag and maximum age."""

    code: str
    publisher: str
    title: str
    redistribution: str
    cadence_days: int
    lag_days: int
    reference_rule: str
    max_age_days: int
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """How an indicator is filled: by which feed, made how, rounded to which step.

    `made` is path, clock, change, neighbours or event; `spread` sets indicators of one factor apart.
    """

    indicator: str
    feed: str
    made: str
    step: float
    spread: float


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event or date ahead; `delay` in days from event to publication, before the date when negative."""

    country: str
    indicator: str
    month: int
    day: int
    severity: float | None
    grade: str
    delay: int
    title: str


@dataclass(frozen=True, slots=True)
class QuietRow:
    """Indicators (a pattern) that say nothing of a country from a month on, or ever (None)."""

    country: str
    indicators: str
    since: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """An adjustment (`applied` moves the factor) or an expert-only score (`applied` is the score)."""

    kind: str
    country: str
    level: str
    factor: str
    proposed: float | None
    applied: float
    month: int
    day: int
    days: int
    author: str
    second_reader: str
    panel: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A figure of one month published again `after` months later, multiplied by `factor`."""

    country: str
    indicator: str
    month: int
    after: int
    factor: float
    reason: str


@dataclass(frozen=True, slots=True)
class Stories:
    """Everything the tables of `data/` tell."""

    feeds: tuple[FeedRow, ...]
    series: tuple[SeriesRow, ...]
    paths: dict[tuple[str, str], StoryLine]
    values: dict[tuple[str, str], StoryLine]
    clocks: dict[tuple[str, str], tuple[float, ...] | None]
    events: tuple[EventRow, ...]
    quiet: tuple[QuietRow, ...]
    not_applicable: tuple[tuple[str, str, str], ...]
    readings: dict[str, int]
    grades: tuple[tuple[str, str, str], ...]
    judgements: tuple[JudgementRow, ...]
    revisions: tuple[RevisionRow, ...]
    countries: tuple[str, ...]

    def path(self, country: str, level: str, factor: str, indicator: str) -> StoryLine:
        """The score line of an indicator: its own where it has one, else its factor's."""
        return self.paths.get((country, indicator)) or self.paths[country, f"{level}:{factor}"]

    def quiet_since(self, country: str, indicator: str) -> float:
        """Month from which an indicator of a country is silent; -inf for always, +inf for never."""
        months = [
            float("-inf") if row.since is None else float(row.since)
            for row in self.quiet
            if row.country == country and fnmatchcase(indicator, row.indicators)
        ]
        return min(months, default=float("inf"))


def _table(name: str, build: Callable[[dict[str, str]], T]) -> list[T]:
    built = []
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        for line, row in enumerate(csv.DictReader(handle), start=2):
            try:
                built.append(build(row))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{name} line {line}: {error}") from error
    return built


def _feed(row: dict[str, str]) -> FeedRow:
    days = {key: int(row[key]) for key in ("cadence_days", "lag_days", "max_age_days")}
    return FeedRow(**{**row, **days})  # type: ignore[arg-type]


def _series(row: dict[str, str]) -> SeriesRow:
    return SeriesRow(row["indicator"], row["feed"], row["made"], float(row["step"] or 0), float(row["spread"] or 0))


def _event(row: dict[str, str]) -> EventRow:
    severity = float(row["severity"]) if row["severity"] else None
    numbers = {key: int(row[key]) for key in ("month", "day", "delay")}
    return EventRow(**{**row, **numbers, "severity": severity})  # type: ignore[arg-type]


def _judgement(row: dict[str, str]) -> JudgementRow:
    numbers = {key: int(row[key]) for key in ("month", "day", "days")}
    proposed = float(row["proposed"]) if row["proposed"] else None
    changed = {**numbers, "proposed": proposed, "applied": float(row["applied"]), "panel": row["panel"] == "1"}
    return JudgementRow(**{**row, **changed})  # type: ignore[arg-type]


def _revision(row: dict[str, str]) -> RevisionRow:
    return RevisionRow(
        row["country"], row["indicator"], int(row["month"]), int(row["after"]), float(row["factor"]), row["reason"]
    )


def _clock(text: str) -> tuple[float, ...] | None:
    """Months in which the clock was set to zero; empty is "never", None is "does not apply"."""
    if text.strip() == NOT_APPLICABLE:
        return None
    return () if text.strip() == NEVER else tuple(sorted(float(month) for month in text.split()))


def _wide(name: str, cell: Callable[[str], T]) -> dict[tuple[str, str], T]:
    rows = _table(
        name, lambda row: {(row["country"], key): cell(text) for key, text in row.items() if key != "country"}
    )
    return {key: value for row in rows for key, value in row.items()}


@lru_cache(maxsize=1)
def load_stories() -> Stories:
    """Read every table of `data/`. ValueError names the file and line of a cell that cannot be read."""
    paths = _wide("paths.csv", parse_path)
    return Stories(
        feeds=tuple(_table("feeds.csv", _feed)),
        series=tuple(_table("series.csv", _series)),
        paths=paths,
        values=dict(_table("values.csv", lambda r: ((r["country"], r["indicator"]), parse_path(r["path"])))),
        clocks=_wide("clocks.csv", _clock),
        events=tuple(_table("events.csv", _event)),
        quiet=tuple(
            _table(
                "quiet.csv",
                lambda r: QuietRow(r["country"], r["indicators"], int(r["since"]) if r["since"] else None, r["reason"]),
            )
        ),
        not_applicable=tuple(_table("not_applicable.csv", lambda r: (r["country"], r["indicators"], r["reason"]))),
        readings=dict(_table("readings.csv", lambda r: (r["country"], int(r["gap"])))),
        grades=tuple(_table("grades.csv", lambda r: (r["country"], r["feeds"], r["grade"]))),
        judgements=tuple(_table("judgements.csv", _judgement)),
        revisions=tuple(_table("revisions.csv", _revision)),
        countries=tuple(dict.fromkeys(country for country, _key in paths)),
    )
