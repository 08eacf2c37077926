"""System checks: bad combinations of settings and of servers, each with an id and a remedy.

`check --deploy` asks the settings; `check --database default`, which `serve` and the containers run before
they start, also asks the servers. In production a finding is an error and stops the start; the embedded
set-up is told, and goes on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from warning import durability
from warning.durability import Finding


def _problem(number: int, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"ewrm.E{number:03d}")


def _report(findings: list[Finding]) -> list[CheckMessage]:
    kind, letter = (Warning, "W") if settings.EMBEDDED else (Error, "E")
    return [kind(f.text, hint=f.hint, id=f"ewrm.{letter}{f.number:03d}") for f in findings]


def _no_secret() -> bool:
    try:
        return not settings.SECRET_KEY
    except ImproperlyConfigured:
        # Django's own word for an empty one, which names no remedy.
        return True


@register(Tags.security)
def production_has_what_it_needs(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production: a secret of its own, PostgreSQL, a Redis with a password, named hosts, safe cookies."""
    if settings.EMBEDDED:
        return []
    database = "Set DATABASE_URL to postgresql://user:password@host:5432/name, or DEPLOYMENT=embedded."
    broker = "Set REDIS_URL to redis://:password@host:6379/0, or DEPLOYMENT=embedded."
    on_postgres = settings.DATABASE_URL.startswith(("postgres://", "postgresql://"))
    rules = [
        (_no_secret(), 1, "SECRET_KEY is empty.", "Set SECRET_KEY to 50 or more random characters."),
        (not on_postgres, 2, "Production does not run on SQLite.", database),
        (not settings.REDIS_URL, 3, "Production needs Redis as the broker of its jobs.", broker),
        (
            bool(settings.REDIS_URL) and "@" not in settings.REDIS_URL,
            4,
            "REDIS_URL has no password.",
            "Use redis://:password@host:6379/0.",
        ),
        (not settings.ALLOWED_HOSTS, 5, "ALLOWED_HOSTS is empty.", "Name them: ALLOWED_HOSTS=ewrm.example.org."),
        (not settings.SECURE_COOKIES, 6, "SECURE_COOKIES is off in production.", "Serve over TLS and leave it on."),
        (settings.DEBUG, 7, "DEBUG is on in production.", "Set DEBUG=false."),
        (settings.TESTING, 8, "TESTING is on in production.", "Set TESTING=false."),
        ("*" in settings.ALLOWED_HOSTS, 9, "ALLOWED_HOSTS allows every host.", "Name the hosts of this site."),
    ]
    return [_problem(number, text, hint) for wrong, number, text, hint in rules if wrong]


@register(Tags.compatibility)
def broker_timeouts_agree(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A job may run longer than the broker waits for its message: then the same bell is heard twice, no more."""
    if settings.JOB_LEASE_SECONDS * 2 > settings.JOB_TIME_LIMIT_SECONDS:
        return [
            _problem(
                10,
                f"JOB_LEASE_SECONDS={settings.JOB_LEASE_SECONDS} is more than half of "
                f"JOB_TIME_LIMIT_SECONDS={settings.JOB_TIME_LIMIT_SECONDS}: a killed job would wait too long.",
                "Keep the lease near a minute, and the limit near an hour.",
            )
        ]
    return []


@register(Tags.database)
def database_keeps_its_word(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Ask the database for the settings on which durability rests."""
    if not databases or "default" not in databases:
        return []
    try:
        if connection.vendor == "postgresql":
            return _report(durability.postgres(postgres_settings()))
        return _report(sqlite_findings())
    except DatabaseError as problem:
        return [_problem(11, f"The database does not answer: {problem}", "Look at DATABASE_URL and at the server.")]


@register(Tags.database)
def broker_keeps_its_word(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Ask Redis, where there is one."""
    if not databases or not settings.REDIS_URL:
        return []
    import redis  # noqa: PLC0415 - the embedded set-up does without

    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True
        ) as client:
            client.ping()
            return _report(durability.redis(client.config_get("maxmemory-policy", "appendonly", "requirepass")))
    except redis.exceptions.NoPermissionError:
        # An account without CONFIG is a good account; its administrator vouches for the rest.
        return []
    except redis.RedisError as problem:
        return [_problem(12, f"Redis does not answer: {problem}", "Look at REDIS_URL and at the server.")]


def postgres_settings() -> dict[str, str]:
    """The settings of this session, defaults of the server included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings")
        return dict(cursor.fetchall())


def sqlite_findings() -> list[Finding]:
    """What the open connection and the file say."""
    with connection.cursor() as cursor:
        pragmas = {}
        for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers"):
            cursor.execute(f"PRAGMA {name}")
            pragmas[name] = str(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    on_disk = path.exists()
    if not on_disk:
        # In memory: nothing to be durable.
        pragmas["journal_mode"] = "wal"
    return durability.sqlite(
        pragmas,
        transaction_mode=str(connection.settings_dict["OPTIONS"].get("transaction_mode") or ""),
        file_system=file_system_of(path) if on_disk else "",
        mode=path.stat().st_mode if on_disk else 0,
    )


def file_system_of(path: Path) -> str:
    """Type of the file system that holds a path, where Linux tells us; else empty."""
    try:
        rows = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    mounts = {Path(row[1].replace("\\040", " ")): row[2] for row in rows}
    return next((mounts[folder] for folder in path.resolve().parents if folder in mounts), "")
