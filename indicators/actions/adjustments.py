"""Judgement handed down from above: stored with its reason, bounded, lapsing; scoring reads only these rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from countries.models import Country
from indicators.actions.requests import request_rescore_of
from indicators.catalogue import load
from indicators.models import Adjustment, ExpertScore
from ledger.actors import Actor, require
from ledger.record import record

# An adjustment lapses after at most this long (specification B.5).
LONGEST = timedelta(days=184)


class BadJudgement(ValueError):
    """An adjustment or expert score outside its rules; names the field, the value and the remedy."""

    def __init__(self, field: str, value: object, remedy: str) -> None:
        self.field, self.value, self.remedy = field, value, remedy
        super().__init__(f"{field}: {value!r}: {remedy}")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Who judged which factor of which country, on what grounds, from when until when (handles, ISO3)."""

    country: str
    level: str
    factor: str
    since: date
    expires: date
    author: str
    second_reader: str
    reason: str
    reference: str


def _check(opinion: Opinion) -> None:
    known = {(weight.level, weight.factor) for weight in load().factor_weights}
    if (opinion.level, opinion.factor) not in known:
        raise BadJudgement(
            "factor",
            f"{opinion.level}:{opinion.factor}",
            "use a level and factor of the catalogue, such as P:RF5",
        )
    if not opinion.reason.strip():
        raise BadJudgement("reason", opinion.reason, "say what the data cannot see")
    if opinion.second_reader == opinion.author:
        raise BadJudgement("second_reader", opinion.second_reader, "must be somebody other than the author")
    if not opinion.since < opinion.expires <= opinion.since + LONGEST:
        raise BadJudgement("expires", opinion.expires.isoformat(), f"must lie 1 to {LONGEST.days} days after the start")


def _common(opinion: Opinion) -> dict[str, object]:
    return {
        "country_id": opinion.country,
        "level": opinion.level,
        "factor": opinion.factor,
        "since": opinion.since,
        "expires": opinion.expires,
        "author": opinion.author,
        "second_reader": opinion.second_reader,
        "reason": opinion.reason,
        "reference": opinion.reference,
        "recorded_at": timezone.now(),
    }


@transaction.atomic
def adjust(
    *, by: Actor, opinion: Opinion, proposed: float, applied: float, panel: bool = False, rescore: bool = True
) -> Adjustment:
    """Store a bounded move of a factor score (specification B.5).

    Raises:
        PermissionDenied: `indicators.adjust_scores` is missing for the country.
        BadJudgement: outside the bound, more than proposed, in the other direction, or for too long.
    """
    country = Country.objects.get(iso3=opinion.country)
    require(by, "indicators.adjust_scores", country)
    _check(opinion)
    numbers = load().parameters
    bound = numbers.delta_panel if panel else numbers.delta_single
    # The author may apply less than the rule proposes, never more and never the other way.
    if abs(applied) > min(abs(proposed), bound) or applied * proposed < 0:
        raise BadJudgement(
            "applied",
            applied,
            f"at most the proposed {proposed:+.2f}, within ±{bound}, in the same direction",
        )
    row = Adjustment.objects.create(**_common(opinion), proposed=proposed, applied=applied, panel=panel)
    _record(by, "adjust", country, opinion, {"id": row.pk, "proposed": proposed, "applied": applied}, rescore)
    return row


@transaction.atomic
def score_by_expert(*, by: Actor, opinion: Opinion, score: float, rescore: bool = True) -> ExpertScore:
    """Store a score in the place of a factor without data; it adds no coverage (specification B.5, C.15).

    Raises:
        PermissionDenied: `indicators.adjust_scores` is missing for the country.
        BadJudgement: a score outside 0 to 10, or a rule of `Opinion` broken.
    """
    country = Country.objects.get(iso3=opinion.country)
    require(by, "indicators.adjust_scores", country)
    _check(opinion)
    if not 0 <= score <= 10:
        raise BadJudgement("score", score, "give a number from 0 to 10")
    row = ExpertScore.objects.create(**_common(opinion), score=score)
    _record(by, "score_by_expert", country, opinion, {"id": row.pk, "score": score}, rescore)
    return row


def _record(by: Actor, verb: str, country: Country, opinion: Opinion, facts: dict[str, object], rescore: bool) -> None:
    record(
        action=f"indicators.{verb}",
        actor=by.handle,
        object=f"country:{country.iso3}",
        body=facts | {"factor": f"{opinion.level}:{opinion.factor}", "reference": opinion.reference},
    )
    if rescore:
        request_rescore_of(by=by, world=country.world, countries=[country.iso3], reason="judgement")
