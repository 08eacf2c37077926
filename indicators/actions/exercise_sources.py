"""Source and series rows of the exercise's invented feeds. They never feed a real country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from indicators.actions.reference import Loaded, upsert
from indicators.models import Series, Source
from indicators.worlds import EXERCISE
from ledger.actors import Actor
from ledger.record import record

PREFIX = "exercise_"


@dataclass(frozen=True, slots=True)
class InventedFeed:
    """A feed of the exercise; days for cadence, lag and maximum age, which must cover lag plus cadence."""

    code: str
    publisher: str
    title: str
    redistribution: str
    cadence_days: int
    lag_days: int
    reference_rule: str
    max_age_days: int
    note: str


@dataclass(frozen=True, slots=True)
class InventedSeries:
    """What a feed of the exercise says of one indicator, on the indicator's own scale."""

    feed: str
    indicator: str
    unit: str
    max_age_days: int
    priority: int
    grade: str


@transaction.atomic
def load_exercise_sources(*, by: Actor, feeds: Iterable[InventedFeed], series: Iterable[InventedSeries]) -> Loaded:
    """Create or update the exercise's sources; idempotent, one event if anything changed.

    Raises:
        ValueError: a code without the prefix `exercise_`, which a real source might come to bear.
    """
    feeds = list(feeds)
    for feed in feeds:
        if not feed.code.startswith(PREFIX):
            raise ValueError(f"code: {feed.code!r}: sources of the exercise begin with {PREFIX!r}")
    done = upsert(Source, ("code",), [_source(feed) for feed in feeds])
    done += upsert(Series, ("source_id", "indicator_id"), [_series(item) for item in series])
    if done.created or done.updated:
        record(
            action="indicators.load_exercise_sources",
            actor=by.handle,
            object="world:exercise",
            body={"created": done.created, "updated": done.updated},
        )
    return done


def _source(feed: InventedFeed) -> dict[str, object]:
    return {
        "code": feed.code,
        "publisher": feed.publisher,
        "title": feed.title,
        "licence": "invented for the exercise, no rights to respect",
        "redistribution": feed.redistribution,
        "cadence_days": feed.cadence_days,
        "lag_days": feed.lag_days,
        "reference_rule": feed.reference_rule,
        "max_age_days": feed.max_age_days,
        "url": "",
        "note": feed.note,
        "world": EXERCISE,
    }


def _series(item: InventedSeries) -> dict[str, object]:
    return {
        "source_id": item.feed,
        "indicator_id": item.indicator,
        "field": "value",
        "raw_unit": item.unit,
        "stand_in": False,
        "raw_goalpost_0": None,
        "raw_goalpost_10": None,
        "max_age_days": item.max_age_days,
        "priority": item.priority,
        "grade": item.grade,
        "derivation": "",
        "reason": "",
    }
