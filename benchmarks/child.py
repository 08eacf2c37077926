"""One benchmark step in a process of its own: its own database, its own memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def call(module: str, url: str, folder: Path) -> dict[str, Any]:
    """Run `python -m module` on the database at the URL; it prints one JSON object as its last line."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "warning.settings",
        "TESTING": "1",
        "ALLOWED_HOSTS": "testserver,localhost",
        "SECRET_KEY": "only-for-a-benchmark-" * 3,
    }
    words = [sys.executable, "-m", module, "child"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def sqlite() -> Iterator[tuple[str, Path]]:
    """(URL, folder) of an empty database file."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3", Path(folder)


@contextmanager
def postgresql() -> Iterator[tuple[str, Path]]:
    """(URL, folder) of an empty database on a private server."""
    from tests.private_servers import start_postgres

    server = start_postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield server.url(), Path(folder)
    finally:
        server.stop()


def prepare() -> None:
    """In the child: Django, the schema and the reference data."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)


def reader(name: str = "bench") -> tuple[Any, str]:
    """In the child: a manager and the key of a token that reads everything."""
    from ledger.actors import System
    from warning.actions.tokens import issue
    from warning.models import Assignment, User
    from warning.scopes import READ_SCOPES

    user = User.objects.create_user(name)
    Assignment.objects.create(user=user, role="manager", since="2015-01-01", given_by="system:bench")
    user = User.objects.get(pk=user.pk)
    _token, key = issue(user=user, name=name, scopes=READ_SCOPES, days=1, by=System("system:bench"))
    return user, key
