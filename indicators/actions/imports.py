"""Take in a file: all of it or nothing, with a report that says what would change, or did."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from countries.crosswalk import Crosswalk
from indicators import importers
from indicators.actions.import_rows import observation_rows
from indicators.actions.requests import request_rescore
from indicators.actions.store import store_observations
from indicators.actions.store_events import store_events
from indicators.catalogue import Catalogue, load
from indicators.checks import Checked, Checker
from indicators.importers.base import Importer, Limits
from indicators.importers.problems import Problem, Refused, shown
from indicators.models import ImportRun, Source
from indicators.publication import assign_publication
from indicators.worlds import EXERCISE
from ledger.actors import Actor, require
from ledger.record import record

# Problems kept for the report; the count goes on.
TOLD = 1000
# Any constant will do; it names the import among PostgreSQL's advisory locks.
_IMPORT_LOCK = 0x1390427
NO_RELEASE = "publication_missing"
HOW_RELEASED = "say when it was published: --released DATE, or --assume-lag for each source's usual lag"


@dataclass(frozen=True, slots=True)
class Release:
    """When the file was published: on one day, or each value by its source's usual lag, or as its rows say."""

    released: date | None = None
    assume_lag: bool = False


@dataclass(slots=True)
class ImportReport:
    """What became of a file. `committed` is false where it had problems, changed nothing, or was only tried."""

    importer: str
    file: str
    sha256: str
    size: int
    dry_run: bool
    committed: bool = False
    world: str = ""
    lines: int = 0
    rows: int = 0
    events: int = 0
    new: int = 0
    superseding: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: int = 0
    out_of_register: dict[str, dict[str, Any]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    import_run: int | None = None
    job: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self) | {"problems": [item.to_dict() for item in self.problems]}


class _Undo(Exception):
    """Leaves the transaction without a trace: problems, nothing new, or a trial."""


def import_file(
    *,
    by: Actor,
    importer: str,
    path: Path,
    release: Release,
    dry_run: bool = False,
    rescore: bool = True,
    name: str | None = None,
) -> ImportReport:
    """Read a publisher's file and store what is new in it.

    Args:
        by: who imports; needs `indicators.import_data`.
        importer: one of `importers.CODES`.
        path: the file; gzip, and for the tidy template XLSX, are unpacked within limits.
        release: when it was published.
        dry_run: do everything but commit.
        rescore: enqueue the scoring of the touched countries and dates.
        name: file name for the record; default that of the path.

    Returns:
        The report. `committed` tells whether anything was written: a file with one problem changes
        nothing, and neither does a file that says nothing new.

    Raises:
        PermissionDenied: the permission is missing.
        KeyError: no such importer.
    """
    require(by, "indicators.import_data")
    chosen = importers.get(importer)
    report = ImportReport(
        importer=importer,
        file=shown(name or path.name),
        sha256=_sha256(path),
        size=path.stat().st_size,
        dry_run=dry_run,
    )
    try:
        with transaction.atomic():
            _import(by, chosen, path, release, report)
            if rescore:
                report.job = str(request_rescore(by=by, world=report.world).pk)
    except _Undo:
        # Nothing was written; the report says why.
        pass
    return report


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _import(by: Actor, chosen: Importer, path: Path, release: Release, report: ImportReport) -> None:
    """Check piece by piece and store as long as no problem has been met; the caller's transaction undoes it."""
    catalogue, now = load(), timezone.now()
    invented = Source.objects.filter(world=EXERCISE).values_list("code", flat=True)
    checker = Checker(catalogue=catalogue, crosswalk=Crosswalk.load(), today=now.date(), invented=invented)
    limits = Limits(max_bytes=settings.IMPORT_MAX_BYTES)
    lags = {feed.code: feed.lag_days for feed in catalogue.feeds}
    _one_at_a_time()
    run = _next_run_id()
    events: list[pd.DataFrame] = []

    def rows() -> Iterator[pd.DataFrame]:
        for piece in _pieces(chosen, path, limits, checker, report):
            observed = _dated(piece.accepted, release, lags, report)
            logged = _dated(piece.events, release, lags, report)
            # After the first problem reading goes on, so that the report names them all; storing does not.
            if report.rejected:
                continue
            report.rows += len(observed)
            report.events += len(logged)
            if len(logged):
                events.append(logged)
            if len(observed):
                yield observation_rows(observed, run_id=run, retrieved_at=now)

    stored = store_observations(rows(), run)
    if report.rejected:
        raise _Undo
    stored += store_events(events, run_id=run, by=by.handle, at=now)
    report.new, report.superseding, report.unchanged = stored.new, stored.superseding, stored.unchanged
    if report.dry_run or not stored.written:
        raise _Undo
    _commit(by, release, report, run, catalogue, now)


def _pieces(chosen: Importer, path: Path, limits: Limits, checker: Checker, report: ImportReport) -> Iterator[Checked]:
    for parsed in chosen.parse_chunks(path, limits):
        piece = checker.check(parsed)
        report.lines += piece.lines_read
        report.duplicates += piece.duplicates
        for reason, count in piece.skipped.items():
            report.skipped[reason] = report.skipped.get(reason, 0) + count
        for key, entry in piece.out_of_register.items():
            before = report.out_of_register.get(key, {"rows": 0})["rows"]
            report.out_of_register[key] = {"rows": before + entry["rows"], "reason": entry["reason"]}
        _tell(report, piece.problems)
        report.world = report.world or next(iter(piece.worlds), "")
        yield piece


def _tell(report: ImportReport, problems: Sequence[Problem]) -> None:
    report.rejected += len(problems)
    report.problems += list(problems)[: max(0, TOLD - len(report.problems))]


def _dated(frame: pd.DataFrame, release: Release, lags: dict[str, int], report: ImportReport) -> pd.DataFrame:
    """The rows with their publication dates; a refusal goes into the report."""
    if not len(frame):
        return frame
    if release == Release() and not frame["published"].notna().any():
        # One problem of the whole file, not one a line.
        if not any(item.code == NO_RELEASE for item in report.problems):
            _tell(report, [Problem(0, "published", NO_RELEASE, report.file, HOW_RELEASED)])
        return frame
    try:
        return assign_publication(frame, released=release.released, assume_lag=release.assume_lag, lags=lags)
    except Refused as refused:
        _tell(report, refused.problems)
        return frame


def _one_at_a_time() -> None:
    """Imports follow each other, so that runs are committed in the order of their numbers.

    SQLite gives the same by its IMMEDIATE transactions.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def _next_run_id() -> int:
    """The number of the run, which every row carries; its own row follows once the counts are known."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [ImportRun._meta.db_table])
            return int(cursor.fetchone()[0])
    newest = ImportRun.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1


def _commit(by: Actor, release: Release, report: ImportReport, run: int, catalogue: Catalogue, now: datetime) -> None:
    """The run's own row, its event, and the job that scores what was touched."""
    counts = {"new": report.new, "superseding": report.superseding, "unchanged": report.unchanged}
    event = record(
        action="indicators.import_file",
        actor=by.handle,
        object=f"import:{run}",
        # The digest names the file; its name may say more than the ledger should keep for ever.
        body=counts | {"importer": report.importer, "sha256": report.sha256},
    )
    ImportRun.objects.create(
        pk=run,
        importer=report.importer,
        world=report.world,
        file_name=report.file[:200],
        sha256=report.sha256,
        size=report.size,
        released=release.released,
        lag_assumed=release.assume_lag,
        by=by.handle,
        at=now,
        rows=report.rows + report.events,
        out_of_register=report.out_of_register,
        catalogue_digest=catalogue.digest,
        event_seq=event.seq,
        **counts,
    )
    report.import_run, report.committed = run, True
