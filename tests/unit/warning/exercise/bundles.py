"""The exercise world as the engine takes it (specification C.15): its looks are tested without a database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from countries import tables as register
from indicators.catalogue import load
from warning.exercise.generate import World, generate

PRIORITY = {"exercise_second_reading": 2}


@lru_cache(maxsize=16)
def world(anchor: date) -> World:
    """One world per anchor and test process."""
    return generate(anchor)


@dataclass(frozen=True, slots=True)
class Case:
    """One country: what the engine takes."""

    entity: dict[str, Any]
    input: dict[str, Any]


@lru_cache(maxsize=16)
def cases(anchor: date) -> dict[str, Case]:
    """Every country of the world, with all it ever holds; the engine itself leaves out what came later."""
    known = {row.iso3: row for row in register.countries() if row.world == "exercise"}
    successors = {row.predecessor: [row.successor] for row in register.successions()}
    return {
        iso3: Case(
            {
                "id": iso3,
                "name": row.name_en,
                "valid_from": row.span.start and row.span.start.isoformat(),
                "valid_to": row.span.end and row.span.end.isoformat(),
                "successors": successors.get(iso3, []),
            },
            _input(world(anchor), iso3),
        )
        for iso3, row in known.items()
    }


def _input(told: World, iso3: str) -> dict[str, Any]:
    judged = [row for row in told.judgements if row.country == iso3]
    return {
        "observations": _observations(told, iso3),
        "events": [
            {
                "id": event.key,
                "code": event.indicator,
                "date": event.on.isoformat(),
                "severity": event.severity,
                "grade": event.grade,
                "published": event.published.isoformat(),
            }
            for event in told.events
            if event.country == iso3
        ],
        "monitored": {
            watch.indicator: [watch.watched_from.isoformat(), watch.through.isoformat()]
            for watch in told.watches
            if watch.country == iso3
        },
        "not_applicable": [row.indicator for row in told.inapplicable if row.country == iso3],
        "outside_profile": [],
        "adjustments": [
            {
                "level": row.level,
                "factor": row.factor,
                "applied": row.applied,
                "from": row.since.isoformat(),
                "expires": row.expires.isoformat(),
                "panel": row.panel,
            }
            for row in judged
            if row.kind == "adjust"
        ],
        "expert_scores": [
            {
                "id": f"x{number}",
                "level": row.level,
                "factor": row.factor,
                "score": row.applied,
                "from": row.since.isoformat(),
                "expires": row.expires.isoformat(),
            }
            for number, row in enumerate(judged)
            if row.kind == "expert"
        ],
    }


def _observations(told: World, iso3: str) -> list[dict[str, Any]]:
    ages = {feed.code: feed for feed in told.feeds}
    specs = load().by_code
    by_key: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in told.observations:
        if row.country == iso3:
            by_key[row.indicator, row.source, row.ref_end].append(row)
    return [
        {
            "id": f"{row.indicator}/{row.ref_end}/{row.source}/{nth}",
            "code": row.indicator,
            "value": row.value,
            "ref_end": row.ref_end.isoformat(),
            "published": row.published.isoformat(),
            "source": row.source,
            "priority": PRIORITY.get(row.source, 1),
            "grade": row.grade,
            "max_age_days": max(
                specs[row.indicator].max_age_days, ages[row.source].lag_days + ages[row.source].cadence_days
            ),
            "superseded_on": editions[nth + 1].published.isoformat() if nth + 1 < len(editions) else None,
        }
        for editions in by_key.values()
        for nth, row in enumerate(editions)
    ]
