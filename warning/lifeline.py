"""Die with the supervisor: run a program so that neither it nor anything it forks outlives its parent.

    python -m warning.lifeline FD MODULE ARGUMENT ...

FD is the reading end of a pipe whose writing end only the supervisor holds. However the supervisor ends,
`kill -9` included, the kernel closes that end; every process of the tree waits for this in a thread of
its own and ends itself at once. A thread does not survive a fork, so each forked child (a gunicorn
worker, a Celery child) begins to wait again. On Linux the kernel's own parent-death signal doubles this
for the first process, which also reaches it when it is stopped.

Standard library only, and no Django: it runs before the program it guards.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1


def _wait(fd: int) -> None:
    # Nobody ever writes: a read returns at the end of the supervisor, and only then.
    while True:
        try:
            if not os.read(fd, 1):
                break
        except InterruptedError:
            continue
        except OSError:
            break
    os.kill(os.getpid(), signal.SIGKILL)


def hold(fd: int) -> None:
    """Watch the pipe from this process and from every process it will fork."""

    def watch() -> None:
        threading.Thread(target=_wait, args=(fd,), name="lifeline", daemon=True).start()

    watch()
    os.register_at_fork(after_in_child=watch)


def follow_parent() -> None:
    """Ask the kernel to kill this process when its parent ends. Elsewhere than on Linux the pipe does it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    hold(int(sys.argv[1]))
    follow_parent()
    # The program's own folder, as `python -m` would have it; ours came from the same place.
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
