"""The heatmap as files, with exactly the filters of the page: CSV, HXL, JSON.

Names are English whatever the reader's language: files are read by programs and by other offices.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
from django.core.cache import cache
from django.utils import translation

import indicators
from indicators.catalogue import LEVELS
from indicators.exports.csv import heatmap_csv
from indicators.exports.heatmap_json import heatmap_data
from indicators.exports.hxl import Subject, hxl
from indicators.exports.numbers import Number, row_numbers
from indicators.readers.heatmap import Heatmap, HeatmapQuery, HeatmapRow, heatmap, heatmap_stamp
from indicators.readers.readings import readings

CACHE_SECONDS = 60 * 60 * 12


@lru_cache(maxsize=1)
def code_stamp() -> str:
    """Digest of this room's code, so that a new release never serves an old answer. Read once a process."""
    digest = hashlib.sha256()
    root = Path(indicators.__file__).parent
    for name in ("api", "delivery", "exports", "readers"):
        for path in sorted((root / name).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def stamp(query: HeatmapQuery, user: Any) -> str:
    """What every file of the query depends on, the user's scope included: two queries."""
    with translation.override("en"):
        return f"{code_stamp()}|{heatmap_stamp(query, user)}"


def heatmap_json(query: HeatmapQuery, user: Any, known_stamp: str) -> bytes:
    """The JSON, rendered once for all who may see the same rows.

    Args:
        known_stamp: `stamp(query, user)`, which the caller has made for its ETag already.
    """
    key = f"heatmap.json:{hashlib.sha256(known_stamp.encode()).hexdigest()}"
    body = _recent.get(key)
    if body is None:
        held: bytes | None = cache.get(key)
        body = _made(query, user) if held is None else zlib.decompress(held)
        if held is None:
            cache.set(key, zlib.compress(body, 1), CACHE_SECONDS)
        _remember(key, body)
    return body


# The last few answers as they are sent: unpacking one takes longer than all the rest of a second request. The
# cache behind holds many more, packed, because it may live in this process too.
_recent: dict[str, bytes] = {}
RECENT = 4


def _remember(key: str, body: bytes) -> None:
    while len(_recent) >= RECENT:
        _recent.pop(next(iter(_recent), ""), None)
    _recent[key] = body


def _made(query: HeatmapQuery, user: Any) -> bytes:
    with translation.override("en"):
        return orjson.dumps(heatmap_data(heatmap(query, user)))


def heatmap_file(query: HeatmapQuery, user: Any, format: str) -> Iterator[str]:
    """The file of the format `csv` or `hxl`, read from the database before the first line is sent."""
    with translation.override("en"):
        found = heatmap(query, user)
        made = hxl(_numbers(found)) if format == "hxl" else heatmap_csv(found)
        return iter(list(made))


def _numbers(found: Heatmap) -> Iterator[tuple[Subject, Number]]:
    """Every number of every row; indicators of the levels that the query shows follow their country's factors."""
    shown = found.query.level
    levels = {"all": "".join(LEVELS), "none": ""}.get(shown, shown)
    scores = [row.score_id for row in found.rows if row.score_id is not None and row.levels]
    by_score = {
        score: [number for _score, number in group]
        for score, group in groupby(readings(scores, levels), key=lambda pair: pair[0])
    }
    for row in found.rows:
        subject = _subject(row, found)
        for number in (*row_numbers(row, shown), *by_score.get(row.score_id or 0, ())):
            yield subject, number


def _subject(row: HeatmapRow, found: Heatmap) -> Subject:
    return Subject(
        iso3=row.iso3,
        name=row.name,
        as_of=row.scored_on or found.as_of,
        method=found.method,
        weights=found.weights,
        profile=found.profile,
        world=found.query.world,
        run=row.run_id,
        coverage=row.coverage,
        view=found.query.view,
    )


def file_name(query: HeatmapQuery, suffix: str) -> str:
    """A name that says what is in the file: world, date, form."""
    day = query.as_of.isoformat() if query.as_of else "newest"
    return f"heatmap-{query.world}-{day}.{suffix}"
