"""Import of 1,000,000 tidy rows on PostgreSQL, beside raw COPY of the same rows into the same table.

Both are timed to the end of their commit, on the same private server, in turn. The invented values
belong to exercise countries. Memory is the peak of the importing process.
"""

from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.protocol import Ratio
from indicators.catalogue import load

NAME = "import"
ROWS = 1_000_000
MAX_RATIO = 2.0
MAX_MB = 500.0
ROOT = Path(__file__).resolve().parent.parent
COUNTRIES = [f"XA{letter}" for letter in "ABCDEFGHIJKL"]


def write_tidy(path: Path, rows: int) -> None:
    """A tidy file of `rows` values: exercise countries, indices and shares between 0 and 1, one a day."""
    codes = [spec.code for spec in load().indicators if spec.unit.startswith(("index 0-1", "share 0-1"))]
    per_day = [f"{country},{code}" for country, code in itertools.product(COUNTRIES, codes)]
    day, written = date(2025, 12, 31), 0
    with path.open("w", encoding="utf-8") as file:
        file.write("country,indicator,ref_end,value,unit,grade,published,source,note\n")
        while written < rows:
            stamp = f",{day.isoformat()},"
            for number, key in enumerate(per_day[: rows - written]):
                file.write(f"{key}{stamp}0.{(written + number) % 997:03d},,B2,2026-01-15,tidy,\n")
            written += min(len(per_day), rows - written)
            day -= timedelta(days=1)


def import_here(path: Path) -> tuple[float, float]:
    """(seconds, peak megabytes above the idle process) of the product's own import, in this process."""
    import django

    django.setup()
    from indicators.actions.imports import Release, import_file
    from ledger.actors import System

    started = time.perf_counter()
    report = import_file(by=System("system:bench"), importer="tidy", path=path, release=Release(), rescore=False)
    seconds = time.perf_counter() - started
    if not report.committed:
        raise SystemExit(f"the import was refused: {report.problems[:3]}")
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copy_here(dump: Path) -> float:
    """Seconds of raw COPY of the dumped rows into the emptied table, commit included."""
    import django

    django.setup()
    from django.db import connection, transaction

    from indicators.models import Observation

    table = Observation._meta.db_table
    with connection.cursor() as cursor:
        with dump.open("w") as file:
            cursor.cursor.copy_expert(f"COPY {table} TO STDOUT", file)
        cursor.execute(f"TRUNCATE {table} CASCADE")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, dump.open() as file:
        cursor.cursor.copy_expert(f"COPY {table} FROM STDIN", file)
    return time.perf_counter() - started


def _child(step: str, path: Path, url: str) -> list[float]:
    """One step in a process of its own, so that its memory is its own."""
    words = [sys.executable, "-m", "benchmarks.imports", step, str(path)]
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "warning.settings", "TESTING": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return [float(word) for word in done.stdout.split()]


def measure(rows: int = ROWS) -> dict[str, float]:
    """Seconds of both ways, and the importing process's peak memory in megabytes."""
    from tests.private_servers import start_postgres

    server = start_postgres(durable=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "tidy.csv"
            write_tidy(path, rows)
            url = server.url()
            environment = os.environ | {"DATABASE_URL": url}
            for command in (["migrate", "--verbosity", "0"], ["load_reference", "--verbosity", "0"]):
                words = [sys.executable, "manage.py", *command, "--skip-checks"]
                subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)
            seconds, megabytes = _child("import", path, url)
            (raw,) = _child("copy", Path(folder) / "dump.tsv", url)
    finally:
        server.stop()
    return {"import": seconds, "copy": raw, "megabytes": megabytes}


def run() -> list[Ratio]:
    """The import beside COPY, and its memory."""
    found = measure()
    detail = f"{found['import']:.1f} s / {found['copy']:.1f} s for {ROWS:,} rows"
    memory = f"{found['megabytes']:.0f} MB at the peak of the importing process, limit {MAX_MB:.0f} MB"
    return [
        Ratio("import of tidy rows against raw COPY", found["import"] / found["copy"], MAX_RATIO, detail),
        Ratio("memory of that import against its limit", found["megabytes"] / MAX_MB, 1.0, memory),
    ]


if __name__ == "__main__":
    if len(sys.argv) == 3:
        what, where = sys.argv[1], Path(sys.argv[2])
        print(*(import_here(where) if what == "import" else (copy_here(where),)))
    else:
        print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
