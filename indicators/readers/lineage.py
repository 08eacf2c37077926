"""From a number on screen to the raw value, its file and its line (specification C.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from indicators.catalogue import IndicatorSpec, load
from indicators.models import (
    Adjustment,
    Contribution,
    ExpertScore,
    FeedHeartbeat,
    Observation,
    Score,
    Series,
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
    judgement_view,
    observation_view,
)
from indicators.readers.lineage_steps import Step, event_rests, steps
from indicators.readers.scope import allowed_iso3
from indicators.readers.scores import ContributionView, FactorView, ScoreView
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


def lineage(score_id: int, code: str, user: Any) -> Lineage:
    """Everything behind one indicator of one score, in at most twelve queries.

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
    max_age = _max_age(spec, contribution.source)
    rests = event_rests(events, view, spec)
    return Lineage(
        score=view,
        factor=factor,
        contribution=contribution,
        spec=spec,
        steps=steps(view, factor, contribution, spec, seen.central, max_age, list(rests.values())),
        observation=seen.central,
        earlier=seen.earlier,
        later=seen.later,
        alternates=seen.alternates,
        events=tuple(event_view(row, rests) for row in events),
        judgements=_judgements(score, spec),
        heartbeat=_heartbeat(score, spec) if spec.level == "T" else None,
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


def _max_age(spec: IndicatorSpec, source: str) -> int:
    own = Series.objects.filter(source=source, indicator=spec.code).values_list("max_age_days", flat=True).first()
    return spec.max_age_days if own is None else own


def _judgements(score: Score, spec: IndicatorSpec) -> tuple[JudgementView, ...]:
    """What was in force for the factor on the day, of what the run could know."""
    in_force = {
        "country": score.country_id,
        "level": spec.level,
        "factor": spec.factor,
        "since__lte": score.as_of,
        "expires__gte": score.as_of,
        "recorded_at__lte": score.run.known_at,
    }
    moves = Adjustment.objects.filter(**in_force).order_by("since", "pk")
    scores = ExpertScore.objects.filter(**in_force).order_by("since", "pk")
    return tuple(judgement_view(row) for row in (*moves, *scores))


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
