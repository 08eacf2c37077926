"""Put the dated events of a file into the table: new ones, and corrections of those its source knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd

from indicators.actions.store import Stored
from indicators.models import TriggerEvent

Key = tuple[str, str, str]


def store_events(frames: Iterable[pd.DataFrame], *, run_id: int, by: str, at: datetime) -> Stored:
    """Insert events (columns of `checks.Checked.events`, dated), inside the caller's transaction.

    An event is known by its source, country and external id; a publication that said the same is not stored again.
    """
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return Stored()
    rows = pd.concat(filled, ignore_index=True).sort_values("published", kind="stable")
    histories = _histories(sorted(set(rows["source"])))
    fresh: list[TriggerEvent] = []
    counts = {"new": 0, "superseding": 0, "unchanged": 0}
    for row in rows.to_dict("records"):
        event = _event(row, run_id, by, at)
        history = histories[(event.source_id, event.country_id, event.external_id)]
        before = max((old for old in history if old.published <= event.published), key=_order, default=None)
        same = before is not None and (before.date, before.severity) == (event.date, event.severity)
        counts["new" if before is None else "unchanged" if same else "superseding"] += 1
        if before is not None and same and before.published == event.published:
            continue
        event.supersedes, event.version = before, len(history) + 1
        history.append(event)
        fresh.append(event)
    _insert(fresh)
    return Stored(**counts, written=len(fresh))


def _order(event: TriggerEvent) -> tuple[date, int]:
    return event.published, event.version


def _histories(sources: list[str]) -> defaultdict[Key, list[TriggerEvent]]:
    histories: defaultdict[Key, list[TriggerEvent]] = defaultdict(list)
    for old in TriggerEvent.objects.filter(source_id__in=sources).order_by("pk"):
        histories[(old.source_id, old.country_id, old.external_id)].append(old)
    return histories


def _event(row: dict[Hashable, Any], run_id: int, by: str, at: datetime) -> TriggerEvent:
    severity = row["severity"]
    return TriggerEvent(
        indicator_id=row["indicator"],
        country_id=row["iso3"],
        date=row["date"].date(),
        severity=None if pd.isna(severity) else float(severity),
        grade=row["grade"],
        published=row["published"].date(),
        published_assumed=bool(row["published_assumed"]),
        title=str(row["title"])[:200],
        source_id=row["source"],
        import_run_id=run_id,
        line=row["line"],
        external_id=str(row["external_id"])[:80],
        recorded_at=at,
        by=by,
    )


def _insert(events: list[TriggerEvent]) -> None:
    """Version by version: a row that supersedes needs the key of the one before."""
    for version in sorted({event.version for event in events}):
        wave = [event for event in events if event.version == version]
        for event in wave:
            if event.supersedes is not None:
                # Set when the row before had no key yet; the wave before this one gave it one.
                event.supersedes_id = event.supersedes.pk
        TriggerEvent.objects.bulk_create(wave, batch_size=1000)
