"""`manage.py health PART`: whether one part of a running site works; the exit code says so. For container checks."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from datetime import timedelta
from os import environ
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from warning.clock import alive_file
from warning.models.heartbeat import DEAD_AFTER, Heartbeat

# The clock ticks at least every five seconds.
CLOCK_DEAD_AFTER = timedelta(seconds=60)


def web() -> str:
    """The web server answers the login page, asked as the proxy in front would ask."""
    port = environ.get("WEB_BIND", "").rpartition(":")[2] or environ.get("PORT") or "8000"
    host = next((h.lstrip(".") for h in settings.ALLOWED_HOSTS if h != "*"), "localhost")
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/login", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 # nosec B310
            return f"answers {answer.status}"
    except urllib.error.HTTPError as answer:
        raise CommandError(f"web: answers {answer.code}") from answer
    except OSError as problem:
        raise CommandError(f"web: does not answer ({problem})") from problem


def worker() -> str:
    """A task came through the broker and wrote its row not long ago."""
    age = Heartbeat.age("worker")
    if age is None:
        raise CommandError("worker: was never heard of")
    if age > DEAD_AFTER:
        raise CommandError(f"worker: last heard of {age.total_seconds():.0f} s ago")
    return f"heard of {age.total_seconds():.0f} s ago"


def clock() -> str:
    """Celery beat ticked not long ago."""
    try:
        age = time.time() - alive_file().stat().st_mtime
    except OSError as problem:
        raise CommandError("clock: never ticked") from problem
    if age > CLOCK_DEAD_AFTER.total_seconds():
        raise CommandError(f"clock: last tick {age:.0f} s ago")
    return f"ticked {age:.0f} s ago"


PARTS = {"web": web, "worker": worker, "clock": clock}


class Command(BaseCommand):
    """One line, exit code 0 or 1."""

    help = "Say whether a part of the running site works."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which part."""
        parser.add_argument("part", choices=sorted(PARTS))

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask."""
        self.stdout.write(f"{options['part']}: {PARTS[options['part']]()}")
