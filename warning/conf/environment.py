"""Readers of single environment variables that need more than a number or a word."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from environs import EnvError, ValidationError

_DATABASES = ("postgres", "postgresql", "sqlite")
_BROKERS = ("redis", "rediss")
# A statement that runs this long is lost anyway; the longest of ours, a COPY of a million rows, takes seconds.
STATEMENT_SECONDS = 600
# A transaction that waits for its own process this long keeps others from tidying up.
IDLE_SECONDS = 600

_SQLITE = {
    # IMMEDIATE: a deferred transaction that turns into a writer fails at once with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # trusted_schema stays on: with it off SQLite 3.40 refuses the JSON_VALID checks of Django's JSON fields.
    # recursive_triggers: without it INSERT OR REPLACE slips past an append-only trigger.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-65536"
    ),
}


def database_url(value: str) -> None:
    """Accept `postgresql://user:password@host:port/name` and `sqlite:///path`.

    Raises:
        ValidationError: another scheme, or a part is missing.
    """
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError as problem:
        raise ValidationError(f"{problem}; use postgresql://user:password@host:5432/name") from problem
    if parts.scheme not in _DATABASES:
        raise ValidationError("use postgresql://user:password@host:5432/name or sqlite:///path/to/file")
    if parts.scheme == "sqlite" and len(parts.path) < 2:
        raise ValidationError("names no file; use sqlite:///path/to/file")
    if parts.scheme != "sqlite" and len(parts.path) < 2:
        raise ValidationError("names no database; use postgresql://user:password@host:5432/name")


def redis_url(value: str) -> None:
    """Accept nothing (the embedded broker) and `redis://:password@host:port/number`.

    Raises:
        ValidationError: another scheme, or a bad port or number.
    """
    if not value:
        return
    remedy = "use redis://:password@host:6379/0"
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError as problem:
        raise ValidationError(f"{problem}; {remedy}") from problem
    if parts.scheme not in _BROKERS or not parts.hostname:
        raise ValidationError(remedy)
    if parts.path not in {"", "/"} and not parts.path[1:].isdigit():
        raise ValidationError(f"{parts.path!r} is not the number of a database; {remedy}")


def http_root(value: str) -> None:
    """Accept nothing and the root of a site, such as `https://ewrm.example.org`.

    Raises:
        ValidationError: another scheme, no host, or more than a root.
    """
    if not value:
        return
    remedy = "use https://ewrm.example.org"
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError as problem:
        raise ValidationError(f"{problem}; {remedy}") from problem
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValidationError(f"{value[:80]!r} is not the root of a site; {remedy}")


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        # Its parent is no package, or the name is none at all.
        return False


def _is_attribute(module: str, name: str) -> bool:
    return bool(module) and _is_module(module) and hasattr(import_module(module), name)


def apps(names: list[str]) -> None:
    """Accept names of Django apps that can be found: a package, or a configuration class in a module.

    Raises:
        ValidationError: there is none of that name.
    """
    for name in names:
        if not (_is_module(name) or _is_attribute(*name.rpartition(".")[::2])):
            raise ValidationError(f"{name!r} is no package here; use names such as our_site.jobs, with commas")


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database at a URL, with what makes each engine keep its word."""
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = _SQLITE
    else:
        limits = {
            "statement_timeout": STATEMENT_SECONDS * 1000,
            "idle_in_transaction_session_timeout": IDLE_SECONDS * 1000,
        }
        words = " ".join(f"-c {name}={value}" for name, value in limits.items())
        found["OPTIONS"] = {"connect_timeout": 5, "options": words} | found.get("OPTIONS", {})
    return found


def state_file(database: dict[str, Any], folder: Path) -> None:
    """Make a SQLite database of the state folder that is not there yet as an empty file of its owner alone.

    Made by SQLite it would get the rights of the umask, and so would its log beside it.
    """
    path = Path(database["NAME"])
    if database["ENGINE"].endswith("sqlite3") and path.parent == folder:
        # It is there, which is well, or cannot be made, which SQLite says when it opens it.
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def state_folder(path: Path) -> Path:
    """The folder of state, made when missing, its owner's alone.

    Raises:
        EnvError: it cannot be made or written; names VAR_DIR.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise EnvError(f'Environment variable "VAR_DIR" invalid: {path} cannot be made ({problem})') from problem
    if not os.access(path, os.W_OK):
        raise EnvError(f'Environment variable "VAR_DIR" invalid: {path} cannot be written')
    _close_to_others(path)
    return path


def _close_to_others(path: Path) -> None:
    """Take others' rights from a folder of state that somebody else's `mkdir` made.

    Only where it is ours alone: empty, or with our key or database in it. `VAR_DIR=/tmp` must not close /tmp.
    """
    known = path.stat()
    shared = known.st_uid != os.geteuid() or known.st_mode & stat.S_ISVTX
    if shared or not known.st_mode & 0o077:
        return
    held = {entry.name for entry in path.iterdir()}
    if not held or held & {"secret_key", "db.sqlite3"}:
        path.chmod(0o700)


def embedded_secret(path: Path) -> str:
    """One random key per folder of state; whoever comes first makes it, whole or not at all."""
    if not path.exists():
        beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            # A link fails where the name is taken: another process was quicker, and its key holds.
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return path.read_text(encoding="ascii").strip()
