"""A real site for a test: gunicorn, Celery worker and beat as processes on a copy of a template database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.private_servers import ROOT, free_port

START_SECONDS = 60.0


@contextmanager
def pointed_to(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let Django's default connection mean another database of the same engine for a while."""
    if connection.in_atomic_block:
        raise RuntimeError("This test holds a transaction on its own database: do not use `db` beside `live.orm()`.")
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        with blocker.unblock():
            yield
            connection.close()
    finally:
        connection.settings_dict["NAME"] = before


@dataclass(slots=True)
class Site:
    """Processes that share a database, a broker and a folder of state."""

    database: str
    database_url: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _pipe: tuple[int, int] = field(default_factory=os.pipe)

    def _run(self, module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        known = {
            "DATABASE_URL": self.database_url,
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            **self.environment,
            **environment,
        }
        with (self.folder / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "warning.lifeline", str(self._pipe[0]), module, *arguments],
                cwd=ROOT,
                env=os.environ | known,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[self._pipe[0]],
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_web(self) -> str:
        """Start the web server; returns its address once it answers."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        process = self._run("gunicorn", "--config", "warning/conf/gunicorn.py", "warning.wsgi", PORT=str(port))
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                urllib.request.urlopen(f"{url}/login", timeout=5).close()
            except urllib.error.HTTPError:
                return url
            except OSError:
                time.sleep(0.05)
            else:
                return url
        raise RuntimeError(f"The web server did not start:\n{self.log('gunicorn')}")

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a Celery worker with its own name."""
        name = f"worker-{len(self.processes)}@%h"
        words = ["--app", "warning", "worker", "--loglevel", "INFO", "--hostname", name]
        return self._run("celery", *words, "--without-mingle", "--without-gossip", "--concurrency", "2")

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start the clock."""
        return self._run("celery", "--app", "warning", "beat", "--loglevel", "INFO", "--pidfile", "")

    def log(self, module: str) -> str:
        """What a program wrote."""
        path = self.folder / f"{module}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """`kill -9` of the process and all it started, as a power cut would.

        Nothing where it was reaped already: its number may be another's by now. What it left ends by its lifeline.
        """
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """End every process; a second call does nothing."""
        # At once: Celery takes six seconds to leave politely, and nothing here outlives its test.
        for process in self.processes:
            self.kill(process)
        self.processes.clear()
        for fd in self._pipe:
            if fd >= 0:
                os.close(fd)
        self._pipe = (-1, -1)


class Live(str):
    """The address of a running site, and the site behind it."""

    site: Site
    blocker: DjangoDbBlocker

    @classmethod
    def at(cls, url: str, site: Site, blocker: DjangoDbBlocker) -> Live:
        """An address with its site."""
        live = cls(url)
        live.site, live.blocker = site, blocker
        return live

    @contextmanager
    def orm(self) -> Iterator[None]:
        """Use models on the site's own database; what is written is there at once."""
        with pointed_to(self.site.database, self.blocker):
            yield
