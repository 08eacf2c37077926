"""Template databases of the suite, and copies of them.

Append-only tables (and, later, triggers that refuse to empty them) rule out a runner that flushes. So a
template is built once, kept between sessions under the digest of what it is made from, and copied: one copy
for each worker and layer, in which every test is rolled back; one copy for each test or module that commits.

Layers: `reference` (schema, countries, catalogue, sources), `exercise` (and the exercise world).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "test-templates"
LAYERS = ("reference", "exercise")
# What a template is made from. Pages and the like cannot change it.
_SOURCES = ("ledger", "countries", "indicators", "warning")
_BESIDE = {"pages", "api", "charts", "exports", "locale", "forms", "readers", "__pycache__"}
_COMMANDS = {
    "reference": (["migrate", "--verbosity", "0"], ["load_reference", "--verbosity", "0"]),
    "exercise": (["exercise", "--verbosity", "0"],),
}


@lru_cache
def digest_of_sources() -> str:
    """Digest of everything that decides what a template holds."""
    seen = hashlib.sha256(sys.version.encode())
    for room in _SOURCES:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".csv", ".json"} and not _BESIDE & set(path.parts):
                seen.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    seen.update((ROOT / "requirements.lock").read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def _alone(name: str, folder: Path = CACHE) -> Iterator[None]:
    """One process at a time: of this checkout, or of this session where the folder is the session's."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(layer: str, url: str) -> None:
    """Run the layer's commands in a process of its own, on the database at the URL."""
    environment = os.environ | {"DATABASE_URL": url}
    for command in _COMMANDS[layer]:
        words = [sys.executable, "manage.py", *command, "--skip-checks"]
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The {layer} template: manage.py {' '.join(command)}\n{done.stdout}{done.stderr}")


def _prune(keep: str) -> None:
    """Leave the newest few templates; every change of a source makes another."""
    old = sorted((p for p in CACHE.iterdir() if p.suffix in {".sqlite3", ".dump"}), key=lambda p: p.stat().st_mtime)
    for path in old[:-12]:
        if keep not in path.name:
            path.unlink(missing_ok=True)


class SQLite:
    """Templates are files, copies are files."""

    def template(self, layer: str) -> Path:
        """Path of the layer's template, built when there is none."""
        digest = digest_of_sources()
        path = CACHE / f"{layer}-{digest}.sqlite3"
        with _alone(f"sqlite-{layer}"):
            if not path.exists():
                unfinished = path.with_suffix(".building")
                unfinished.unlink(missing_ok=True)
                if layer != "reference":
                    shutil.copyfile(self.template("reference"), unfinished)
                _build(layer, f"sqlite:///{unfinished}")
                with closing(sqlite3.connect(unfinished)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                unfinished.replace(path)
                _prune(digest)
        return path

    def copy(self, layer: str, name: str) -> str:
        """Make a database like the layer's template; returns its NAME."""
        path = Path(servers.session()["folder"]) / f"{name}.sqlite3"
        shutil.copyfile(self.template(layer), path)
        return str(path)

    def url(self, name: str) -> str:
        """DATABASE_URL of a copy, for another process."""
        return f"sqlite:///{name}"

    def drop(self, name: str) -> None:
        """Remove a copy."""
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)


class PostgreSQL:
    """Templates are databases of this session's cluster, kept between sessions as dumps."""

    def __init__(self) -> None:
        self._server = servers.postgres()
        self._folder = Path(servers.session()["folder"])

    def template(self, layer: str) -> str:
        """Name of the layer's template in this cluster, restored or built when there is none."""
        name = f"template_{layer}"
        # The cluster is this session's, the dump all sessions': a lock for each.
        done = self._folder / f"{name}.done"
        with _alone(name, self._folder):
            if not done.exists():
                with _alone(f"postgresql-{layer}"):
                    self._make(layer, name)
                done.touch()
        return name

    def _make(self, layer: str, name: str) -> None:
        digest = digest_of_sources()
        dump = CACHE / f"{layer}-{digest}.dump"
        if dump.exists():
            self._server.run(f'CREATE DATABASE "{name}"')
            self._server.tool("pg_restore", "--no-owner", "--jobs=2", f"--dbname={name}", str(dump))
            return
        origin = "template0" if layer == "reference" else self.template("reference")
        self._server.run(f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')
        _build(layer, self.url(name))
        unfinished = dump.with_suffix(".unfinished")
        self._server.tool("pg_dump", "--format=custom", "--compress=1", f"--file={unfinished}", name)
        unfinished.replace(dump)
        _prune(digest)

    def copy(self, layer: str, name: str) -> str:
        """Make a database like the layer's template; returns its NAME."""
        template = self.template(layer)
        # PostgreSQL copies a template only while nobody, another copier included, is connected to it.
        with _alone("copy", self._folder):
            self._server.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self._server.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def url(self, name: str) -> str:
        """DATABASE_URL of a copy, for another process."""
        return self._server.url(name)

    def drop(self, name: str) -> None:
        """Remove a copy, whoever is still connected to it."""
        self._server.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def engine() -> SQLite | PostgreSQL:
    """The engine of this session."""
    return PostgreSQL() if servers.session()["engine"] == "postgresql" else SQLite()
