"""One observation, one event, one judgement, with everything needed to find it again in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from indicators.models import Adjustment, ExpertScore, ImportRun, Observation, Source, TriggerEvent
from indicators.readers.derivations import derivation_words
from indicators.readers.lineage_events import Fading

# Derivations that turn the text of one cell into the value; all others join cells.
ONE_CELL = frozenset({"military_share_of_power", "years_from_log2"})
# A field of an event is called date.
Day = date


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
    """One observation.

    Attributes:
        value: on the indicator's scale; None is the recorded answer "never".
        raw: the text of the file, in `raw_unit`, where the value is another number.
        line, column: of the file; line 0 where the file as a whole says it.
        derivation, derivation_words: name of the pure function, and what it does in a sentence.
        input_lines: further lines the value was made of; `input_lines_more` counts those not kept.
        superseded_on: publication date of the value that replaced this one, where the reader looked for it.
    """

    id: int
    code: str
    iso3: str
    ref_end: Day
    value: float | None
    unit: str
    raw: str
    raw_unit: str
    grade: str
    published: Day
    published_assumed: bool
    retrieved_at: datetime
    line: int
    column: str
    derivation: str
    derivation_words: str
    input_lines: tuple[int, ...]
    input_lines_more: int
    source: SourceView
    file: FileView
    superseded_on: Day | None

    @property
    def as_published(self) -> bool:
        """Whether `raw` is the text of the file's own cell, and no number made of several."""
        return bool(self.raw) and (not self.derivation or self.derivation in ONE_CELL)


@dataclass(frozen=True, slots=True)
class EventView:
    """One dated event that counted.

    Attributes:
        severity: 0-10 as it was entered; None where the method computes it (`severity_formula`).
        rest: what was left of it on the day of the score; `formula` is the arithmetic with its numbers.
        by, recorded_at: who entered it, and when: the leaf of an event without a file.
    """

    id: int
    date: Day
    title: str
    severity: float | None
    rest: float | None
    grade: str
    published: Day
    published_assumed: bool
    source: SourceView
    file: FileView | None
    line: int
    severity_formula: str
    formula: str
    by: str
    recorded_at: datetime

    @property
    def by_hand(self) -> bool:
        """Whether a person entered it; else a part of the system did."""
        return self.file is None and not self.by.startswith("system:")


@dataclass(frozen=True, slots=True)
class JudgementView:
    """An adjustment (`amount` in points) or an expert score (`amount` 0-10) that reached the factor."""

    kind: str
    level: str
    factor: str
    amount: float
    proposed: float | None
    since: Day
    expires: Day
    author: str
    second_reader: str
    reason: str
    reference: str


def source_view(source: Source) -> SourceView:
    """A source, as far as a value needs it."""
    return SourceView(
        code=source.code,
        publisher=source.publisher,
        title=source.title,
        licence=source.licence,
        redistribution=source.redistribution,
        url=source.url,
    )


def file_view(run: ImportRun) -> FileView:
    """The file of an import."""
    return FileView(
        import_run_id=run.pk,
        importer=run.importer,
        file_name=run.file_name,
        sha256=run.sha256,
        size=run.size,
        by=run.by,
        at=run.at,
        lag_assumed=run.lag_assumed,
    )


def observation_view(row: Observation, superseded_on: Day | None = None) -> ObservationView:
    """An observation with its source and import run joined."""
    lines = [part for part in row.input_lines.split(";") if part]
    return ObservationView(
        id=row.pk,
        code=row.indicator_id,
        iso3=row.country_id,
        ref_end=row.ref_end,
        value=row.value,
        unit=row.unit,
        raw=row.raw,
        raw_unit=row.raw_unit,
        grade=row.grade,
        published=row.published,
        published_assumed=row.published_assumed,
        retrieved_at=row.retrieved_at,
        line=row.line,
        column=row.column,
        derivation=row.derivation,
        derivation_words=derivation_words(row.derivation),
        input_lines=tuple(int(part) for part in lines if part.isdigit()),
        # "+12" at the end counts the lines that did not fit.
        input_lines_more=sum(int(part[1:]) for part in lines if part.startswith("+") and part[1:].isdigit()),
        source=source_view(row.source),
        file=file_view(row.import_run),
        superseded_on=superseded_on,
    )


def event_view(row: TriggerEvent, faded: Mapping[int, Fading]) -> EventView:
    """An event with its source and import run joined."""
    fading = faded.get(row.pk)
    return EventView(
        id=row.pk,
        date=row.date,
        title=row.title,
        severity=row.severity,
        rest=fading.rest if fading else None,
        grade=row.grade,
        published=row.published,
        published_assumed=row.published_assumed,
        source=source_view(row.source),
        file=file_view(row.import_run) if row.import_run else None,
        line=row.line,
        severity_formula=fading.severity_formula if fading else "",
        formula=fading.formula if fading else "",
        by=row.by,
        recorded_at=row.recorded_at,
    )


def judgement_view(row: Adjustment | ExpertScore) -> JudgementView:
    """An adjustment or an expert score."""
    moved = isinstance(row, Adjustment)
    return JudgementView(
        kind="adjustment" if moved else "expert_score",
        level=row.level,
        factor=row.factor,
        amount=row.applied if isinstance(row, Adjustment) else row.score,
        proposed=row.proposed if isinstance(row, Adjustment) else None,
        since=row.since,
        expires=row.expires,
        author=row.author,
        second_reader=row.second_reader,
        reason=row.reason,
        reference=row.reference,
    )
