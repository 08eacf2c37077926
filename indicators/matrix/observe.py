"""Which observation and which events count for one country on one day (specification C.2, C.5, C.15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.matrix.days import day_number
from indicators.matrix.layout import Layout

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An observation that counts on the day; ages in days. Smaller `rank` goes first."""

    rank: tuple[bool, int, int, int, str]
    age: int
    max_age: int
    ref_end: int
    value: float
    source: str
    item: Item


@dataclass(frozen=True, slots=True)
class Chosen:
    """The central observation of an indicator and the other sources of its period, in order of rank."""

    column: int
    central: Candidate
    alternates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Spark:
    """An event that counts on the day; severity None waits for the election's own."""

    column: int
    age: int
    severity: float | None
    item: Item


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that counts on one day: at most one `Chosen` a column, columns with expired data only, events."""

    chosen: tuple[Chosen, ...]
    expired: frozenset[int]
    sparks: tuple[Spark, ...]


def observe(observations: Iterable[Item], events: Iterable[Item], day: int, layout: Layout) -> Evidence:
    """Sort out what counts on `day`; KeyError names an unknown indicator code."""
    usable: dict[int, list[Candidate]] = {}
    expired: set[int] = set()
    for item in observations:
        column = layout.position[item["code"]]
        candidate = _candidate(item, column, day, layout)
        if candidate is None:
            continue
        if candidate.age > 2 * candidate.max_age:
            expired.add(column)
        else:
            usable.setdefault(column, []).append(candidate)
    chosen = tuple(_choose(column, usable[column]) for column in sorted(usable))
    return Evidence(chosen, frozenset(expired - usable.keys()), _sparks(events, day, layout))


def _candidate(item: Item, column: int, day: int, layout: Layout) -> Candidate | None:
    value = item["value"]
    if layout.is_event[column] or (value is None and not layout.is_decay[column]):
        return None
    published = day_number(item["published"])
    if published > day:
        return None
    ref_end = day_number(item["ref_end"])
    superseded = item.get("superseded_on")
    if ref_end > day or (superseded is not None and day_number(superseded) <= day):
        return None
    age = day - ref_end
    max_age = item.get("max_age_days")
    limit = int(layout.max_age[column]) if max_age is None else max_age
    priority = item.get("priority")
    rank = (age > limit, 1 if priority is None else priority, -ref_end, -published, str(item["id"]))
    number = float("nan") if value is None else float(value)
    return Candidate(rank, age, limit, ref_end, number, item.get("source") or "", item)


def _choose(column: int, candidates: list[Candidate]) -> Chosen:
    candidates.sort(key=lambda candidate: candidate.rank)
    central = candidates[0]
    alternates = tuple(
        other for other in candidates[1:] if other.ref_end == central.ref_end and other.source != central.source
    )
    return Chosen(column, central, alternates)


def _sparks(events: Iterable[Item], day: int, layout: Layout) -> tuple[Spark, ...]:
    """Published events on their day or after it; scheduled dates also before it."""
    found: list[Spark] = []
    for item in events:
        column = layout.position[item["code"]]
        severity = item["severity"]
        if not layout.is_event[column] or (severity is None and column != layout.election):
            continue
        age = day - day_number(item["date"])
        superseded = item.get("superseded_on")
        if superseded is not None and day_number(superseded) <= day:
            continue
        if day_number(item["published"]) <= day and (age >= 0 or layout.is_calendar[column]):
            found.append(Spark(column, age, None if severity is None else float(severity), item))
    return tuple(found)
