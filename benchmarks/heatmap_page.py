"""The heatmap page of 200 countries: the whole answer beside rendering the same template from memory.

Run as `python -m benchmarks.heatmap_page [countries] [dates]`. Both sides are measured in one process, in
turn, on a database of its own; the smallest of several rounds counts. "From memory" starts with the rows
that the reader returned and ends with the bytes of the page: presenting, rendering, the frame.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.protocol import Ratio

NAME = "heatmap page"
MAX_RATIO, MAX_CACHED, MAX_QUERIES = 1.5, 0.2, 12
ROUNDS = 15
ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "/heatmap?world=exercise"


def best(tasks: dict[str, Callable[[], Any]], rounds: int = ROUNDS) -> dict[str, float]:
    """Smallest seconds of each task over interleaved rounds, so that a busy machine harms all alike."""
    seconds = dict.fromkeys(tasks, float("inf"))
    for _ in range(rounds):
        for name, task in tasks.items():
            started = time.perf_counter()
            task()
            seconds[name] = min(seconds[name], time.perf_counter() - started)
    return seconds


def measure_here(countries: int, dates: int) -> dict[str, float]:
    """In the database of the settings: seconds of each way, number of queries, bytes of the page."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.big_world import build
    from tests.cast import enter

    build(countries, dates)
    user = enter("farida")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="warning.authz.RoleBackend")
    first = client.get(ADDRESS)
    if first.status_code != 200:
        raise SystemExit(first.content.decode()[:500])
    etag = client.get(ADDRESS)["ETag"]

    def cold() -> None:
        cache.clear()
        client.get(ADDRESS)

    def unchanged() -> None:
        if client.get(ADDRESS, headers={"If-None-Match": etag}).status_code != 304:
            raise SystemExit("the unchanged page was not answered 304")

    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        client.get(ADDRESS)
    queries = len(seen)
    tasks = {
        "memory": _from_memory(user),
        "cold": cold,
        "cached": lambda: client.get(ADDRESS),
        "unchanged": unchanged,
    }
    return best(tasks) | {"queries": float(queries), "bytes": float(len(first.content))}


def _from_memory(user: Any) -> Callable[[], Any]:
    """The same page from the reader's rows, already read."""
    from datetime import date

    from django.template.loader import render_to_string
    from django.test import RequestFactory

    from indicators.pages.heatmap import render_fragment
    from indicators.pages.heatmap_filters import filter_form
    from indicators.readers.heatmap import HeatmapQuery, heatmap

    today = date.today()
    query = HeatmapQuery.from_params({}, user, today, world="exercise")
    found = heatmap(query, user)
    request = RequestFactory(SERVER_NAME="localhost").get(ADDRESS)
    request.user = user
    request.world = "exercise"  # type: ignore[attr-defined]

    def render() -> str:
        context = {"form": filter_form(query, found, today), "fragment": render_fragment(found, user), "errors": ()}
        return render_to_string("indicators/heatmap/page.html", context, request)

    return render


def measure(countries: int = 200, dates: int = 500) -> dict[str, float]:
    """The same in a process and a database of its own, which are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"VAR_DIR": folder, "TESTING": "1", "DJANGO_SETTINGS_MODULE": "warning.settings"}
        environment.pop("DATABASE_URL", None)
        for command in (["migrate", "--verbosity", "0"], ["load_reference", "--verbosity", "0"]):
            words = [sys.executable, "manage.py", *command, "--skip-checks"]
            subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)
        words = [sys.executable, "-m", "benchmarks.heatmap_page", "here", str(countries), str(dates)]
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        pairs = (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
        return {name: float(value) for name, value in pairs}


def report(found: dict[str, float]) -> list[tuple[str, float, float]]:
    """(what, measured, limit) rows for the table of all benchmarks."""
    memory = found["memory"]
    return [
        ("heatmap page / rendering from memory", found["cold"] / memory, MAX_RATIO),
        ("heatmap page, fragment cached / rendering from memory", found["cached"] / memory, MAX_CACHED),
        ("heatmap page, answered 304 / rendering from memory", found["unchanged"] / memory, MAX_CACHED),
        ("heatmap page, queries", found["queries"], MAX_QUERIES),
    ]


def run() -> list[Ratio]:
    """The figures for `make bench`."""
    return [Ratio(*row) for row in report(measure())]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    if "here" in sys.argv:
        for key, value in measure_here(*numbers).items():
            print(f"{key}\t{value}")
    else:
        measured = measure(*numbers)
        print(
            {
                key: round(value * 1e3, 2) if value < 60 and key != "queries" else value
                for key, value in measured.items()
            }
        )
        for what, value, limit in report(measured):
            print(f"{'ok  ' if value <= limit else 'OVER'} {value:8.2f}  (limit {limit:g})  {what}")
