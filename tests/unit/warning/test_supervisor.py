"""Pauses, lifelines and ports: the parts of the supervisor that need no site."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.private_servers import ROOT, free_port
from tests.processes import living, until
from warning import ports
from warning.supervisor import LONGEST_PAUSE, Child, Program, Supervisor, pause_before


def test_the_pause_doubles_and_has_an_end() -> None:
    assert [pause_before(n) for n in (1, 2, 3, 4, 5)] == [1, 2, 4, 8, 16]
    assert pause_before(50) == LONGEST_PAUSE


def test_a_free_port_is_claimed_and_a_taken_one_is_named_with_its_holder() -> None:
    port = free_port()
    ports.claim_port(port)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        assert ports.listener_of(port) == os.getpid()
        with pytest.raises(ports.Occupied, match=f"process {os.getpid()} .*PORT={port + 1}"):
            ports.claim_port(port)


def test_a_folder_is_one_supervisors_until_it_ends(tmp_path: Path) -> None:
    held = ports.claim_folder(tmp_path, 8000)
    with pytest.raises(ports.Occupied, match=f"process {os.getpid()}, http://127.0.0.1:8000"):
        ports.claim_folder(tmp_path, 8001)
    held.close()
    ports.claim_folder(tmp_path, 8001).close()


# A program that forks a child, as gunicorn and Celery do, and says who both are.
FORKING = """
import os, sys, time
child = os.fork()
if child:
    open(sys.argv[1], "w").write(f"{os.getpid()} {child}")
time.sleep(600)
"""


def test_a_lifeline_that_breaks_ends_a_program_and_what_it_forked(tmp_path: Path) -> None:
    (tmp_path / "forking.py").write_text(FORKING)
    reading, writing = os.pipe()
    said = tmp_path / "pids"
    process = subprocess.Popen(
        [sys.executable, "-m", "warning.lifeline", str(reading), "forking", str(said)],
        pass_fds=[reading],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}"},
        start_new_session=True,
    )
    until(lambda: said.exists() and said.read_text(), 20, "both processes")
    pids = {int(pid) for pid in said.read_text().split()}
    assert living(pids) == pids
    os.close(writing)
    assert process.wait(5) == -9
    until(lambda: not living(pids), 5, "the end of both")
    os.close(reading)


def test_a_program_that_cannot_start_is_tried_again_later_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor([Program("broken", "no_such_module_anywhere", [])], said.append)
    stop_at = time.monotonic() + 4.5

    class Clock:
        """Stands in for the stop event: says stop after a while."""

        def wait(self, _seconds: float) -> bool:
            time.sleep(0.05)
            return time.monotonic() > stop_at

        def is_set(self) -> bool:
            return False

    supervisor._stop = Clock()  # type: ignore[assignment]
    supervisor.run()
    pauses = [line.rpartition(" in ")[2] for line in said if "starting again" in line]
    assert pauses[:2] == ["1 s", "2 s"]
    assert any("No module named" in line for line in said)


def test_a_program_that_ended_is_seen_without_giving_up_its_number() -> None:
    child = Child(Program("short", "none", []), subprocess.Popen([sys.executable, "-c", ""], start_new_session=True))
    assert child.process is not None
    until(child.has_ended, 20, "its end")
    assert child.process.returncode is None, "reaped: its number may be another's now"
    assert Path(f"/proc/{child.process.pid}").exists()
    child.kill_all()
    assert child.process.returncode == 0 and child.has_ended()


def test_the_group_of_a_program_that_was_reaped_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child(Program("short", "none", []), subprocess.Popen([sys.executable, "-c", ""], start_new_session=True))
    assert child.process is not None
    child.process.wait()

    def refuse(*_words: object) -> None:
        raise AssertionError("a stranger was signalled")

    monkeypatch.setattr(os, "killpg", refuse)
    child.kill_all()
