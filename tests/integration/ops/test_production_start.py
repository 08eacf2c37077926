"""A production site starts as its containers start it: on servers that keep their word, and on no others."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_servers import ROOT, Postgres, Redis, free_port, start_postgres, start_redis
from tests.processes import until

pytestmark = pytest.mark.slow
HOST = "early-warning.example.org"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Postgres, Redis]]:
    """As docker-compose.yml starts them."""
    database = start_postgres(durable=True, settings={"archive_mode": "on", "archive_command": "true"})
    broker = start_redis()
    yield database, broker
    broker.stop()
    database.stop()


@pytest.fixture
def environment(servers: tuple[Postgres, Redis], tmp_path: Path) -> dict[str, str]:
    """What a filled-in .env gives the containers."""
    database, broker = servers
    keep = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    return keep | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DEPLOYMENT": "production",
        "SECRET_KEY": "for this test only 0123456789 abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database.url(),
        "REDIS_URL": broker.url,
        "VAR_DIR": str(tmp_path / "state"),
        "STATIC_ROOT": str(tmp_path / "collected"),
        "EMAIL_HOST": "mail.example.org",
        "WEB_BIND": f"127.0.0.1:{free_port()}",
    }


def _start(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "scripts" / "start"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_set_up_then_web_server_and_its_health(environment: dict[str, str], tmp_path: Path) -> None:
    for words in (["setup"], ["setup"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        done = _start(environment, *words)
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    with (tmp_path / "log").open("wb") as log:
        web = subprocess.Popen([str(ROOT / "scripts" / "start"), "web"], env=environment, stdout=log, stderr=log)
    try:
        url = f"http://{environment['WEB_BIND']}/login"

        def answers() -> bool:
            assert web.poll() is None, (tmp_path / "log").read_text()
            headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
            try:
                urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5).close()
            except urllib.error.HTTPError:
                raise
            except OSError:
                return False
            return True

        until(answers, 120, lambda: (tmp_path / "log").read_text())
        assert _start(environment, "health", "web").returncode == 0
        # Without the proxy's word that the reader came by TLS, it is sent there.
        plain = urllib.request.Request(url, headers={"Host": HOST})
        opener = urllib.request.build_opener(_NoRedirect)
        with pytest.raises(urllib.error.HTTPError) as moved:
            opener.open(plain, timeout=5)
        assert moved.value.code == 301 and moved.value.headers["Location"].startswith(f"https://{HOST}/")
    finally:
        web.terminate()
        web.wait(20)
    assert _start(environment, "health", "web").returncode == 1


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def test_it_refuses_a_server_that_could_lose_what_it_acknowledged(
    environment: dict[str, str], servers: tuple[Postgres, Redis]
) -> None:
    database, _broker = servers
    database.run("ALTER SYSTEM SET synchronous_commit = 'off'")
    database.run("SELECT pg_reload_conf()")
    try:
        done = _start(environment, "web")
    finally:
        database.run("ALTER SYSTEM RESET synchronous_commit")
        database.run("SELECT pg_reload_conf()")
    assert done.returncode == 1
    assert "ewrm.E022" in done.stderr and "synchronous_commit is off" in done.stderr


def test_it_refuses_servers_that_do_not_answer(environment: dict[str, str]) -> None:
    nobody = free_port()
    done = _start(environment | {"REDIS_URL": f"redis://:p@127.0.0.1:{nobody}/0"}, "worker")
    assert done.returncode == 1 and "ewrm.E012" in done.stderr
    done = _start(environment | {"DATABASE_URL": f"postgresql://u:p@127.0.0.1:{nobody}/x"}, "worker")
    assert done.returncode == 1 and "ewrm.E011" in done.stderr
