"""Memory of a CSV export of 1,000,000 observations, streamed, on both engines.

The process serves a small export first, then the whole one; what its peak rises above the resident memory in
between is the export's. The rows are invented, of exercise countries, and made inside the database.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.child import call, postgresql, prepare, reader, sqlite
from benchmarks.protocol import Ratio

NAME = "export"
ROWS = 1_000_000
MAX_MB = 60.0
LIST = "/api/v1/observations/?world=exercise&format=csv"

# 12 countries times 70 indicators; the version tells one value of a period from the next.
_ROWS = """
INSERT INTO indicators_observation (indicator_id, country_id, ref_end, value, unit, raw, raw_unit, source_id, grade,
  published, published_assumed, retrieved_at, import_run_id, line, "column", derivation, input_lines, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s)
SELECT c.code, 'XA' || substr('ABCDEFGHIJKL', n.i %% 12 + 1, 1), '2025-12-31', (n.i %% 997) / 997.0, 'index 0-1',
  '', '', 'bench', 'B2', '2026-01-15', %s, %s, %s, n.i + 2, 'value', '', '', n.i / 840 + 1
FROM n JOIN indicators_indicator c ON c.position = (n.i / 12) %% 70
"""


def fill(rows: int) -> None:
    """Observations, made by the database itself."""
    from django.db import connection
    from django.utils import timezone

    from indicators.models import ImportRun, Source

    Source.objects.create(
        code="bench", publisher="Bench", title="Bench", licence="invented", redistribution="full", cadence_days=365,
        lag_days=0, reference_rule="31 December", max_age_days=400, world="exercise",
    )  # fmt: skip
    run = ImportRun.objects.create(
        importer="tidy", world="exercise", file_name="bench.csv", sha256="0" * 64, size=1, by="system:bench",
        at=timezone.now(), rows=rows, new=rows, superseding=0, unchanged=0, catalogue_digest="0" * 64, event_seq=0,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [rows, False, timezone.now(), run.pk])


def resident() -> float:
    """Megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def peak() -> float:
    """Most megabytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child() -> dict[str, Any]:
    """Fill, then stream, on the database of the settings."""
    prepare()
    from django.test import Client

    fill(ROWS)
    _user, key = reader()
    client = Client(headers={"Authorization": f"Token {key}"})
    for part in client.get(f"{LIST}&country=XAA&indicator=R-RF8-01").streaming_content:
        assert part
    idle, before = resident(), peak()
    started, size, lines = time.perf_counter(), 0, 0
    for part in client.get(LIST).streaming_content:
        size += len(part)
        lines += part.count(b"\n")
    assert lines == ROWS + 1, lines
    seconds = time.perf_counter() - started
    # What was held before at some moment is the process's own; only a new peak is the export's.
    return {"above": max(0.0, peak() - max(idle, before)) + max(0.0, resident() - idle), "idle": idle,
            "peak": peak(), "seconds": seconds, "bytes": size}  # fmt: skip


def run() -> list[Ratio]:
    """Megabytes above idle, on each engine."""
    found = []
    for engine, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with place() as (url, folder):
            m = call("benchmarks.export", url, folder)
        detail = f"{m['bytes'] / 1e6:.0f} MB of CSV in {m['seconds']:.0f} s, idle {m['idle']:.0f} MB"
        found.append(Ratio(f"export: MB above idle, {engine}", m["above"], MAX_MB, detail))
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        print(json.dumps(child()))
    else:
        for ratio in run():
            print(ratio)
