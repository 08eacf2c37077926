"""A bad variable stops the start and is named; the embedded secret is made once, whole."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from environs import EnvError, ValidationError

from tests.private_servers import ROOT
from warning.conf import environment


@pytest.mark.parametrize(
    "url", ["postgresql://a:b@host:5432/name", "postgres://host/name", "sqlite:////var/lib/x.sqlite3", "sqlite:///x"]
)
def test_urls_of_both_engines_are_taken(url: str) -> None:
    environment.database_url(url)


@pytest.mark.parametrize("url", ["mysql://a/b", "x", "", "postgresql://host", "postgresql://host:abc/name"])
def test_other_databases_are_refused_with_the_form_that_is_right(url: str) -> None:
    with pytest.raises(ValidationError, match="postgresql://user:password@host:5432/name"):
        environment.database_url(url)


@pytest.mark.parametrize("url", ["", "redis://:p@host:6379/0", "rediss://host/1", "redis://host"])
def test_a_redis_or_none_is_taken(url: str) -> None:
    environment.redis_url(url)


@pytest.mark.parametrize("url", ["amqp://host", "redis://", "redis://host:x/0", "redis://host/name"])
def test_other_brokers_are_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="redis://:password@host:6379/0"):
        environment.redis_url(url)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://x/y"),
        ("REDIS_URL", "amqp://x"),
        ("DEPLOYMENT", "staging"),
        ("DEBUG", "perhaps"),
        ("JOB_LEASE_SECONDS", "0"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_PORT", "999999"),
        ("EXTRA_APPS", "nope"),
        ("EXTRA_APPS", "warning.nope"),
        ("PUBLIC_URL", "javascript:x"),
        ("PUBLIC_URL", "https://"),
        ("DATABASE_URL", "sqlite:///"),
        ("VAR_DIR", "/proc/nothing/here"),
    ],
)
def test_a_bad_value_stops_the_start_in_one_line_with_the_variables_name(variable: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {variable: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f'"{variable}"' in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_postgres_gets_time_limits_and_sqlite_its_safe_pragmas() -> None:
    options = environment.database("postgresql://a:b@host/name")["OPTIONS"]["options"]
    assert "statement_timeout=600000" in options and "idle_in_transaction_session_timeout=600000" in options
    sqlite = environment.database("sqlite:///x")["OPTIONS"]
    assert sqlite["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        assert pragma in sqlite["init_command"]


def test_twenty_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(20) as pool:
        keys = set(pool.map(lambda _number: environment.embedded_secret(path), range(20)))
    (key,) = keys
    assert len(key) >= 48
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["secret_key"]


def test_the_state_folder_is_its_owners_alone(tmp_path: Path) -> None:
    made = environment.state_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvError, match="VAR_DIR"):
        environment.state_folder(tmp_path / "file" / "c")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///"])
def test_a_sqlite_database_needs_a_file(url: str) -> None:
    with pytest.raises(ValidationError, match="sqlite:///path/to/file"):
        environment.database_url(url)


def test_apps_are_named_by_package_or_by_class() -> None:
    environment.apps(["tests.jobapp", "warning.apps.WarningConfig"])
    with pytest.raises(ValidationError, match=r"'tests\.nope'"):
        environment.apps(["tests.jobapp", "tests.nope"])


def test_a_first_start_under_an_open_umask_leaves_nothing_open_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    # What the runner of the tests points elsewhere.
    known = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "manage.py", "migrate", "ledger", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=known | {"VAR_DIR": str(tmp_path)}, check=True, umask=0o022)
    open_to_others = {
        path.relative_to(tmp_path).as_posix()
        for path in [tmp_path, *tmp_path.rglob("*")]
        if path.stat().st_mode & 0o077
    }
    assert open_to_others == set()
    assert (tmp_path / "db.sqlite3").stat().st_size > 0


def test_a_folder_that_holds_other_things_is_not_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "notes.txt").write_text("")
    environment.state_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    (tmp_path / "secret_key").write_text("")
    environment.state_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
