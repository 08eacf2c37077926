"""`make bench`: run every benchmark (or those named), print one table, fail when a limit is missed.

Each runs in a process of its own, one after the other, so that neither memory nor caches of one help another.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from types import ModuleType

from benchmarks.protocol import Ratio

FOLDER = Path(__file__).resolve().parent
_BESIDE = {"__init__", "run", "protocol"}
_MARK = "ratios: "


def modules() -> dict[str, ModuleType]:
    """Every benchmark by its NAME."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem in _BESIDE:
            continue
        module = import_module(f"benchmarks.{path.stem}")
        # A module without `run` is a helper of others.
        if hasattr(module, "run"):
            found[str(module.NAME)] = module
    return found


def run_apart(name: str) -> list[Ratio]:
    """Run one benchmark in its own process.

    Raises:
        RuntimeError: it failed; the message is what it printed.
    """
    command = [sys.executable, "-m", "benchmarks.run", "--one", name]
    done = subprocess.run(command, cwd=FOLDER.parent, capture_output=True, text=True, check=False)
    line = next((text for text in done.stdout.splitlines() if text.startswith(_MARK)), None)
    if done.returncode or line is None:
        raise RuntimeError((done.stdout + done.stderr)[-3000:])
    return [Ratio(**entry) for entry in json.loads(line.removeprefix(_MARK))]


def table(ratios: list[Ratio]) -> str:
    """The figures as text, one line each."""
    width = max(len(ratio.name) for ratio in ratios)
    lines = []
    for ratio in ratios:
        verdict = "ok  " if ratio.passed else "FAIL"
        lines.append(
            f"{verdict} {ratio.name:<{width}} {ratio.value:9.3f}  limit {ratio.limit:<8g} {ratio.detail}".rstrip()
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, or all."""
    known = modules()
    if arguments[:1] == ["--one"]:
        print(_MARK + json.dumps([asdict(ratio) for ratio in known[arguments[1]].run()]))
        return 0
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    ratios: list[Ratio] = []
    broken = []
    for name in arguments or known:
        begin = time.monotonic()
        try:
            ratios += run_apart(name)
        except RuntimeError as failure:
            broken.append(name)
            print(f"{name} did not run:\n{failure}", file=sys.stderr)
        print(f"  {name}: {time.monotonic() - begin:.0f} s", flush=True)
    if ratios:
        print(table(ratios))
    missed = [ratio.name for ratio in ratios if not ratio.passed] + broken
    print(f"bench: {'missed: ' + '; '.join(missed) if missed else 'all limits kept'}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
