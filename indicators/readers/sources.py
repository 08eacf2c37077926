"""Sources with what they last brought: last data, last import, age, lag."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, Max, Min, OuterRef

from indicators.models import ImportRun, Observation, Source, TriggerEvent
from indicators.readers.catalogue import SeriesView, series_view

IMPORTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source.

    Attributes:
        state: never | fresh | late | dead. Late: the newest data are older than lag plus cadence; dead: older
            than twice the maximum age, when no score counts them any more (specification C.3).
        age_days: days from the end of the newest reference period to `today`.
        indicators: codes it fills, in catalogue order.
    """

    code: str
    publisher: str
    title: str
    licence: str
    redistribution: str
    cadence_days: int
    lag_days: int
    max_age_days: int
    reference_rule: str
    url: str
    note: str
    indicators: tuple[str, ...]
    observations: int
    countries: int
    first_ref: date | None
    last_ref: date | None
    last_published: date | None
    last_import_at: datetime | None
    last_import_id: int | None
    last_file: str
    age_days: int | None
    state: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """One committed import."""

    id: int
    importer: str
    file_name: str
    sha256: str
    size: int
    released: date | None
    lag_assumed: bool
    by: str
    at: datetime
    rows: int
    new: int
    superseding: int
    unchanged: int
    out_of_register: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source with its series and its imports, newest first (at most fifty)."""

    row: SourceRow
    series: tuple[tuple[str, str, SeriesView], ...]
    imports: tuple[ImportView, ...]


def source_list(world: str, user: Any, today: date) -> tuple[SourceRow, ...]:
    """All sources of a world, in code order.

    The user's rights narrow countries, not sources: a source is reference data that everybody may read.

    Args:
        today: the day the ages are counted to.
    """
    del user
    sources = Source.objects.filter(world=world).prefetch_related("series__indicator")
    holdings = _holdings(world)
    return tuple(_row(source, holdings.get(source.code), today) for source in sources)


def source_page(code: str, world: str, user: Any, today: date) -> SourcePage:
    """One source; raises Source.DoesNotExist where the world has none of that code."""
    del user
    source = Source.objects.prefetch_related("series__indicator").get(code=code, world=world)
    row = _row(source, _holdings(world).get(code), today)
    series = tuple((s.indicator_id, s.indicator.name, series_view(s)) for s in source.series.all())
    mine = Observation.objects.filter(import_run=OuterRef("pk"), source=code)
    events = TriggerEvent.objects.filter(import_run=OuterRef("pk"), source=code)
    imports = ImportRun.objects.filter(Exists(mine) | Exists(events), world=world).order_by("-at")[:IMPORTS_SHOWN]
    return SourcePage(row, series, tuple(import_view(run) for run in imports))


def import_view(run: ImportRun) -> ImportView:
    """One committed import."""
    return ImportView(
        id=run.pk,
        importer=run.importer,
        file_name=run.file_name,
        sha256=run.sha256,
        size=run.size,
        released=run.released,
        lag_assumed=run.lag_assumed,
        by=run.by,
        at=run.at,
        rows=run.rows,
        new=run.new,
        superseding=run.superseding,
        unchanged=run.unchanged,
        out_of_register=run.out_of_register,
    )


@dataclass(frozen=True, slots=True)
class _Holding:
    """What the database holds of one source."""

    observations: int
    countries: int
    first_ref: date
    last_ref: date
    last_published: date
    last_import: int | None
    last_import_at: datetime
    last_file: str


def _holdings(world: str) -> dict[str, _Holding]:
    """Counts and newest dates by source, kept until evidence grows by an import or an event."""
    runs = ImportRun.objects.aggregate(pk=Max("pk"), at=Max("at"))
    events = TriggerEvent.objects.aggregate(pk=Max("pk"), at=Max("recorded_at"))
    # The moments beside the ids: a world that was built anew counts from one again.
    parts = (world, runs["pk"], runs["at"], events["pk"], events["at"])
    key = "holdings:" + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
    found: dict[str, _Holding] | None = cache.get(key)
    if found is None:
        found = _sum_up(world)
        cache.set(key, found, timeout=None)
    return found


def _sum_up(world: str) -> dict[str, _Holding]:
    rows = list(
        Observation.objects.filter(country__world=world)
        .order_by()
        .values("source_id")
        .annotate(
            observations=Count("pk"),
            countries=Count("country", distinct=True),
            first_ref=Min("ref_end"),
            last_ref=Max("ref_end"),
            last_published=Max("published"),
            last_import=Max("import_run"),
        )
    )
    files = ImportRun.objects.in_bulk([row["last_import"] for row in rows])
    found = {}
    for row in rows:
        run = files[row["last_import"]]
        code = row.pop("source_id")
        found[code] = _Holding(**row, last_import_at=run.at, last_file=run.file_name)
    return {**_events(world), **found}


def _events(world: str) -> dict[str, _Holding]:
    """Logs and calendars: their events by the day they were published, since a calendar's dates lie ahead."""
    rows = (
        TriggerEvent.objects.filter(country__world=world)
        .order_by()
        .values("source_id")
        .annotate(
            observations=Count("pk"),
            countries=Count("country", distinct=True),
            first_ref=Min("published"),
            last_ref=Max("published"),
            last_published=Max("published"),
            last_import=Max("import_run"),
            last_import_at=Max("recorded_at"),
        )
    )
    found = list(rows)
    files = ImportRun.objects.in_bulk([row["last_import"] for row in found if row["last_import"]])
    return {row.pop("source_id"): _Holding(**row, last_file=_file_name(files, row["last_import"])) for row in found}


def _file_name(files: dict[int, ImportRun], pk: int | None) -> str:
    """The file of an import; empty for what was entered by hand."""
    return files[pk].file_name if pk in files else ""


def _row(source: Source, held: _Holding | None, today: date) -> SourceRow:
    series = source.series.all()
    codes = [s.indicator_id for s in sorted(series, key=lambda s: s.indicator.position)]
    age = (today - held.last_ref).days if held else None
    return SourceRow(
        code=source.code,
        publisher=source.publisher,
        title=source.title,
        licence=source.licence,
        redistribution=source.redistribution,
        cadence_days=source.cadence_days,
        lag_days=source.lag_days,
        max_age_days=source.max_age_days,
        reference_rule=source.reference_rule,
        url=source.url,
        note=source.note,
        indicators=tuple(codes),
        observations=held.observations if held else 0,
        countries=held.countries if held else 0,
        first_ref=held.first_ref if held else None,
        last_ref=held.last_ref if held else None,
        last_published=held.last_published if held else None,
        last_import_at=held.last_import_at if held else None,
        last_import_id=held.last_import if held else None,
        last_file=held.last_file if held else "",
        age_days=age,
        state=_state(source, age),
    )


def _state(source: Source, age: int | None) -> str:
    if age is None:
        return "never"
    if age > 2 * source.max_age_days:
        return "dead"
    return "late" if age > source.lag_days + source.cadence_days else "fresh"
