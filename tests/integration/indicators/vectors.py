"""The method's vectors, taken into the database under the codes of exercise countries."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from indicators.actions.adjustments import Opinion, adjust
from indicators.actions.events import EventFacts, log_event, mark_not_applicable, record_heartbeat
from indicators.actions.imports import Release, import_file
from indicators.models import Source
from ledger.actors import System
from tests.integration.indicators.files import tidy

VECTORS = Path(__file__).resolve().parents[2] / "golden" / "vectors.json"
BY = System("system:test")
LAST_DAY = timedelta(days=1)


@lru_cache
def vector(name: str) -> dict[str, Any]:
    """One country of the published vectors: entity, as_of, input, output."""
    found: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))["countries"][name]
    return found


def take_in(name: str, country: str, folder: Path) -> None:
    """Store a vector's whole input through the product's own actions."""
    given = vector(name)["input"]
    _observations(given["observations"], country, folder)
    for event in given["events"]:
        # The product takes only events that were coded; a correction of the method's inputs is not its business.
        _event(event, country)
    for code, (start, last) in given["monitored"].items():
        day = date.fromisoformat
        record_heartbeat(by=BY, indicator=code, country=country, watched_from=day(start), through=day(last))
    for code in given["not_applicable"]:
        mark_not_applicable(
            by=BY, indicator=code, country=country, since=date(1990, 1, 1), until=None, reason="as the vector says"
        )
    for number, opinion in enumerate(given["adjustments"]):
        _adjustment(opinion, country, number)


def _observations(rows: list[dict[str, Any]], country: str, folder: Path) -> None:
    lines = []
    for row in rows:
        value = "never" if row["value"] is None else repr(row["value"])
        lines.append(f"{country},{row['code']},{row['ref_end']},{value},,{row['grade']},{row['published']},tidy,")
    report = import_file(by=BY, importer="tidy", path=tidy(folder, lines), release=Release(), rescore=False)
    assert report.committed, report.problems


def _event(event: dict[str, Any], country: str) -> None:
    facts = EventFacts(
        indicator=event["code"],
        country=country,
        day=date.fromisoformat(event["date"]),
        severity=event["severity"],
        grade=event["grade"],
        published=date.fromisoformat(event["published"]),
        title="event of the vector",
        source=Source.objects.get(pk="tidy").pk,
        external_id=event["id"],
    )
    log_event(by=BY, facts=facts, recorded_at=timezone.now(), rescore=False)


def _adjustment(row: dict[str, Any], country: str, number: int) -> None:
    opinion = Opinion(
        country=country,
        level=row["level"],
        factor=row["factor"],
        since=date.fromisoformat(row["from"]),
        expires=date.fromisoformat(row["expires"]),
        author="U-TEST22",
        second_reader="U-TEST33",
        reason=row["reason"],
        reference=f"vector:{number}",
    )
    adjust(by=BY, opinion=opinion, proposed=row["proposed"], applied=row["applied"], rescore=False)
