"""The state and score of each indicator of one country on one day (specification C.2 to C.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from indicators.matrix import normalise, triggers
from indicators.matrix.days import day_number
from indicators.matrix.factors import Cells, data_factor
from indicators.matrix.freshness import freshness
from indicators.matrix.layout import Flags, Floats, Layout
from indicators.matrix.observe import Candidate, Chosen, Evidence, Spark, observe

NOT_APPLICABLE, NOT_WATCHED = "not_applicable", "not_watched"
MISSING, EXPIRED, FRESH, STALE, MONITORED_ZERO = "missing", "expired", "fresh", "stale", "monitored_zero"


@dataclass(slots=True)
class Detail:
    """What the output tells of an indicator beside its numbers."""

    value: float | None = None
    source: str | None = None
    grade: str | None = None
    used: list[str] = field(default_factory=list)
    alternates: list[list[Any]] = field(default_factory=list)
    disagreement: float | None = None


@dataclass(frozen=True, eq=False)
class Readings:
    """All indicators of one country on one day.

    `cells` are (1, I); `state`, `detail` have I entries; `tau` (I,) is the half-width of the own error;
    `at` (I,) the position between goalposts before clipping and `decay` (I,) what age leaves of a rate:
    the draws start from these two.
    """

    cells: Cells
    state: list[str]
    detail: list[Detail]
    tau: Floats
    at: Floats
    decay: Floats


def read(source: Mapping[str, Any], day: int, layout: Layout, common: Flags | None = None) -> Readings:
    """Readings of `source` (the bundle's `input`) on `day`.

    `common` (I,) keeps only those columns; the others become missing, not inapplicable (trend, C.12).
    """
    evidence = observe(source.get("observations", ()), source.get("events", ()), day, layout)
    state = [MISSING] * layout.size
    for column in evidence.expired:
        state[column] = EXPIRED
    for code in source.get("outside_profile", ()):
        state[layout.position[code]] = NOT_WATCHED
    for code in source.get("not_applicable", ()):
        state[layout.position[code]] = NOT_APPLICABLE
    out = np.array([name in (NOT_APPLICABLE, NOT_WATCHED) for name in state])
    open_columns = ~out if common is None else ~out & common
    readings = Readings(
        cells=Cells(
            score=np.full((1, layout.size), np.nan),
            phi=np.zeros((1, layout.size)),
            quality=np.zeros((1, layout.size)),
            available=np.zeros((1, layout.size), dtype=bool),
            applicable=~out[None, :],
            in_catalogue=np.array([[name != NOT_APPLICABLE for name in state]]),
        ),
        state=state,
        detail=[Detail() for _ in state],
        tau=np.full(layout.size, np.nan),
        at=np.zeros(layout.size),
        decay=np.ones(layout.size),
    )
    _take_observations(readings, [pick for pick in evidence.chosen if open_columns[pick.column]], layout)
    _take_events(readings, evidence, open_columns, layout)
    _take_silence(readings, source.get("monitored", {}), day, open_columns, layout)
    return readings


def _take_observations(readings: Readings, chosen: list[Chosen], layout: Layout) -> None:
    """Score the central observations and their alternates in one go."""
    if not chosen:
        return
    flat: list[tuple[int, Candidate]] = [(pick.column, pick.central) for pick in chosen]
    flat += [(pick.column, other) for pick in chosen for other in pick.alternates]
    index = np.array([column for column, _ in flat])
    values = np.array([candidate.value for _, candidate in flat])
    age = np.array([candidate.age for _, candidate in flat])
    at = normalise.position(layout, index, values)
    decay = normalise.age_decay(layout, index, age)
    scores = normalise.scores_at(layout, index, values, at) * decay
    count = len(chosen)
    columns = index[:count]
    phi = freshness(age[:count], [pick.central.max_age for pick in chosen])
    readings.cells.score[0, columns] = scores[:count]
    readings.cells.phi[0, columns] = phi
    readings.cells.available[0, columns] = True
    readings.at[columns] = at[:count]
    readings.decay[columns] = decay[:count]
    following = count
    for pick in chosen:
        others = scores[following : following + len(pick.alternates)]
        following += len(pick.alternates)
        _describe(readings, pick, others, layout)


def _describe(readings: Readings, pick: Chosen, others: Floats, layout: Layout) -> None:
    """State, grade and own error of a scored column; `others` are the scores of its alternates."""
    numbers = layout.catalogue.parameters
    item, column = pick.central.item, pick.column
    score, phi = float(readings.cells.score[0, column]), float(readings.cells.phi[0, column])
    detail = readings.detail[column]
    detail.value, detail.source, detail.used = item["value"], item.get("source"), [item["id"]]
    detail.grade = item.get("grade") or numbers.grade_missing
    quality, penalty = layout.grades[detail.grade]
    readings.state[column] = STALE if pick.central.rank[0] else FRESH
    readings.cells.quality[0, column] = quality
    gap = 0.0
    if pick.alternates:
        gap = detail.disagreement = float(np.abs(others - score).max())
        detail.alternates = [
            [other.item["id"], other.item.get("source"), float(value)]
            for other, value in zip(pick.alternates, others, strict=True)
        ]
    readings.tau[column] = numbers.tau0 + (1.0 - phi) + numbers.disagreement_share * gap + penalty


def _take_events(readings: Readings, evidence: Evidence, open_columns: Flags, layout: Layout) -> None:
    """Combine events by indicator; the election last, since its severity hangs on the RF2 score."""
    by_column: dict[int, list[Spark]] = {}
    for spark in evidence.sparks:
        if open_columns[spark.column]:
            by_column.setdefault(spark.column, []).append(spark)
    for column, sparks in by_column.items():
        _combine(readings, column, sparks, layout)


def _combine(readings: Readings, column: int, sparks: list[Spark], layout: Layout) -> None:
    numbers = layout.catalogue.parameters
    index = np.full(len(sparks), column)
    age = np.array([spark.age for spark in sparks])
    counted = triggers.counts(layout, index, age)
    if not counted.any():
        return
    coded = np.array([np.nan if spark.severity is None else spark.severity for spark in sparks])
    unset = np.isnan(coded)
    severity = coded
    if unset.any():
        rf2 = data_factor(readings.cells, layout, layout.election_factor)
        severity = np.where(unset, triggers.election_severity(numbers, rf2), coded)
    half = triggers.half_life_at(layout, index, age)
    rests = triggers.rest(severity, age, half)
    standing = triggers.rest(np.where(unset, numbers.election_unscored, coded), age, half)
    kept = np.flatnonzero(counted)
    leader = min(kept, key=lambda n: (-standing[n], str(sparks[n].item["id"])))
    detail = readings.detail[column]
    detail.grade = sparks[leader].item.get("grade") or numbers.grade_missing
    detail.used = [sparks[n].item["id"] for n in kept]
    quality, penalty = layout.grades[detail.grade]
    cells = readings.cells
    cells.score[0, column] = triggers.noisy_or(rests[kept])
    cells.phi[0, column], cells.quality[0, column], cells.available[0, column] = 1.0, quality, True
    readings.state[column] = FRESH
    readings.tau[column] = numbers.tau0 + penalty


def _take_silence(
    readings: Readings, monitored: Mapping[str, Any], day: int, open_columns: Flags, layout: Layout
) -> None:
    """A watched feed without events is a zero; an unwatched one stays missing."""
    numbers = layout.catalogue.parameters
    grade = numbers.grade_monitored_zero
    cells = readings.cells
    for code, (start, last) in monitored.items():
        column = layout.position[code]
        if not layout.is_event[column] or not open_columns[column] or cells.available[0, column]:
            continue
        if triggers.watched(day_number(start), day_number(last), layout.max_age[column], day):
            readings.state[column] = MONITORED_ZERO
            readings.detail[column].grade = grade
            readings.tau[column] = numbers.tau0
            cells.score[0, column], cells.phi[0, column] = 0.0, 1.0
            cells.quality[0, column], cells.available[0, column] = layout.grades[grade][0], True
