"""manage.py exercise: build the exercise world where there is none, or rebuild the database with it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from warning.exercise.build import Built, Plan, StandsAlready, build
from warning.exercise.calendar import default_anchor, shifted
from warning.exercise.cast import CAST, PASSWORD
from warning.exercise.database import Refused, rebuild, refuse_beside_real, refuse_without_schema


class Command(BaseCommand):
    """Build the exercise world."""

    help = str(_("Build the exercise world: twelve invented countries with three years of invented data."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--reset, --anchor, --with-accounts, --drop-accounts, --draws, --json, --quiet."""
        parser.add_argument(
            "--reset", action="store_true", help=str(_("rebuild the whole database; refuses beside real data"))
        )
        parser.add_argument(
            "--anchor",
            type=date.fromisoformat,
            help=str(_("month end at which the world stands (default: the latest one)")),
        )
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help=str(_("open the exercise's accounts, with their public password, in production too")),
        )
        parser.add_argument(
            "--drop-accounts", action="store_true", help=str(_("let a reset drop accounts of real people"))
        )
        parser.add_argument("--draws", type=int, help=str(_("draws of each run (default: the usual number)")))
        parser.add_argument("--json", action="store_true", help=str(_("print a report as JSON")))
        parser.add_argument("--quiet", action="store_true", help=str(_("print nothing but errors")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Build where nothing stands; with --reset, anew."""
        self.silent = options["quiet"] or options["json"] or not options["verbosity"]
        plan = Plan(
            anchor=self._anchor(options["anchor"]),
            accounts=settings.EMBEDDED or options["with_accounts"],
            draws=options["draws"],
        )
        try:
            built = self._reset(plan, options["drop_accounts"]) if options["reset"] else self._build(plan)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except StandsAlready as there:
            self._say(str(there))
            self._report({"built": False, "anchor": there.anchor}, options["json"])
            return
        self._tell(built, reset=options["reset"])
        self._report({"built": True, **asdict(built)}, options["json"])

    def _build(self, plan: Plan) -> Built:
        refuse_without_schema()
        return build(plan, say=self._say)

    def _reset(self, plan: Plan, drop_accounts: bool) -> Built:
        refuse_beside_real(drop_accounts=drop_accounts)
        return rebuild(lambda: build(plan, say=self._say))

    def _anchor(self, given: date | None) -> date:
        today = timezone.now().date()
        anchor = given or default_anchor(today)
        if anchor != shifted(anchor, 0):
            raise CommandError(f"--anchor: {anchor.isoformat()} is no month end. Use {shifted(anchor, 0).isoformat()}.")
        if anchor > today:
            latest = default_anchor(today).isoformat()
            raise CommandError(f"--anchor: {anchor.isoformat()} lies in the future. Use {latest} or earlier.")
        return anchor

    def _tell(self, built: Built, *, reset: bool) -> None:
        self._say(
            _("Exercise world at %(day)s: %(runs)d runs in %(seconds).0f s.")
            % {"day": built.anchor.isoformat(), "runs": built.runs, "seconds": built.seconds}
        )
        if reset:
            self._say(_("Restart a server that is running: it may still hold pages of the old database."))
        if built.accounts:
            names = ", ".join(member.username for member in CAST)
            self._say(_("Log in as %(names)s. Password of all: %(word)s") % {"names": names, "word": PASSWORD})

    def _say(self, line: str) -> None:
        if not self.silent:
            self.stdout.write(line)

    def _report(self, facts: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(facts, cls=DjangoJSONEncoder))
