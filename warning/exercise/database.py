"""Rebuild the whole database: build the new one beside the old, then change them over in one step.

Rows are never deleted (they are append-only, and a test of that is a test of the product), so a reset makes
a new database. Until it is complete the old one stays as it is and can be read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from django.core.management import call_command
from django.db import connection, transaction

from indicators.models import ImportRun, ScoringRun
from indicators.worlds import REAL
from warning.models import User

BUILDING = "exercise_build"

T = TypeVar("T")


class Refused(RuntimeError):
    """The database is not in the state that a build or a reset needs; says why, and what to do instead."""


def refuse_beside_real(*, drop_accounts: bool = False) -> None:
    """Stop where real data or people's own accounts are in the database.

    Args:
        drop_accounts: let accounts of real people go; real data stop the reset all the same.

    Raises:
        Refused: naming what is there and the remedy.
    """
    tables = set(connection.introspection.table_names())
    if ScoringRun._meta.db_table in tables:
        files = ImportRun.objects.filter(world=REAL).count()
        runs = ScoringRun.objects.filter(world=REAL).count()
        if files or runs:
            raise Refused(
                f"Real data are here ({files} imported files, {runs} scoring runs), and a reset would destroy them. "
                "Point DATABASE_URL or VAR_DIR at another place and build the exercise there."
            )
    if User._meta.db_table in tables and not drop_accounts:
        people = list(User.objects.filter(exercise=False).order_by("pk").values_list("username", flat=True)[:3])
        if people:
            raise Refused(
                f"Accounts that are not the exercise's own are here ({', '.join(people)}, …), and a reset would "
                "destroy them. Add --drop-accounts to let them go, or point DATABASE_URL or VAR_DIR elsewhere."
            )


def refuse_without_schema() -> None:
    """Stop where the tables are not there yet.

    Raises:
        Refused: naming the command that makes them.
    """
    if ScoringRun._meta.db_table not in connection.introspection.table_names():
        raise Refused("The database has no tables yet. Run manage.py migrate first, or exercise --reset.")


def rebuild(fill: Callable[[], T]) -> T:
    """Make a new, migrated database, let `fill` fill it, and put it in the place of the old one.

    If anything fails, the old database is untouched.
    """
    if connection.vendor == "postgresql":
        return _rebuild_schema(fill)
    return _rebuild_file(fill)


def _migrated(fill: Callable[[], T]) -> T:
    call_command("migrate", interactive=False, verbosity=0)
    return fill()


def _rebuild_file(fill: Callable[[], T]) -> T:
    """SQLite: a second file, copied over the first by SQLite's own backup.

    A backup is one transaction of the target: whoever has the old database open goes on reading it and finds
    the new one afterwards. Renaming the file under them would leave them on the old one, with its WAL.
    """
    target = str(connection.settings_dict["NAME"])
    if _in_memory(target):
        raise Refused("A database in memory cannot be rebuilt. Use a file: DATABASE_URL=sqlite:///path/to/file.")
    beside = f"{target}.{BUILDING}"
    _drop(beside)
    connection.close()
    connection.settings_dict["NAME"] = beside
    try:
        filled = _migrated(fill)
        connection.close()
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(beside)) as new, closing(sqlite3.connect(target, timeout=60)) as old:
            new.backup(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return filled
    finally:
        connection.close()
        connection.settings_dict["NAME"] = target
        _drop(beside)


def _in_memory(name: str) -> bool:
    return name == ":memory:" or "mode=memory" in name


def _drop(name: str) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(name + end).unlink(missing_ok=True)


def _rebuild_schema(fill: Callable[[], T]) -> T:
    """PostgreSQL: a second schema, which takes the name of the first in one transaction."""
    _run(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE", f"CREATE SCHEMA {BUILDING}", f"SET search_path TO {BUILDING}")
    try:
        filled = _migrated(fill)
        with transaction.atomic():
            _run("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {BUILDING} RENAME TO public")
        return filled
    finally:
        # A connection of its own again: the search path of the build dies with it.
        connection.close()
        _run(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE")


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
