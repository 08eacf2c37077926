"""What must be there before the embedded set-up can serve: schema, reference data, exercise, static files.

Every step asks the database or a stamp first, so that the second start takes seconds, and says how long
it took, so that a slow start shows where.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from countries.models import Country
from indicators.models import ImportRun

Say = Callable[[str], None]


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def stamp_of(*folders: Path) -> str:
    """Digest of the names, sizes and times of all files below some folders: cheap, and enough to see a change."""
    seen = hashlib.sha256()
    for path in _files(*folders):
        known = path.stat()
        seen.update(f"{path}\0{known.st_size}\0{known.st_mtime_ns}\n".encode())
    return seen.hexdigest()


class Stamps:
    """What was last done, in a small JSON file of the state folder; unreadable is the same as empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._seen: dict[str, str] = dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            self._seen = {}

    def is_done(self, step: str, stamp: str) -> bool:
        """Whether the step was last done from this very stamp."""
        return self._seen.get(step) == stamp

    def done(self, step: str, stamp: str) -> None:
        """Remember it."""
        self._seen[step] = stamp
        self.path.write_text(json.dumps(self._seen, indent=1), encoding="utf-8")


def _timed(say: Say, label: str, command: str, **options: object) -> None:
    """Run a management command in silence, and say how long it took."""
    start = time.monotonic()
    call_command(command, stdout=io.StringIO(), verbosity=0, **options)
    say(f"  {label}: {time.monotonic() - start:.1f} s")


def schema(say: Say) -> None:
    """Migrate where a migration waits."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _timed(say, "Database schema", "migrate", interactive=False)
    if connection.vendor == "sqlite":
        # The one file that holds everything is its owner's alone.
        Path(str(connection.settings_dict["NAME"])).chmod(0o600)


def reference(say: Say, stamps: Stamps) -> None:
    """Load countries, catalogue and sources where they changed or are not there."""
    data = settings.BASE_DIR / "countries" / "data", settings.BASE_DIR / "indicators" / "catalogue"
    stamp = hashlib.sha256((stamp_of(*data) + settings.DATABASE_URL).encode()).hexdigest()
    if stamps.is_done("reference", stamp) and Country.objects.exists():
        return
    _timed(say, "Countries, catalogue, sources", "load_reference")
    stamps.done("reference", stamp)


def exercise(say: Say) -> None:
    """Build the exercise world in a database that holds no evidence of any world."""
    if not ImportRun.objects.exists():
        say("  Exercise world: twelve invented countries, three years; this takes half a minute, once")
        _timed(say, "Exercise world", "exercise")


def static_files(say: Say, stamps: Stamps) -> None:
    """Collect, name by content and compress the static files where they changed."""
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    locks = (settings.BASE_DIR / "requirements.lock").read_bytes()
    stamp = hashlib.sha256(stamp_of(*folders).encode() + locks).hexdigest()
    if stamps.is_done("static", stamp) and (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return
    _timed(say, "Static files", "collectstatic", interactive=False, clear=True)
    stamps.done("static", stamp)


def empty_broker() -> None:
    """Throw away the bells of an earlier run; the jobs they rang for are found by the sweep."""
    broker = Path(settings.VAR_DIR) / "broker"
    for path in _files(broker / "queue", broker / "control"):
        path.unlink(missing_ok=True)


def prepare(say: Say) -> None:
    """Do every step that is due."""
    stamps = Stamps(Path(settings.VAR_DIR) / "stamps.json")
    schema(say)
    # The web process checks pages and URLs by importing them; here it would cost seconds at every start.
    tags = ["database", "compatibility"]
    call_command("check", databases=["default"], tags=tags, stdout=io.StringIO())
    reference(say, stamps)
    exercise(say)
    static_files(say, stamps)
    if not settings.REDIS_URL:
        empty_broker()
    connection.close()
