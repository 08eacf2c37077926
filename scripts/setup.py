"""Set this checkout up: `.boot` (the installer), `.venv` (the locked packages), assets, compiled messages.

    python3 scripts/setup.py run     what `make run` needs
    python3 scripts/setup.py dev     and the tools of `make check`
    python3 scripts/setup.py test    and the programs the tests drive (PostgreSQL, Redis, Chromium)

Standard library only, any Python from 3.11 on. Every step leaves a stamp, so a second call costs a few
milliseconds; a stamp is the digest of what the step was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOT, VENV = ROOT / ".boot", ROOT / ".venv"
STAMPS = VENV / "stamps.json"
RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
# A set-up must never fetch an interpreter, nor be led astray by the caller's own environment.
_FOREIGN = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
ENVIRONMENT |= {"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


class SetupError(RuntimeError):
    """A step failed; the message is the one line to show."""


def _call(*command: str | Path) -> None:
    words = [str(part) for part in command]
    done = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        tail = (done.stderr or done.stdout or "").strip()[-3000:]
        raise SetupError(f"{' '.join(words)}\n{tail}")


def digest(*files: Path) -> str:
    """SHA-256 over the names and contents of files."""
    seen = hashlib.sha256()
    for file in files:
        seen.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return seen.hexdigest()


def _stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _stamp(**fresh: str) -> None:
    STAMPS.write_text(json.dumps(_stamps() | fresh, indent=1), encoding="utf-8")


def step(label: str, work: Callable[[], None]) -> None:
    """Run one step, and say how long it took: a slow start should show where."""
    print(f"  {label} …", end="", flush=True)
    start = time.monotonic()
    try:
        work()
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def _boot() -> Path | None:
    """The installer `uv` in `.boot`, or None where it cannot be had (then pip does the same, slower)."""
    uv = BOOT / "bin" / "uv"
    if not uv.exists():
        try:
            _call(sys.executable, "-m", "venv", BOOT)
            _call(BOOT / "bin" / "python", "-m", "pip", "install", "--quiet", "uv")
        except SetupError:
            return None
    return uv


def _works(python: Path) -> bool:
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", probe], capture_output=True).returncode == 0


def _make_venv(uv: Path | None) -> None:
    if _works(VENV / "bin" / "python"):
        return
    if uv is not None:
        _call(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
        return
    try:
        _call(sys.executable, "-m", "venv", "--clear", VENV)
    except SetupError as failure:
        from system_packages import install

        packages = [f"python3.{sys.version_info.minor}-venv"]
        if not install(packages):
            remedy = f"This Python has no venv: apt-get install -y {packages[0]}."
            raise SetupError(f"{remedy}\n{failure}") from failure
        _call(sys.executable, "-m", "venv", "--clear", VENV)


def _install(lock: Path) -> None:
    uv = _boot()
    _make_venv(uv)
    python = VENV / "bin" / "python"
    try:
        if uv is None:
            raise SetupError("no uv")
        _call(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, lock)
    except SetupError:
        # The index that pip is configured for may be unknown to uv; pip checks the same hashes.
        if not (VENV / "bin" / "pip").exists():
            _call(sys.executable, "-m", "venv", VENV)
        _call(python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", lock)
    # So that every tool of the environment finds the rooms, whatever it is started by.
    for site in VENV.glob("lib/python3*/site-packages"):
        (site / "early_warning.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    _stamp(lock=digest(lock), lock_name=lock.name)


def packages(*, development: bool) -> None:
    """Install the locked packages, unless they are there; the development lock holds the other."""
    stamps = _stamps()
    wanted = [DEVELOPMENT] if development else [DEVELOPMENT, RUNTIME]
    alive = _works(VENV / "bin" / "python")
    have = (stamps.get("lock_name"), stamps.get("lock"))
    if alive and have in [(lock.name, digest(lock)) for lock in wanted]:
        return
    # An environment that has the tools keeps them when the lock files change.
    lock = DEVELOPMENT if development or (alive and stamps.get("lock_name") == DEVELOPMENT.name) else RUNTIME
    step(f"Installing the packages of {lock.name}", lambda: _install(lock))


def built_files() -> None:
    """Copy the front-end assets and compile the messages, unless they are newer than what they come from."""
    made_by = [ROOT / "scripts" / "assets.py", ROOT / "scripts" / "messages.py"]
    catalogues = sorted((ROOT / "warning" / "locale").glob("*/LC_MESSAGES/*.po"))
    wanted = digest(*made_by, *catalogues) + _stamps().get("lock", "")
    targets = [ROOT / "static" / "vendor" / "plotly.min.js", *(po.with_suffix(".mo") for po in catalogues)]
    if _stamps().get("built") == wanted and all(target.exists() for target in targets):
        return
    python = VENV / "bin" / "python"

    def work() -> None:
        _call(python, "scripts/assets.py")
        _call(python, "scripts/messages.py", "compile")

    step("Copying assets, compiling messages", work)
    _stamp(built=wanted)


def main(goal: str) -> int:
    """Do what the goal needs; returns the exit code."""
    if goal not in {"run", "dev", "test"}:
        print(__doc__)
        return 2
    try:
        packages(development=goal != "run")
        built_files()
    except SetupError as failure:
        print(f"Set-up failed: {failure}", file=sys.stderr)
        return 1
    if goal != "test":
        return 0
    from system_packages import need

    missing = need()
    print("\n".join(missing), file=sys.stderr, end="\n" if missing else "")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "scripts"))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
