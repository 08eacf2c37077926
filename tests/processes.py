"""Who started whom, from /proc: to see that nothing is left behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # After the name, which may hold spaces and brackets: state, parent.
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def descendants(of: int) -> set[int]:
    """Every living process below one."""
    parents = _parents()
    found: set[int] = set()
    new = {of}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return found


def living(pids: set[int]) -> set[int]:
    """Those of the processes that still live."""
    return pids & set(_parents())


def until(condition: Callable[[], object], seconds: float, what: str | Callable[[], str]) -> None:
    """Wait for something; fail with what it was, and with what was written meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what() if callable(what) else what}: not within {seconds:g} s")
        time.sleep(0.05)
