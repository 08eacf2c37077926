"""Run the suite on one engine after the other, each with its own private servers, and say how each ended.

scripts/test.py sqlite postgresql [-- words for pytest]
scripts/test.py realdata [-- words for pytest]       REALDATA names the folder of the real files
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Lane -> words for pytest. Real files are large: one process, so that memory stays in bounds.
LANES = {
    "sqlite": ["--engine", "sqlite", "-n", "2", "-m", "not realdata"],
    "postgresql": ["--engine", "postgresql", "-n", "2", "-m", "not realdata"],
    "realdata": ["--engine", "sqlite", "-m", "realdata"],
}


def run(lane: str, words: list[str]) -> int:
    """One lane; returns pytest's exit code."""
    print(f"== {lane}", flush=True)
    begin = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--durations=15", "--dist", "loadfile", *LANES[lane], *words]
    code = subprocess.run(command, cwd=ROOT).returncode
    print(f"{lane}: exit {code} after {time.monotonic() - begin:.0f} s", flush=True)
    return code


def main(arguments: list[str]) -> int:
    """Run the named lanes, all of them even when one fails."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    lanes, words = arguments[:split], arguments[split + 1 :]
    unknown = [lane for lane in lanes if lane not in LANES]
    if unknown or not lanes:
        print(__doc__)
        return 2
    if "realdata" in lanes:
        folder = Path(os.environ.get("REALDATA", "")).resolve()
        if not (folder / "FILES.csv").is_file():
            print(f"No real files at {folder}: name their folder, such as make realdata DATA=../shared/data.")
            return 1
        os.environ["REALDATA"] = str(folder)
    return max(run(lane, words) for lane in lanes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
