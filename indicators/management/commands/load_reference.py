"""manage.py load_reference: countries, catalogue and sources, idempotently."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from countries.actions.reference import load_countries
from indicators.actions.reference import load_catalogue

BY = "system:load_reference"


class Command(BaseCommand):
    """Load what every installation knows: who is watched, and by which method."""

    help = str(_("Load countries, catalogue and sources; running it again changes nothing."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help=str(_("print the counts as JSON")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all or nothing."""
        with transaction.atomic():
            done = {"countries": asdict(load_countries(by=BY)), "catalogue": asdict(load_catalogue(by=BY))}
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        for name, counts in done.items():
            self.stdout.write(f"{name}: " + ", ".join(f"{count} {word}" for word, count in counts.items()))
