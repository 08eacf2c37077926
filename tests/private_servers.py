"""A PostgreSQL and a Redis of our own: free ports on loopback, own folders, gone with the process that started them.

Used by the test plugin and by the benchmarks. Kills by recorded process only.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from system_packages import PROGRAMS, find_chromium, find_postgres_bin, find_redis  # noqa: E402 - a script, not a package

__all__ = ["Postgres", "Redis", "ServerFailed", "ServerMissing", "find_chromium", "start_postgres", "start_redis"]

NOBODY = 65534
START_SECONDS = 30.0


class ServerMissing(RuntimeError):
    """A program is not installed; the message says what to install."""


class ServerFailed(RuntimeError):
    """A server did not come up; the message ends with its log."""


def _missing(name: str) -> ServerMissing:
    program = next(p for p in PROGRAMS if p.name == name)
    return ServerMissing(f"{name} is not installed: `make setup`, or apt-get install -y {' '.join(program.packages)}")


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ends_with_us(number: int) -> Callable[[], None]:
    """Called in a child before it becomes the server: the kernel will signal it when we end, however we end."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        if sys.platform == "linux":
            libc.prctl(1, number, 0, 0, 0)

    return ask


def _may_change_user() -> bool:
    try:
        return subprocess.run(["true"], user=NOBODY, group=NOBODY, extra_groups=[], check=False).returncode == 0
    except OSError:
        return False


@dataclass(slots=True)
class _Server:
    """A running server and its folder."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int
    password: str
    stop_signal: int

    def stop(self) -> None:
        """End it and remove its folder."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(_Server):
    """A private PostgreSQL, owner `ewrm`."""

    def url(self, database: str = "postgres") -> str:
        """DATABASE_URL of one of its databases."""
        return f"postgresql://ewrm:{self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Execute one statement outside of a transaction, such as CREATE DATABASE."""
        connection = psycopg2.connect(self.url(database))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def tool(self, name: str, *words: str) -> None:
        """Run one of the client programs that come with the server, such as pg_dump."""
        found = find_postgres_bin()
        assert found is not None
        environment = os.environ | {"PGPASSWORD": self.password}
        where = ["--host=127.0.0.1", f"--port={self.port}", "--username=ewrm"]
        subprocess.run([str(found / name), *where, *words], env=environment, check=True, capture_output=True)


class Redis(_Server):
    """A private Redis with a password, append-only file and no eviction, as production has it."""

    @property
    def url(self) -> str:
        """REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


def _as_whom() -> tuple[list[str], dict[str, object]]:
    """How to start PostgreSQL, which refuses root: (prefix of the command, arguments of Popen)."""
    if os.geteuid() != 0:
        return [], {}
    if _may_change_user():
        return [], {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"], {}


def start_postgres(*, durable: bool = False, settings: dict[str, str] | None = None) -> Postgres:
    """Make a cluster and start it.

    Args:
        durable: keep PostgreSQL's own guarantees (fsync and the rest); without, tests run faster.
        settings: more lines of postgresql.conf.

    Raises:
        ServerMissing, ServerFailed
    """
    programs = find_postgres_bin()
    if programs is None:
        raise _missing("PostgreSQL server")
    prefix, identity = _as_whom()
    folder = Path(tempfile.mkdtemp(prefix="ewrm-postgres-"))
    password, port = secrets.token_hex(12), free_port()
    (folder / "password").write_text(password, encoding="ascii")
    if identity:
        for path in (folder, folder / "password"):
            os.chown(path, NOBODY, NOBODY)
    init = [programs / "initdb", "-D", folder / "data", "-U", "ewrm", "--pwfile", folder / "password"]
    init += ["-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--data-checksums", "--no-sync", "--no-instructions"]
    made = subprocess.run([*prefix, *map(str, init)], **identity, check=False, capture_output=True, cwd="/")  # type: ignore[call-overload]
    if made.returncode:
        raise ServerFailed(f"initdb: {made.stderr.decode(errors='replace')[-1500:]}")
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 80,
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_min_messages": "fatal",
    }
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options |= settings or {}
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # type: ignore[call-overload]
            [*prefix, str(programs / "postgres"), "-D", str(folder / "data"), *words],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            # SIGINT is PostgreSQL's fast shutdown; it takes its own children along.
            preexec_fn=_ends_with_us(signal.SIGINT),
            **identity,
        )
    server = Postgres(process, folder, port, password, signal.SIGINT)
    _wait_until(server, lambda: psycopg2.connect(server.url()).close(), psycopg2.OperationalError)
    return server


def start_redis() -> Redis:
    """Start a Redis.

    Raises:
        ServerMissing, ServerFailed
    """
    program = find_redis()
    if program is None:
        raise _missing("Redis server")
    folder = Path(tempfile.mkdtemp(prefix="ewrm-redis-"))
    password, port = secrets.token_hex(12), free_port()
    lines = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": folder,
        "requirepass": password,
        "appendonly": "yes",
        "save": '""',
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    config = folder / "redis.conf"
    config.touch(mode=0o600)
    config.write_text("\n".join(f"{name} {value}" for name, value in lines.items()), encoding="utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(program), str(config)],
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_ends_with_us(signal.SIGTERM),
        )
    server = Redis(process, folder, port, password, signal.SIGTERM)
    _wait_until(server, lambda: redis.Redis.from_url(server.url).ping(), redis.ConnectionError)
    return server


def _wait_until(server: _Server, ask: Callable[[], object], not_yet: type[Exception]) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            ask()
        except not_yet:
            if server.process.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
                continue
            log = (server.folder / "log").read_text(errors="replace")[-1500:]
            server.stop()
            raise ServerFailed(log) from None
        return
