"""manage.py export_bundle: a stored run as a file that replays without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from indicators.models import ScoringRun
from indicators.readers.bundle import OtherMethod, run_bundle


class Command(BaseCommand):
    """Write one run bundle."""

    help = str(_("Write a stored run as a bundle/1 file: inputs and outputs, to be replayed anywhere."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """RUN, and where to."""
        parser.add_argument("run", type=int, help=str(_("number of the run")))
        parser.add_argument("--country", nargs="+", metavar="ISO3")
        parser.add_argument("--output", type=Path, help=str(_("file to write; default standard output")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write."""
        run = ScoringRun.objects.filter(pk=options["run"]).first()
        if run is None:
            newest = ScoringRun.objects.first()
            hint = f"the newest is {newest.pk}" if newest else "nothing has been scored yet: see manage.py score"
            raise CommandError(f"RUN: there is no run {options['run']}; {hint}.")
        try:
            text = json.dumps(run_bundle(run, options["country"]), ensure_ascii=False, sort_keys=True)
        except OtherMethod as wrong:
            raise CommandError(str(wrong)) from wrong
        if options["output"] is None:
            self.stdout.write(text)
        else:
            options["output"].write_text(text + "\n", encoding="utf-8")
