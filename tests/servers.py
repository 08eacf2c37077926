"""Pytest plugin: the environment of a test session, set before Django reads its settings.

`--engine sqlite` (the default) or `--engine postgresql`, which starts a private PostgreSQL and Redis.
The controller starts them; workers of xdist inherit where they are. `tests/README.md` explains the whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.private_servers import (
    Postgres,
    Redis,
    ServerFailed,
    ServerMissing,
    find_chromium,
    start_postgres,
    start_redis,
)

ENGINES = ("sqlite", "postgresql")
# Where the controller tells its workers what it started.
SESSION = "EWRM_TEST_SESSION"
# Nothing of the caller's own site may reach a test.
FOREIGN = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_COOKIES", "DEBUG", "EMAIL_HOST", "PUBLIC_URL")

_started: list[Postgres | Redis] = []
_folders: list[Path] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """--engine."""
    parser.addoption("--engine", choices=ENGINES, default="sqlite", help="database (and broker) of this session")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """A wrapper runs before every plain hook, pytest-django's included, which reads the settings in its own."""
    if SESSION not in os.environ:
        _start(early_config.known_args_namespace.engine)
    return (yield)


def session() -> dict[str, str]:
    """What the controller started: engine, folder, and the URLs of its servers."""
    return dict(json.loads(os.environ[SESSION]))


def _start(engine: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="ewrm-tests-"))
    _folders.append(folder)
    # Tests serve static files as they lie; whitenoise still wants to see where collected ones would be.
    (folder / "var" / "static").mkdir(parents=True, mode=0o700)
    known = {"engine": engine, "folder": str(folder)}
    environment = {
        "TESTING": "1",
        "DEPLOYMENT": "embedded",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder / 'none.sqlite3'}",
        "REDIS_URL": "",
        "EXTRA_APPS": "tests.jobapp",
        # Playwright's own event loop makes Django think that it is asked from async code.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    if engine == "postgresql":
        try:
            database, broker = start_postgres(), start_redis()
        except (ServerMissing, ServerFailed) as failure:
            raise pytest.UsageError(str(failure)) from failure
        _started.extend((database, broker))
        known |= {"postgresql": database.url("{}"), "pid": str(database.process.pid)}
        environment |= {"DATABASE_URL": database.url(), "REDIS_URL": broker.url}
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(environment)
    os.environ[SESSION] = json.dumps(known)


def postgres() -> Postgres:
    """The private PostgreSQL, in the controller or in a worker."""
    if _started:
        return next(server for server in _started if isinstance(server, Postgres))
    parts = urlsplit(session()["postgresql"].replace("{}", "postgres"))
    assert parts.port and parts.password
    # A worker talks to the server; the process belongs to the controller.
    return Postgres(None, Path(session()["folder"]), parts.port, parts.password, 0)  # type: ignore[arg-type]


def find_browser() -> Path:
    """The system's Chromium; without one the browser tests fail, they are never skipped."""
    found = find_chromium()
    if found is None:
        raise ServerMissing("Chromium is not installed: `make setup`, or apt-get install -y chromium fonts-dejavu-core")
    return found


def pytest_report_header(config: pytest.Config) -> str:
    """Which engine this session runs on."""
    return f"engine: {session()['engine']}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller stops what it started."""
    if hasattr(config, "workerinput"):
        return
    for server in _started:
        server.stop()
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
    _started.clear()
    _folders.clear()


if __name__ == "__main__":
    sys.exit("A pytest plugin: see tests/README.md.")
