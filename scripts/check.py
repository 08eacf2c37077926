"""Every check that reads the source without running the suite. All of them run; the exit code says if one failed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROOMS = ["ledger", "countries", "indicators", "assessments", "warning"]
# Settings of a production site; nothing is contacted.
PRODUCTION = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "for-the-check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "DATABASE_URL": "postgresql://check:check@127.0.0.1:1/check",
    "REDIS_URL": "redis://:check@127.0.0.1:1/0",
    "ALLOWED_HOSTS": "early-warning.example.org",
    "EMAIL_HOST": "mail.example.org",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One command; its output is shown only when it fails, or when it is asked to be."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    show: bool = False


def checks(state: Path) -> list[Check]:
    """All checks; `state` is an empty folder for what Django wants to write."""
    python, var = [str(BIN / "python")], {"VAR_DIR": str(state)}

    def tool(name: str, *words: str) -> list[str]:
        return [str(BIN / name), *words]

    return [
        Check("ruff", tool("ruff", "check", ".")),
        Check("format", tool("ruff", "format", "--check", ".")),
        Check("import-linter", tool("lint-imports")),
        # Rules only: its formatter would put white space into table cells and between inline words.
        Check("templates", tool("djlint", "templates", "--lint", "--quiet")),
        Check("bandit", tool("bandit", "-q", "-c", "pyproject.toml", "-r", *ROOMS)),
        Check("migrations", [*python, "manage.py", "makemigrations", "--check", "--dry-run"], var),
        Check(
            "deployment",
            [*python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            var | PRODUCTION,
        ),
        Check("messages", [*python, "scripts/messages.py", "check"], show=True),
    ]


def run(check: Check) -> tuple[Check, int, str, float]:
    """Run one check; returns it with exit code, output and seconds."""
    begin = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, env=os.environ | check.environment, capture_output=True, text=True)
    return check, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - begin


def main() -> int:
    """Run all checks, mypy beside the others since it takes as long as they do together."""
    failed = []
    mypy = Check("mypy", [str(BIN / "mypy")])
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for check, code, output, seconds in pool.map(run, [mypy, *checks(Path(folder))]):
            print(f"{'ok  ' if code == 0 else 'FAIL'} {check.name:<16} {seconds:5.1f} s", flush=True)
            if code or check.show:
                print("\n".join(f"     {line}" for line in output.splitlines()), flush=True)
            if code:
                failed.append(check.name)
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
