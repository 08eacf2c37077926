"""From a number on screen to the raw value, its file and its line (specification C.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from indicators.catalogue import IndicatorSpec, load
from indicators.models import (
    Contribution,
    FeedHeartbeat,
    Observation,
    Score,
    Source,
    TriggerEvent,
)
from indicators.models.scoring import Status
from indicators.readers.evidence import primary_key
from indicators.readers.evidence_views import (
    EventView,
    FileView,
    JudgementView,
    ObservationView,
    SourceView,
    event_view,
    observation_view,
)
from indicators.readers.judgements import judgements_of
from indicators.readers.last_known import LastKnown, last_known, max_age_of
from indicators.readers.lineage_events import fadings
from indicators.readers.lineage_steps import Leaf, Step, steps
from indicators.readers.operands import MadeOf, made_of
from indicators.readers.scope import allowed_iso3
from indicators.readers.scores import ContributionView, FactorView, ScoreView
from indicators.readers.stand_ins import StandIn, stand_in_of
from indicators.readers.unfold import score_view

__all__ = [
    "EventView",
    "FileView",
    "JudgementView",
    "Lineage",
    "ObservationView",
    "SourceView",
    "Step",
    "lineage",
]


@dataclass(frozen=True, slots=True)
class Lineage:
    """One indicator of one score, down to the file.

    Attributes:
        steps: raw value -> indicator's scale -> score -> factor -> level -> headline, with formula ids.
        observation: the one that counted; None for events, monitored zeros and silent indicators.
        earlier: what it superseded, newest first.  later: what has superseded it since.
        alternates: other sources for the same period, with their score and the gap.
        heartbeat: (watched from, through) of a trigger feed; None elsewhere.
        made: the stored values a derived one was made of.  stand_in: how another source's scale was led onto this.
        last: of a silent indicator, the newest value the run could know, too old to count.
    """

    score: ScoreView
    factor: FactorView
    contribution: ContributionView
    spec: IndicatorSpec
    steps: tuple[Step, ...]
    observation: ObservationView | None
    earlier: tuple[ObservationView, ...]
    later: tuple[ObservationView, ...]
    alternates: tuple[tuple[ObservationView, dict[str, Any]], ...]
    events: tuple[EventView, ...]
    judgements: tuple[JudgementView, ...]
    heartbeat: tuple[date, date] | None
    made: MadeOf
    stand_in: StandIn | None
    last: LastKnown | None


def lineage(score_id: int, code: str, user: Any) -> Lineage:
    """Everything behind one indicator of one score, in at most fourteen queries.

    Raises:
        Score.DoesNotExist: no such score, not the user's to see, or a closed country's.
        KeyError: no such indicator in the catalogue or in this score.
    """
    spec = load().by_code[code]
    score = _score(score_id, user)
    rows = list(Contribution.objects.filter(score=score).select_related("observation"))
    view = score_view(score, rows, dict(Source.objects.values_list("code", "title")))
    factor = _factor(view, spec)
    contribution = next(item for item in factor.indicators if item.code == code)
    mine = next((row for row in rows if row.indicator_id == code), None)
    seen = _observations(mine, score) if mine else _Seen(None, (), (), ())
    events = _events(mine) if mine else []
    faded = fadings(events, view, spec)
    shown = tuple(event_view(row, faded) for row in events)
    stored = mine.observation if mine else None
    leaf = Leaf(
        seen=seen.central,
        made=made_of(stored) if stored else MadeOf(),
        stand_in=stand_in_of(stored, spec) if stored else None,
        events=shown,
        max_age=max_age_of(spec, contribution.source),
    )
    return Lineage(
        score=view,
        factor=factor,
        contribution=contribution,
        spec=spec,
        steps=steps(view, factor, contribution, spec, leaf),
        observation=seen.central,
        earlier=seen.earlier,
        later=seen.later,
        alternates=seen.alternates,
        events=shown,
        judgements=judgements_of(score.country_id, score.as_of, score.run.known_at, (spec.level, spec.factor)),
        heartbeat=_heartbeat(score, spec) if spec.level == "T" else None,
        made=leaf.made,
        stand_in=leaf.stand_in,
        last=last_known(score, spec) if contribution.state == "expired" else None,
    )


def _score(score_id: int, user: Any) -> Score:
    found = Score.objects.select_related("run").exclude(status=Status.CLOSED)
    allowed = allowed_iso3(user)
    if allowed is not None:
        found = found.filter(country__in=allowed)
    score: Score = found.get(pk=score_id)
    return score


def _factor(view: ScoreView, spec: IndicatorSpec) -> FactorView:
    for level in view.levels:
        for factor in level.factors:
            if (factor.level, factor.factor) == (spec.level, spec.factor):
                return factor
    raise KeyError(spec.code)


@dataclass(frozen=True, slots=True)
class _Seen:
    central: ObservationView | None
    earlier: tuple[ObservationView, ...]
    later: tuple[ObservationView, ...]
    alternates: tuple[tuple[ObservationView, dict[str, Any]], ...]


def _observations(row: Contribution, score: Score) -> _Seen:
    """The observation that counted, the other publications of its natural key, and the other sources."""
    others = {primary_key(key): (source, points) for key, source, points in row.detail.get("alternates", ())}
    seen = row.observation
    wanted = Q(pk__in=others)
    if seen is not None:
        wanted |= Q(country=seen.country_id, indicator=seen.indicator_id, source=seen.source_id, ref_end=seen.ref_end)
    found = list(Observation.objects.filter(wanted).select_related("source", "import_run").order_by("published", "pk"))
    chain = [o for o in found if o.pk not in others]
    replaced = {before.pk: after.published for before, after in pairwise(chain)}
    views = {o.pk: observation_view(o, replaced.get(o.pk)) for o in found}
    at = next((n for n, o in enumerate(chain) if seen is not None and o.pk == seen.pk), len(chain))
    return _Seen(
        central=views[seen.pk] if seen is not None else None,
        earlier=tuple(views[o.pk] for o in reversed(chain[:at])),
        later=tuple(views[o.pk] for o in chain[at + 1 :]),
        alternates=tuple(
            (views[pk], {"source": source, "score": points, "gap": abs(points - (row.points or 0.0))})
            for pk, (source, points) in others.items()
            if pk in views
        ),
    )


def _events(row: Contribution) -> list[TriggerEvent]:
    keys = [primary_key(item) for item in row.detail.get("used", ()) if item.startswith("e")]
    if not keys:
        return []
    return list(TriggerEvent.objects.filter(pk__in=keys).select_related("source", "import_run").order_by("date", "pk"))


def _heartbeat(score: Score, spec: IndicatorSpec) -> tuple[date, date] | None:
    return (
        FeedHeartbeat.objects.filter(
            country=score.country_id,
            indicator=spec.code,
            watched_from__lte=score.as_of,
            recorded_at__lte=score.run.known_at,
        )
        .order_by("-through")
        .values_list("watched_from", "through")
        .first()
    )
