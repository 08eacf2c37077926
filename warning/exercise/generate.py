"""The exercise world as plain values: same anchor, same bytes. Pure; `build` puts it through the product's actions."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from indicators.catalogue import load
from ledger.canonical import canonical_json
from warning.exercise.calendar import day_of, scored_month_ends
from warning.exercise.evidence import Row, rows
from warning.exercise.figures import Figures
from warning.exercise.tables import FeedRow, JudgementRow, SeriesRow, load_stories
from warning.exercise.watch import Event, Inapplicable, Watch, events, inapplicable, watches


@dataclass(frozen=True, slots=True)
class Judged:
    """An adjustment or an expert-only score with its days; names are keys of the cast."""

    kind: str
    country: str
    level: str
    factor: str
    proposed: float | None
    applied: float
    since: date
    expires: date
    author: str
    second_reader: str
    panel: bool
    reason: str


@dataclass(frozen=True)
class World:
    """Everything the exercise world holds before it is scored."""

    anchor: date
    feeds: tuple[FeedRow, ...]
    series: tuple[SeriesRow, ...]
    observations: tuple[Row, ...]
    events: tuple[Event, ...]
    watches: tuple[Watch, ...]
    inapplicable: tuple[Inapplicable, ...]
    judgements: tuple[Judged, ...]

    @property
    def month_ends(self) -> list[date]:
        """As-of dates of the runs, oldest first."""
        return scored_month_ends(self.anchor)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over everything, so that two builds can be compared in one line."""
        body = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return hashlib.sha256(canonical_json(body).encode()).hexdigest()

    def files(self) -> dict[str, str]:
        """Name -> text of the files the feeds have put out, in the product's own tidy template.

        Corrections come in files of their own: one file says one thing about one period.
        """
        editions: dict[tuple[str, int], list[Row]] = {}
        seen: Counter[tuple[object, ...]] = Counter()
        for row in self.observations:
            key = (row.source, row.country, row.indicator, row.ref_end)
            editions.setdefault((row.source, seen[key]), []).append(row)
            seen[key] += 1
        ordered = sorted(editions.items(), key=lambda item: (item[0][1], item[0][0]))
        return {_file_name(source, nth): tidy_csv(rows) for (source, nth), rows in ordered}


def _file_name(source: str, edition: int) -> str:
    return f"{source}.csv" if edition == 0 else f"{source}-corrections-{edition}.csv"


TIDY_COLUMNS = ("country", "indicator", "ref_end", "value", "unit", "grade", "published", "source", "note")


def tidy_csv(rows: Iterable[Row]) -> str:
    """Rows as a file of the tidy template; "never" stands for itself."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TIDY_COLUMNS)
    for row in rows:
        cells = {column: getattr(row, column) for column in TIDY_COLUMNS}
        cells["value"] = "never" if row.value is None else repr(row.value)
        writer.writerow(cells.values())
    return text.getvalue()


def generate(anchor: date) -> World:
    """The world that stands at `anchor`, a month end; nothing in it was published later."""
    figures = Figures(load(), load_stories(), anchor)
    return World(
        anchor=anchor,
        feeds=figures.stories.feeds,
        series=figures.stories.series,
        observations=tuple(rows(figures)),
        events=tuple(events(figures)),
        watches=tuple(watches(figures)),
        inapplicable=tuple(inapplicable(figures)),
        judgements=tuple(_judged(figures.anchor, row) for row in figures.stories.judgements),
    )


def _judged(anchor: date, row: JudgementRow) -> Judged:
    since = day_of(anchor, row.month, row.day)
    told = {key: value for key, value in asdict(row).items() if key not in ("month", "day", "days")}
    return Judged(**told, since=since, expires=since + timedelta(days=row.days))


def _plain(value: Any) -> Any:
    """JSON for dates and rows."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(asdict(item)) if hasattr(item, "__slots__") else _plain(item) for item in value]
    return value
