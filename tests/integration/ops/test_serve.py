"""One command starts web, worker and clock; nothing of them outlives it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from ledger.job import enqueue
from ledger.models import Job
from tests.private_servers import ROOT, free_port
from tests.processes import descendants, living, until
from warning.models import Heartbeat

pytestmark = pytest.mark.slow
START = 120.0


class Running:
    """A `manage.py serve` on this test's own database."""

    def __init__(self, url: str, folder: Path, wrapped: bool = False) -> None:
        self.port, self.folder = free_port(), folder
        folder.mkdir(exist_ok=True)
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        if wrapped:
            # As make does it: a parent that waits, whose end must stop everything.
            words = " ".join([*command, "--with-parent"])
            command = ["/bin/sh", "-c", f"{words}; exit $?"]
        known = {"DATABASE_URL": url, "VAR_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | known | {"STATIC_MANIFEST": "0"}, stdout=log, stderr=log
            )

    def text(self) -> str:
        """What it printed."""
        return self.log.read_text(errors="replace")

    def wait_until_ready(self) -> set[int]:
        """Until the address is printed and the worker has taken its first message; returns all processes."""
        until(lambda: "Ctrl-C stops all" in self.text() or self.process.poll() is not None, START, self.text)
        assert self.process.poll() is None, self.text()
        until(lambda: Heartbeat.age("worker") is not None, START, self.text)
        # Web server and its worker, Celery and its two children, the clock.
        below = descendants(self.process.pid)
        assert len(below) >= 6, self.text()
        return below

    def answers(self) -> bool:
        """Whether the login page is served."""
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/login", timeout=5).status == 200
        except OSError:
            return False


@pytest.fixture
def serve(committed_db: str, exercise_world: None, tmp_path: Path) -> Iterator[Running]:
    running = Running(committed_db, tmp_path / "var")
    yield running
    running.process.kill()
    running.process.wait()


def test_it_serves_pages_works_off_jobs_prints_the_logins_and_stops_at_ctrl_c(serve: Running) -> None:
    below = serve.wait_until_ready()
    assert serve.answers()
    assert f"http://127.0.0.1:{serve.port}" in serve.text()
    assert "amara" in serve.text() and "exercise-meridian" in serve.text()
    job = enqueue(kind="tests.steps", arguments={"steps": 1, "seconds": 0}, by="system:test", world="exercise")
    # Enqueued by another process with another broker folder: only the sweep can find it.
    until(lambda: Job.objects.get(pk=job.pk).state == "done", 60, serve.text)
    serve.process.send_signal(signal.SIGINT)
    assert serve.process.wait(10) == 0
    assert living(below) == set()
    assert "Stopped." in serve.text()


def test_nothing_survives_a_kill_of_the_parent_even_in_the_middle_of_a_job(serve: Running) -> None:
    serve.wait_until_ready()
    job = enqueue(kind="tests.steps", arguments={"steps": 600, "seconds": 0.1}, by="system:test", world="exercise")
    until(lambda: Job.objects.get(pk=job.pk).done_steps > 2, 60, serve.text)
    below = descendants(serve.process.pid)
    serve.process.kill()
    until(lambda: not living(below), 5, f"the end of {living(below)}")
    assert Job.objects.get(pk=job.pk).done_steps < 600


def test_the_end_of_make_stops_everything(committed_db: str, exercise_world: None, tmp_path: Path) -> None:
    running = Running(committed_db, tmp_path / "var", wrapped=True)
    below = running.wait_until_ready()
    running.process.kill()
    until(lambda: not living(below), 10, "the end of all processes")


def _is_gunicorn(pid: int) -> bool:
    return b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_part_that_dies_is_started_again_and_a_second_copy_is_refused(serve: Running, tmp_path: Path) -> None:
    below = serve.wait_until_ready()
    # The master, which has children; a child of it that dies is the master's own business.
    web = next(pid for pid in below if _is_gunicorn(pid) and descendants(pid))
    os.kill(web, signal.SIGKILL)
    until(lambda: "starting again" in serve.text(), 10, serve.text)
    until(serve.answers, 60, serve.text)
    _a_second_start_on_the_same_folder_says_who_is_there(serve, tmp_path)
    _a_taken_port_is_named_with_its_holder_and_the_remedy(serve, tmp_path)


def _a_second_start_on_the_same_folder_says_who_is_there(serve: Running, tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "serve", "--port", str(free_port())]
    known = {"DATABASE_URL": "sqlite:///none.sqlite3", "VAR_DIR": str(serve.folder)}
    second = subprocess.run(command, cwd=ROOT, env=os.environ | known, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    line = second.stderr.strip()
    assert f"process {serve.process.pid}" in line and f"kill {serve.process.pid}" in line
    assert "\n" not in line


def _a_taken_port_is_named_with_its_holder_and_the_remedy(serve: Running, tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "serve", "--port", str(serve.port)]
    known = {"DATABASE_URL": "sqlite:///none.sqlite3", "VAR_DIR": str(tmp_path / "other")}
    second = subprocess.run(command, cwd=ROOT, env=os.environ | known, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"Port {serve.port} is taken by process" in second.stderr
    assert f"make run PORT={serve.port + 1}" in second.stderr
