"""Programs of the operating system that the tests need: found, installed if we may, else named in one line.

Standard library only: it runs before the environment exists.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


def find_postgres_bin() -> Path | None:
    """Folder with `postgres`, `initdb` and `pg_dump` of one version; PG_BIN chooses, else the newest."""
    folders = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    if not folders:
        installed = Path("/usr/lib/postgresql").glob("*/bin")
        folders = sorted(installed, key=lambda p: float(p.parent.name), reverse=True)
        folders += [Path(found).parent for found in [shutil.which("postgres")] if found]
        folders += [Path("/opt/homebrew/bin"), Path("/usr/local/bin")]
    needed = ("postgres", "initdb", "pg_dump")
    return next((f for f in folders if all((f / name).exists() for name in needed)), None)


def find_redis() -> Path | None:
    """The `redis-server` program, or valkey's, which speaks the same protocol."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def find_chromium() -> Path | None:
    """A Chromium or Chrome; CHROMIUM chooses."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
    chosen = os.environ.get("CHROMIUM")
    found = chosen if chosen and Path(chosen).exists() else next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


@dataclass(frozen=True, slots=True)
class Program:
    """Something the operating system gives us."""

    name: str
    find: Callable[[], Path | None]
    packages: tuple[str, ...]
    variable: str


PROGRAMS = (
    Program("PostgreSQL server", find_postgres_bin, ("postgresql",), "PG_BIN"),
    Program("Redis server", find_redis, ("redis-server",), "PATH"),
    Program("Chromium", find_chromium, ("chromium", "fonts-dejavu-core"), "CHROMIUM"),
)


def _apt() -> list[str] | None:
    """The command that installs packages without asking, or None where this user may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    allowed = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n", "apt-get"] if allowed else None


def install(packages: Iterable[str]) -> bool:
    """Install packages of the distribution; True when apt-get said yes."""
    apt = _apt()
    if apt is None:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    for attempt in (command, [*apt, "update"], command):
        done = subprocess.run(attempt, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if attempt == command and done.returncode == 0:
            return True
    sys.stderr.write(done.stderr.decode(errors="replace")[-2000:])
    return False


def need(programs: Iterable[Program] = PROGRAMS) -> list[str]:
    """Find or install each program; returns one line for each that is still missing."""
    missing = []
    for program in programs:
        if program.find() is not None:
            continue
        print(f"  {program.name}: not found, installing {' '.join(program.packages)}", flush=True)
        if not install(program.packages) or program.find() is None:
            missing.append(
                f"{program.name} is missing: apt-get install -y --no-install-recommends "
                f"{' '.join(program.packages)} (or name it with {program.variable})."
            )
    return missing


if __name__ == "__main__":
    lines = need()
    print("\n".join(lines) or "PostgreSQL, Redis and Chromium are there.")
    sys.exit(bool(lines))
