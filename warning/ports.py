"""Is the address free, and if not, who has it? One line that says what to do."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path
from typing import IO


class Occupied(RuntimeError):
    """Something else runs where we want to; the message is the remedy."""


def port_is_free(port: int) -> bool:
    """Whether a server can listen on the port of this machine's loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def listener_of(port: int) -> int | None:
    """Process that listens on a port, where Linux tells us."""
    try:
        rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    except OSError:
        return None
    # Column 1 is address:port in hex, 3 the state (0A: listening), 9 the inode of the socket.
    inodes = {row[9] for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port}
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(fd.readlink()) in wanted for fd in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:
            continue
    return None


def claim_port(port: int) -> None:
    """Make sure that we can listen.

    Raises:
        Occupied: somebody listens there already; names the process where it can be seen.
    """
    if port_is_free(port):
        return
    pid = listener_of(port)
    who = f"process {pid} (stop it: kill {pid})" if pid else "another program"
    raise Occupied(f"Port {port} is taken by {who}. Or choose another: make run PORT={port + 1}")


def claim_folder(folder: Path, port: int) -> IO[str]:
    """Lock the folder of state for one supervisor; keep the returned file open.

    Raises:
        Occupied: another supervisor works on the same state.
    """
    file = (folder / "serve.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid, _, address = file.read().partition(" ")
        file.close()
        raise Occupied(
            f"Already running on {folder}: process {pid}, {address.strip()}. "
            f"Stop it: kill {pid}. Or use another folder: make run VAR_DIR=…"
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()} http://127.0.0.1:{port}")
    file.flush()
    return file
