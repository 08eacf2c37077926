"""Trigger events, watched feeds and what does not apply: each one an append-only row with its event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from countries.models import Country
from indicators.actions.requests import request_rescore_of
from indicators.catalogue import load
from indicators.models import Applicability, FeedHeartbeat, TriggerEvent
from indicators.publication import scheduled
from ledger.actors import Actor, require
from ledger.record import record


class BadEvent(ValueError):
    """An event, heartbeat or exemption that cannot be taken; names the field, the value and the remedy."""

    def __init__(self, field: str, value: object, remedy: str) -> None:
        self.field, self.value, self.remedy = field, value, remedy
        super().__init__(f"{field}: {value!r}: {remedy}")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What is known of one real-world event or scheduled date.

    `severity` is 0 to 10 by the guide of specification A.7; None only for an election (T-RF2-01), whose
    severity the method computes. `external_id` names the event at its source.
    """

    indicator: str
    country: str
    day: date
    severity: float | None
    grade: str
    published: date
    title: str
    source: str
    external_id: str


def _trigger(code: str) -> None:
    spec = load().by_code.get(code)
    if spec is None or not spec.counts_events:
        raise BadEvent("indicator", code, "use a trigger indicator that counts events, such as T-RF3-01")


def _country(iso3: str) -> Country:
    country = Country.objects.filter(iso3=iso3).first()
    if country is None:
        raise BadEvent("country", iso3, "use an ISO 3166-1 alpha-3 code of the register")
    return country


def check(facts: EventFacts) -> None:
    """Refuse what the method could not read (specification C.15).

    Raises:
        BadEvent: an indicator that counts no events, a severity missing or outside 0 to 10, an event published
            before it happened (scheduled dates are).
    """
    _trigger(facts.indicator)
    if facts.day > facts.published and facts.indicator not in scheduled():
        raise BadEvent("day", facts.day.isoformat(), f"must not lie after its publication, {facts.published}")
    if facts.severity is None:
        if facts.indicator != load().parameters.election_code:
            raise BadEvent("severity", None, "give a number from 0 to 10; only elections go without one")
    elif not 0 <= facts.severity <= 10:
        raise BadEvent("severity", facts.severity, "give a number from 0 to 10")


@transaction.atomic
def log_event(
    *, by: Actor, facts: EventFacts, recorded_at: datetime | None = None, rescore: bool = True
) -> TriggerEvent:
    """Store one event, or a correction of the one its source knows by the same id.

    Raises:
        PermissionDenied: `indicators.log_event` is missing for the country.
        BadEvent: see `check`.
    """
    country = _country(facts.country)
    require(by, "indicators.log_event", country)
    check(facts)
    known = TriggerEvent.objects.filter(source_id=facts.source, country=country, external_id=facts.external_id)
    before = known.filter(published__lte=facts.published).order_by("-published", "-pk").first()
    event = TriggerEvent.objects.create(
        indicator_id=facts.indicator,
        country=country,
        date=facts.day,
        severity=facts.severity,
        grade=facts.grade,
        published=facts.published,
        title=facts.title,
        source_id=facts.source,
        external_id=facts.external_id,
        recorded_at=recorded_at or timezone.now(),
        by=by.handle,
        supersedes=before,
        version=known.count() + 1,
    )
    record(
        action="indicators.log_event",
        actor=by.handle,
        object=f"country:{country.iso3}",
        body={"event": event.pk, "indicator": facts.indicator, "date": facts.day.isoformat()},
    )
    if rescore:
        request_rescore_of(by=by, world=country.world, countries=[country.iso3], reason="event")
    return event


@transaction.atomic
def record_heartbeat(*, by: Actor, indicator: str, country: str, watched_from: date, through: date) -> FeedHeartbeat:
    """Say that a feed was watched from a day through a day: only then is its silence a zero (C.5).

    Raises:
        PermissionDenied: `indicators.log_event` is missing for the country.
        BadEvent: the days are in the wrong order, or the indicator counts no events.
    """
    register = _country(country)
    require(by, "indicators.log_event", register)
    _trigger(indicator)
    if through < watched_from:
        raise BadEvent("through", through.isoformat(), "must not lie before the first day watched")
    beat = FeedHeartbeat.objects.create(
        indicator_id=indicator,
        country=register,
        watched_from=watched_from,
        through=through,
        recorded_at=timezone.now(),
        by=by.handle,
    )
    record(
        action="indicators.record_heartbeat",
        actor=by.handle,
        object=f"country:{country}",
        body={"indicator": indicator, "from": watched_from.isoformat(), "through": through.isoformat()},
    )
    return beat


@transaction.atomic
def mark_not_applicable(
    *, by: Actor, indicator: str, country: str, since: date, until: date | None, reason: str
) -> Applicability:
    """Say that an indicator has no meaning for a country for a time, and why.

    Raises:
        PermissionDenied: `indicators.import_data` is missing for the country.
        BadEvent: no such indicator, no reason, or the days are in the wrong order.
    """
    register = _country(country)
    require(by, "indicators.import_data", register)
    if indicator not in load().by_code:
        raise BadEvent("indicator", indicator, "use a code of the catalogue, such as P-RF2-01")
    if not reason.strip():
        raise BadEvent("reason", reason, "say why the indicator has no meaning here")
    if until is not None and until <= since:
        raise BadEvent("until", until.isoformat(), "must lie after the first day")
    row = Applicability.objects.create(
        indicator_id=indicator,
        country=register,
        since=since,
        until=until,
        reason=reason,
        by=by.handle,
        recorded_at=timezone.now(),
    )
    record(
        action="indicators.mark_not_applicable",
        actor=by.handle,
        object=f"country:{country}",
        body={"indicator": indicator, "since": since.isoformat(), "reason": reason},
    )
    return row
