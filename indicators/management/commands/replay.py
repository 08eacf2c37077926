"""Recompute a run bundle without the database: `manage.py replay FILE [--json] [--check]`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.matrix.bundle import read_bundle
from indicators.matrix.bundle_checks import BundleError
from indicators.matrix.replay import compare, compared, other_tables, replay, without_output


class Command(BaseCommand):
    """Print the outputs of a bundle; with --check compare them with those it holds."""

    help = "Recompute a run bundle (bundle/1) without the database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --json, --check."""
        parser.add_argument("file", metavar="FILE", help="a run bundle; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print {country: output} as JSON")
        parser.add_argument(
            "--check", action="store_true", help="compare with the outputs in the file; exit with 1 on a difference"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay, print, compare."""
        try:
            bundle = read_bundle(_bytes(options["file"]))
            outputs = replay(bundle)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except BundleError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(outputs, ensure_ascii=False))
        wrong = other_tables(bundle)
        if wrong and not options["check"]:
            self.stderr.write(f"warning: {options['file']}: {wrong}")
        if not options["json"] and not options["check"]:
            for output in outputs.values():
                self.stdout.write(_line(output))
        if options["check"]:
            self._check(options["file"], bundle, outputs, quiet=options["json"])

    def _check(self, file: str, bundle: Any, outputs: dict[str, Any], *, quiet: bool) -> None:
        wrong = other_tables(bundle)
        if wrong:
            raise CommandError(f"{file}: {wrong}")
        count = compared(bundle)
        if not count:
            raise CommandError(f"{file}: no entry holds an output: nothing to compare")
        silent = without_output(bundle)
        if silent:
            shown = ", ".join(silent[:10]) + (", ..." if len(silent) > 10 else "")
            self.stderr.write(f"warning: {file}: entries without an output, not compared: {len(silent)} ({shown})")
        found = compare(bundle, outputs)
        for difference in found:
            self.stderr.write(str(difference))
        if found:
            raise CommandError(f"{file}: {len(found)} differences in {count} entries")
        if not quiet:
            rest = f"; {len(silent)} without an output" if silent else ""
            self.stdout.write(f"{count} entries agree to 0.0001{rest}")


def _bytes(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _line(output: dict[str, Any]) -> str:
    """One country in one line: status, numbers, interval, band, confidence."""
    head = f"{output['entity']} {output['as_of']}"
    if output.get("status") == "closed":
        return f"{head} closed: {output['message']}"
    result, interval = output["result"], output["uncertainty"]
    number = result["overall"] if result["overall"] is not None else result["base"]
    spread = f" [{interval['p10']} - {interval['p90']}]" if interval else ""
    return f"{head} {result['status']} {number}{spread} {output['band']}, confidence {output['confidence']['label']}"
