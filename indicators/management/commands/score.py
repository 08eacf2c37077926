"""manage.py score: score one world on some dates and store the runs."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Country, World
from indicators.actions.scoring import Task, UnknownCountry, score
from indicators.catalogue import load
from indicators.management.arguments import iso_date
from indicators.models import Score, ScoringRun
from indicators.worlds import REAL
from ledger.actors import System


class Command(BaseCommand):
    """Score and store: what the jobs do, by hand and in the foreground."""

    help = str(_("Score the countries of one world on one or more dates, and store each date as a run."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Dates, countries, profile, draws, output."""
        parser.add_argument("--as-of", nargs="+", required=True, type=iso_date, metavar="DATE")
        parser.add_argument("--country", nargs="+", metavar="ISO3")
        parser.add_argument("--world", choices=World.values, help=str(_("default: that of the countries, or real")))
        parser.add_argument("--profile", choices=load().profile_names)
        parser.add_argument("--draws", type=int)
        parser.add_argument("--json", action="store_true", help=str(_("print the results as JSON")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, score, print."""
        task = self._task(options)
        tell = None if options["json"] or not sys.stderr.isatty() else self._tell
        try:
            runs = score(by=System("system:score"), task=task, progress=tell)
        except (UnknownCountry, KeyError) as wrong:
            raise CommandError(str(wrong)) from wrong
        if options["json"]:
            self.stdout.write(json.dumps([_summary(row) for row in _scores(runs)]))
            return
        for run in runs:
            counts = _counts(run)
            words = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
            self.stdout.write(f"{run.as_of.isoformat()} run {run.pk} profile {run.profile}: {words}")

    def _task(self, options: dict[str, Any]) -> Task:
        today = timezone.now().date()
        if late := [day for day in options["as_of"] if day > today]:
            raise CommandError(f"--as-of: {late[0].isoformat()} lies in the future. Use dates up to {today}.")
        if options["draws"] is not None and not 0 <= options["draws"] <= 20_000:
            raise CommandError(f"--draws: {options['draws']} is out of range. Use 0 to 20000; 2000 is usual.")
        return Task.of(
            world=options["world"] or _world_of(options["country"]),
            as_of=options["as_of"],
            profile=options["profile"],
            countries=options["country"],
            draws=options["draws"],
            reason="command",
        )

    def _tell(self, done: int, total: int, day: date) -> None:
        self.stderr.write(f"\r{done}/{total} {day.isoformat()} ", ending="")


def _world_of(countries: list[str] | None) -> str:
    if not countries:
        return REAL
    worlds = set(Country.objects.filter(iso3__in=countries).values_list("world", flat=True))
    if len(worlds) > 1:
        raise CommandError("--country: real and exercise countries do not mix. Score one world at a time.")
    return worlds.pop() if worlds else REAL


def _scores(runs: list[ScoringRun]) -> list[Score]:
    return list(Score.objects.filter(run__in=runs).order_by("as_of", "country_id"))


def _counts(run: ScoringRun) -> dict[str, int]:
    counts: dict[str, int] = {}
    for status in run.scores.values_list("status", flat=True):
        counts[status] = counts.get(status, 0) + 1
    return counts


def _summary(row: Score) -> dict[str, Any]:
    """What a list needs of the engine's output (specification C.15)."""
    head: dict[str, Any] = {"country": row.country_id, "as_of": row.as_of.isoformat(), "run": row.run_id}
    detail: dict[str, Any] = row.detail
    if row.status == "closed":
        return head | {"status": "closed"} | detail
    keep = ("result", "result_data_only", "levels", "confidence", "uncertainty")
    return head | {key: detail[key] for key in keep} | {"band": row.band, "trend": row.trend}
