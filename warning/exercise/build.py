"""Put the exercise world into the database, through the same actions as real evidence, all or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from countries.actions.reference import load_countries
from indicators.actions.adjustments import Opinion, adjust, score_by_expert
from indicators.actions.events import EventFacts, log_event, mark_not_applicable, record_heartbeat
from indicators.actions.exercise_sources import InventedFeed, InventedSeries, load_exercise_sources
from indicators.actions.reference import load_catalogue
from indicators.actions.scoring import Task, score
from indicators.catalogue import load
from indicators.models import ScoringRun
from indicators.worlds import EXERCISE
from ledger.actors import System
from ledger.record import record
from warning.exercise.accounts import create_cast
from warning.exercise.calendar import MONTHS_SCORED, shifted
from warning.exercise.cast import HANDLES
from warning.exercise.evidence import READ_TWICE, SECOND_READING
from warning.exercise.files import import_files
from warning.exercise.generate import Judged, World, generate

BY = System("system:exercise")
REASON = "exercise"

Say = Callable[[str], None]


class StandsAlready(Exception):
    """There is an exercise world in this database; building it anew takes a reset."""

    def __init__(self, anchor: date) -> None:
        self.anchor = anchor
        super().__init__(
            _("The exercise world stands at %(day)s. exercise --reset builds it anew.") % {"day": anchor.isoformat()}
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built.

    Attributes:
        anchor: the month end at which the world stands; nothing in it was published later.
        accounts: whether to open the cast's accounts.
        draws: of each run; None for the usual number.
    """

    anchor: date
    accounts: bool
    draws: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has put into the database."""

    anchor: date
    digest: str
    observations: int
    events: int
    runs: int
    accounts: int
    seconds: float


def standing() -> date | None:
    """The month end at which the exercise world of this database stands; None where there is none."""
    newest: date | None = ScoringRun.objects.filter(world=EXERCISE).aggregate(top=Max("as_of"))["top"]
    return newest


@transaction.atomic
def build(plan: Plan, *, say: Say = lambda line: None) -> Built:
    """Build the exercise world in one transaction.

    Raises:
        StandsAlready: this database has one.
        indicators.importers.Refused: a generated file is not one the product takes (a bug of the generator).
    """
    start = time.monotonic()
    # Inside the transaction: of two builds at once the second waits (on SQLite) and then finds the first.
    there = standing()
    if there is not None:
        raise StandsAlready(there)
    load_countries(by=BY.handle)
    load_catalogue(by=BY.handle)
    world = generate(plan.anchor)
    say(_("Inventing %(count)d observations and %(events)d events") % _counts(world))
    opened = create_cast(by=BY, since=shifted(plan.anchor, -MONTHS_SCORED)) if plan.accounts else 0
    stored = _load(world)
    days = world.month_ends
    say(_("Scoring %(count)d month ends up to %(day)s") % {"count": len(days), "day": plan.anchor.isoformat()})
    # Oldest first, in one call: the published band of each run looks back at those before.
    runs = score(by=BY, task=Task.of(world=EXERCISE, as_of=days, draws=plan.draws, reason=REASON))
    body = {"anchor": plan.anchor.isoformat(), "digest": world.digest}
    record(action="warning.build_exercise", actor=BY.handle, object="world:exercise", body=body)
    return Built(
        anchor=plan.anchor,
        digest=world.digest,
        observations=stored,
        events=len(world.events),
        runs=len(runs),
        accounts=opened,
        seconds=round(time.monotonic() - start, 1),
    )


def _counts(world: World) -> dict[str, int]:
    return {"count": len(world.observations), "events": len(world.events)}


def _load(world: World) -> int:
    """Everything but the scores; returns the number of observations stored."""
    _load_sources(world)
    stored = import_files(world, by=BY)
    _log_watch(world)
    for judged in world.judgements:
        _judge(judged)
    return stored


def _load_sources(world: World) -> None:
    specs = load().by_code
    feeds = {feed.code: feed for feed in world.feeds}
    pairs = [(row.indicator, row.feed, 1) for row in world.series] + [(READ_TWICE, SECOND_READING, 2)]
    series = [
        InventedSeries(
            feed=feed,
            indicator=indicator,
            unit=specs[indicator].unit,
            # Data must not expire before the next arrive (specification C.3).
            max_age_days=max(specs[indicator].max_age_days, feeds[feed].lag_days + feeds[feed].cadence_days),
            priority=priority,
            grade=feeds[feed].grade,
        )
        for indicator, feed, priority in pairs
    ]
    invented = [
        InventedFeed(**{key: value for key, value in asdict(feed).items() if key != "grade"}) for feed in world.feeds
    ]
    load_exercise_sources(by=BY, feeds=invented, series=series)


def _log_watch(world: World) -> None:
    for watch in world.watches:
        record_heartbeat(
            by=BY,
            indicator=watch.indicator,
            country=watch.country,
            watched_from=watch.watched_from,
            through=watch.through,
        )
    for row in world.inapplicable:
        mark_not_applicable(
            by=BY, indicator=row.indicator, country=row.country, since=row.since, until=None, reason=row.reason
        )
    for event in world.events:
        facts = EventFacts(
            indicator=event.indicator,
            country=event.country,
            day=event.on,
            severity=event.severity,
            grade=event.grade,
            published=event.published,
            title=event.title,
            source=event.source,
            external_id=event.key,
        )
        # Scored once at the end, not after each row.
        log_event(by=BY, facts=facts, rescore=False)


def _judge(judged: Judged) -> None:
    opinion = Opinion(
        country=judged.country,
        level=judged.level,
        factor=judged.factor,
        since=judged.since,
        expires=judged.expires,
        author=HANDLES[judged.author],
        second_reader=HANDLES[judged.second_reader],
        reason=judged.reason,
        reference=f"exercise:{judged.country}/{judged.level}:{judged.factor}/{judged.since.isoformat()}",
    )
    if judged.kind == "expert":
        score_by_expert(by=BY, opinion=opinion, score=judged.applied, rescore=False)
    else:
        adjust(
            by=BY,
            opinion=opinion,
            proposed=judged.proposed or 0.0,
            applied=judged.applied,
            panel=judged.panel,
            rescore=False,
        )
