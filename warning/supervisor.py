"""Start the parts of the embedded set-up, keep them up, stop them together. Standard library only.

Each part runs in a session of its own, so that Ctrl-C reaches the supervisor alone, and on a lifeline
(`warning/lifeline.py`), so that nothing outlives it. A part that ends is started again, after a pause that
doubles as long as it keeps ending.
"""

from __future__ import annotations

import os
import signal
import subprocess  # nosec B404 - starting programs is what this file does
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# A part that lived this long did start; its next pause is the first again.
SETTLED = 60.0
# Celery takes six seconds to leave even when idle; what it was doing is taken up again by lease.
GRACE = 3.0
_TICK = 0.2
_CHECK_EVERY = 30.0


def pause_before(failures: int) -> float:
    """Seconds to wait before the next start, after so many quick ends in a row."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, failures - 1)))


@dataclass(frozen=True, slots=True)
class Program:
    """A part of the machine.

    Attributes:
        module: what `python -m` would run.
        deaf: says that the part is up but takes no more work; it is then started anew.
        late: let it wait until `when_up` has returned, so that starting it does not slow the others down.
    """

    name: str
    module: str
    arguments: Sequence[str]
    deaf: Callable[[], bool] | None = None
    late: bool = False


@dataclass(slots=True)
class Child:
    """A program and the process that runs it now."""

    program: Program
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    failures: int = 0
    next_start: float = 0.0
    checked: float = 0.0

    def has_ended(self) -> bool:
        """Whether the program is over, without reaping it.

        Until it is reaped its number is its own; afterwards it may be somebody else's, and a signal to the
        group of that number would end a stranger.
        """
        if self.process is None or self.process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def signal(self, number: int) -> None:
        """Send a signal to the program itself; its own children are its own business."""
        if self.process is not None and not self.has_ended():
            self.process.send_signal(number)

    def kill_all(self) -> None:
        """End the program and everything it started, at once, and reap it."""
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass(slots=True)
class Supervisor:
    """Runs programs until it is told to stop.

    Attributes:
        say: where lines go, the children's included.
        parent: process whose end stops this one as well (the `make` that started it), if any.
    """

    programs: Sequence[Program]
    say: Callable[[str], None]
    parent: int | None = None
    environment: dict[str, str] = field(default_factory=dict)
    _children: list[Child] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _hurry: threading.Event = field(default_factory=threading.Event)
    _pipe: tuple[int, int] = (-1, -1)

    def run(self, when_up: Callable[[], None] = lambda: None) -> int:
        """Start everything, call `when_up` beside it, and stay until a signal comes; returns the exit code.

        `when_up` waits until the site answers, and says so.
        """
        # The children get the reading end only; both ends close by themselves on exec.
        self._pipe = os.pipe()
        self._children = [Child(program) for program in self.programs]
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        begin = time.monotonic()
        for child in self._children:
            child.next_start = begin + LONGEST_PAUSE if child.program.late else begin

        def up() -> None:
            when_up()
            for child in self._children:
                child.next_start = min(child.next_start, time.monotonic())

        threading.Thread(target=up, daemon=True).start()
        try:
            while not self._stop.wait(_TICK if self._children[0].process else 0):
                self._look_after()
        finally:
            self._shut_down()
        return 0

    def _on_signal(self, number: int, _frame: object) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    def _look_after(self) -> None:
        if self.parent is not None and os.getppid() != self.parent:
            self._stop.set()
            return
        now = time.monotonic()
        for child in self._children:
            if child.process is None:
                if now >= child.next_start:
                    self._start(child)
            elif child.has_ended():
                self._ended(child, now)
            else:
                self._listen(child, now)

    def _start(self, child: Child) -> None:
        program = child.program
        command = [sys.executable, "-m", "warning.lifeline", str(self._pipe[0]), program.module]
        child.process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own programs
            [*command, *program.arguments],
            cwd=ROOT,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=[self._pipe[0]],
            start_new_session=True,
        )
        child.started = child.checked = time.monotonic()
        threading.Thread(
            target=self._relay, args=(program.name, child.process.stdout), daemon=True, name=f"{program.name} lines"
        ).start()

    def _relay(self, name: str, stream: IO[str] | None) -> None:
        for line in stream or ():
            self.say(f"{name:<7}| {line.rstrip()}")

    def _ended(self, child: Child, now: float) -> None:
        # What it forked may have outlived it; a second copy beside the first would be worse than none.
        child.kill_all()
        code = child.process.returncode if child.process else 0
        child.failures = 1 if now - child.started > SETTLED else child.failures + 1
        pause = pause_before(child.failures)
        child.process, child.next_start = None, now + pause
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
        self.say(f"{child.program.name:<7}| ended ({how}); starting again in {pause:.0f} s")

    def _listen(self, child: Child, now: float) -> None:
        if child.program.deaf is None or now - child.checked < _CHECK_EVERY:
            return
        child.checked = now
        if child.program.deaf():
            self.say(f"{child.program.name:<7}| takes no more work; starting it anew")
            child.kill_all()

    def _shut_down(self) -> None:
        self.say("Stopping …")
        for child in self._children:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + GRACE
        while time.monotonic() < end and not self._hurry.is_set():
            if all(child.has_ended() for child in self._children):
                break
            time.sleep(0.05)
        for child in self._children:
            child.kill_all()
        for fd in self._pipe:
            os.close(fd)
        self.say("Stopped. A job that was running goes on at the next start.")
