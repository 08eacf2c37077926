"""manage.py import_file: take in a publisher's file, all of it or nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from indicators import importers
from indicators.actions.imports import ImportReport, Release, import_file
from indicators.management.arguments import iso_date
from ledger.actors import System

SHOWN = 50


class Command(BaseCommand):
    """Import by hand what later comes through the browser."""

    help = str(_("Import one publisher's file. A file with errors changes nothing; the same file twice neither."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PUBLISHER, PATH, and when it was published."""
        parser.add_argument("publisher", choices=importers.CODES)
        parser.add_argument("path", type=Path)
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--released", type=iso_date, metavar="DATE", help=str(_("publication date of the file")))
        when.add_argument(
            "--assume-lag",
            action="store_true",
            help=str(_("publish each value at its reference date plus the source's usual lag, marked as assumed")),
        )
        parser.add_argument("--dry-run", action="store_true", help=str(_("report what would change, change nothing")))
        parser.add_argument("--json", action="store_true", help=str(_("print the report as JSON")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, import, report; exit 1 when the file was refused."""
        path: Path = options["path"]
        if not path.is_file():
            raise CommandError(f"PATH: {path} is not a file.")
        report = import_file(
            by=System("system:import_file"),
            importer=options["publisher"],
            path=path,
            release=Release(options["released"], options["assume_lag"]),
            dry_run=options["dry_run"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(report.to_dict(), ensure_ascii=False))
        else:
            self._print(report)
        if report.rejected:
            raise CommandError(f"{report.file}: {report.rejected} problems; nothing was changed.", returncode=1)

    def _print(self, report: ImportReport) -> None:
        for item in report.problems[:SHOWN]:
            self.stderr.write(f"line {item.line}, column {item.column}: {item.code}: {item.value}: {item.remedy}")
        if report.rejected > SHOWN:
            self.stderr.write(f"… and {report.rejected - SHOWN} more; --json lists up to 1000.")
        for key, entry in sorted(report.out_of_register.items()):
            self.stdout.write(f"out of register: {key}: {entry['rows']} rows: {entry['reason']}")
        for reason, count in sorted(report.skipped.items()):
            self.stdout.write(f"left out: {count} {reason}")
        if report.committed:
            state = f"import {report.import_run} committed"
        else:
            state = "dry run, nothing changed" if report.dry_run and not report.rejected else "nothing changed"
        self.stdout.write(
            f"{report.file}: {report.lines} lines, {report.new} new, {report.superseding} superseding, "
            f"{report.unchanged} unchanged, {report.duplicates} repeated; {state}"
        )
