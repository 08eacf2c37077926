"""The system checks ask the real servers of this session, and say what is wrong with an id and a remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Error, Warning
from django.db import connection
from pytest_django import Settings

from tests.private_servers import ROOT, free_port, start_redis
from tests.servers import session
from warning import checks, durability

PRODUCTION = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgresql://u:p@127.0.0.1:1/x",
    "REDIS_URL": "redis://:p@127.0.0.1:1/0",
    "ALLOWED_HOSTS": "early-warning.example.org",
    "TESTING": "0",
    "EXTRA_APPS": "",
}


def _deploy(tmp_path: Path, *words: str, **change: str) -> subprocess.CompletedProcess[str]:
    known = os.environ | {"VAR_DIR": str(tmp_path)} | PRODUCTION | change
    # Set for the browser tests of this session alone.
    known.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", *words]
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, check=False)


def test_a_production_site_passes_the_deployment_check(tmp_path: Path) -> None:
    done = _deploy(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"SECRET_KEY": ""}, "ewrm.E001"),
        ({"DATABASE_URL": "sqlite:///x"}, "ewrm.E002"),
        ({"REDIS_URL": ""}, "ewrm.E003"),
        ({"REDIS_URL": "redis://host/0"}, "ewrm.E004"),
        ({"SECURE_COOKIES": "0"}, "ewrm.E006"),
        ({"DEBUG": "1"}, "ewrm.E007"),
        ({"ALLOWED_HOSTS": "*"}, "ewrm.E009"),
    ],
)
def test_each_bad_combination_has_an_id_and_a_hint(tmp_path: Path, change: dict[str, str], code: str) -> None:
    done = _deploy(tmp_path, **change)
    assert done.returncode == 1
    assert f"({code})" in done.stderr
    line = done.stderr.split(f"({code})")[1]
    assert "HINT" in line.split("?:")[0]


def test_a_lease_longer_than_half_a_jobs_time_is_named(settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS, settings.JOB_TIME_LIMIT_SECONDS = 3600, 3600
    (found,) = checks.broker_timeouts_agree(None)
    assert found.id == "ewrm.E010"


def test_the_database_of_this_session_is_asked_for_what_it_is(db: None) -> None:
    found = {message.id for message in checks.database_keeps_its_word(None, databases=["default"])}
    if connection.vendor == "sqlite":
        # The copies of the suite may be read by others of this machine; all else is as it must be.
        assert found <= {"ewrm.W036"}
    else:
        # The suite's server trades durability for speed: exactly that must be seen.
        assert {"ewrm.W020", "ewrm.W021", "ewrm.W022", "ewrm.W024"} == found


def test_without_a_database_asked_for_no_server_is_contacted(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert checks.database_keeps_its_word(None, databases=None) == []
    assert checks.broker_keeps_its_word(None, databases=None) == []


def test_findings_are_errors_in_production_and_warnings_elsewhere(settings: Settings) -> None:
    finding = durability.Finding(20, "x", "y")
    settings.EMBEDDED = False
    assert [type(message) for message in checks._report([finding])] == [Error]
    settings.EMBEDDED = True
    assert [type(message) for message in checks._report([finding])] == [Warning]


def test_a_redis_that_evicts_is_found_and_one_that_does_not_answer_is_named(settings: Settings) -> None:
    server = start_redis()
    try:
        settings.REDIS_URL = server.url
        assert checks.broker_keeps_its_word(None, databases=["default"]) == []
        import redis

        redis.Redis.from_url(server.url).config_set("maxmemory-policy", "allkeys-lru")
        (found,) = checks.broker_keeps_its_word(None, databases=["default"])
        assert found.id == "ewrm.W040"
    finally:
        server.stop()
    settings.REDIS_URL = f"redis://:p@127.0.0.1:{free_port()}/0"
    (found,) = checks.broker_keeps_its_word(None, databases=["default"])
    assert found.id == "ewrm.E012"


def test_the_suite_runs_on_the_engine_it_says() -> None:
    assert connection.vendor == session()["engine"]
