"""From a number on screen to the raw value, its file and its line (specification C.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.catalogue import IndicatorSpec
from indicators.readers.scores import ContributionView, ScoreView


@dataclass(frozen=True, slots=True)
class FileView:
    """The import that brought a value, and the file it stood in."""

    import_run_id: int
    importer: str
    file_name: str
    sha256: str
    size: int
    by: str
    at: datetime
    lag_assumed: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """Who published it, and under which terms. `redistribution`: full, derived or none."""

    code: str
    publisher: str
    title: str
    licence: str
    redistribution: str
    url: str


@dataclass(frozen=True, slots=True)
class ObservationView:
    """One observation with everything needed to find it again.

    `value` is on the indicator's scale (None is the recorded answer "never"); `raw` is the text of the file.
    `superseded_on` is the publication date of the value that replaced it, if any was known to the run or later.
    """

    id: int
    code: str
    iso3: str
    ref_end: date
    value: float | None
    unit: str
    raw: str
    raw_unit: str
    grade: str
    published: date
    published_assumed: bool
    retrieved_at: datetime
    line: int
    column: str
    derivation: str
    derivation_words: str
    input_lines: tuple[int, ...]
    source: SourceView
    file: FileView
    superseded_on: date | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One dated event that counted, with what was left of it on the day of the score."""

    id: int
    date: date
    title: str
    severity: float | None
    rest: float | None
    grade: str
    published: date
    published_assumed: bool
    source: SourceView
    file: FileView | None
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic: formula id, its inputs as text, its result."""

    formula: str
    label: str
    inputs: str
    result: str


@dataclass(frozen=True, slots=True)
class JudgementView:
    """An adjustment or an expert score that reached the factor."""

    kind: str
    amount: float
    proposed: float | None
    since: date
    expires: date
    author: str
    second_reader: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """One indicator of one score, down to the file.

    Attributes:
        steps: raw value -> indicator's scale -> freshness -> score -> factor, with formula ids.
        observation: the one that counted; None for events, monitored zeros and silent indicators.
        earlier: what it superseded, newest first.  later: what has superseded it since.
        alternates: other sources for the same period, with their score and the gap.
        heartbeat: (watched from, through) of a trigger feed, as ISO dates; None elsewhere.
    """

    score: ScoreView
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
    """Everything behind one indicator of one score. Raises Score.DoesNotExist where not visible or unknown."""
    raise NotImplementedError
