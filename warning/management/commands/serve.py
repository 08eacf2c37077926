"""`manage.py serve`: the embedded set-up in one command. `make run` calls it after the environment is there."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from ledger.models import Job, JobState
from warning.exercise.cast import CAST, PASSWORD
from warning.models import User
from warning.models.heartbeat import DEAD_AFTER, Heartbeat
from warning.ports import Occupied, claim_folder, claim_port
from warning.prepare import prepare
from warning.roles import ROLES
from warning.supervisor import Program, Supervisor

# Eight lines at every start; the messages are JSON, so that the danger it warns of, pickle, is not there.
CELERY_AS_ROOT = "ignore:You're running the worker with superuser privileges"


def worker_is_deaf() -> bool:
    """Whether the canary has been silent too long although no job keeps the worker busy."""
    try:
        age = Heartbeat.age("worker")
        busy = Job.objects.filter(state=JobState.RUNNING, lease_until__gt=timezone.now()).exists()
    except Exception:
        # A database that does not answer says nothing about the worker.
        return False
    finally:
        connection.close()
    return age is not None and age > DEAD_AFTER and not busy


def programs(port: int) -> list[Program]:
    """Web server, worker and clock, as `docker-compose.yml` runs them too."""
    celery = ["--app", "warning", "--quiet"]
    name = f"worker-{os.getpid()}@%h"
    worker = ["worker", "--loglevel", "WARNING", "--hostname", name, "--without-mingle", "--without-gossip"]
    return [
        Program("web", "gunicorn", ["--config", "warning/conf/gunicorn.py", "warning.wsgi"]),
        Program("worker", "celery", [*celery, *worker], deaf=worker_is_deaf, late=True),
        Program("clock", "celery", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""], late=True),
    ]


def exercise_logins() -> list[str]:
    """One line per login of the exercise world, where its accounts are in this database."""
    here = set(User.objects.filter(exercise=True, is_active=True).values_list("username", flat=True))
    return [f"    {m.username:<10} {ROLES[m.role].name:<26} {m.office}" for m in CAST if m.username in here]


def wait_for(url: str, seconds: float = 60) -> bool:
    """Ask until the web server answers at all."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 # nosec B310 - our own address
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


class Command(BaseCommand):
    """Prepare, then run web, worker and clock until Ctrl-C."""

    help = "Prepare the database and run web server, Celery worker and Celery beat on this machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Port, and whether to end with the process that started us."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--with-parent", action="store_true", help="stop when the starting process ends")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; the exit code is the supervisor's."""
        begin, port = time.monotonic(), int(options["port"])
        parent = os.getppid() if options["with_parent"] else None
        if not 1 <= port <= 65535:
            raise CommandError(f"PORT={port}: a port is a number from 1 to 65535.")
        self._claim(port)
        with self._lock(port):
            prepare(self._say)
            self._claim(port)
            url, logins = f"http://127.0.0.1:{port}", exercise_logins()
            connection.close()

            def announce() -> None:
                if wait_for(f"{url}/login"):
                    self._announce(url, logins, time.monotonic() - begin)

            known = {"WEB_BIND": f"127.0.0.1:{port}", "PYTHONWARNINGS": CELERY_AS_ROOT}
            supervisor = Supervisor(programs(port), self._say, parent, known)
            sys.exit(supervisor.run(announce))

    @staticmethod
    def _claim(port: int) -> None:
        try:
            claim_port(port)
        except Occupied as occupied:
            raise CommandError(str(occupied)) from occupied

    @staticmethod
    def _lock(port: int) -> IO[str]:
        try:
            return claim_folder(settings.VAR_DIR, port)
        except Occupied as occupied:
            raise CommandError(str(occupied)) from occupied

    def _announce(self, url: str, logins: list[str], seconds: float) -> None:
        lines = ["", f"  {url}   (ready after {seconds:.1f} s; Ctrl-C stops all)"]
        if logins:
            lines += ["", f"  Logins of the exercise world; password of all: {PASSWORD}", *logins]
        self._say("\n".join([*lines, ""]))

    def _say(self, line: str) -> None:
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except (BrokenPipeError, ValueError):
            # Whoever read us is gone; that must not stop the work.
            return
