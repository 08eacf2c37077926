"""Put a frame of checked observations into the table: insert what is new, supersede what changed.

One meaning, two speeds. PostgreSQL takes the rows by COPY, SQLite by `executemany`; what counts as new,
superseding or unchanged is decided by the same SQL on both. Where the source has no row yet there is
nothing to compare with, and the rows go straight into the table.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from indicators.models import Observation

TABLE = Observation._meta.db_table
STAGING = "observation_staging"

# Column of the table -> column of the frame (see `STORED`), in the order in which COPY sends them.
COLUMNS = (
    "indicator_id",
    "country_id",
    "ref_end",
    "value",
    "unit",
    "raw",
    "raw_unit",
    "source_id",
    "grade",
    "published",
    "published_assumed",
    "retrieved_at",
    "import_run_id",
    "line",
    "column",
    "derivation",
    "input_lines",
)
CHUNK = 100_000


# Null is "never", which equals itself and no number.
OTHERWISE = "((p.value IS NULL) <> (s.value IS NULL) OR p.value <> s.value)"
KEY = ("country_id", "indicator_id", "source_id", "ref_end")


@dataclass(frozen=True, slots=True)
class Stored:
    """How many rows were new, said otherwise than the publication before, or said the same.

    `written` counts the rows stored. A later publication that says the same is stored too, as its
    confirmation: only so can an edition from between the two, imported after them, find its place.
    """

    new: int = 0
    superseding: int = 0
    unchanged: int = 0
    written: int = 0

    def __add__(self, other: Stored) -> Stored:
        """Sum of two tables."""
        return Stored(
            self.new + other.new,
            self.superseding + other.superseding,
            self.unchanged + other.unchanged,
            self.written + other.written,
        )


def store_observations(frames: Iterable[pd.DataFrame], run_id: int) -> Stored:
    """Insert the rows of `frames` (columns `COLUMNS`), inside the caller's transaction.

    Rows of one natural key (country, indicator, source, ref_end) are taken in the order of their
    publication; what this publication is known to have said already is not stored again.
    """
    given = written = 0
    writer = _Writer(run_id)
    for frame in frames:
        given += len(frame)
        written += writer.write(frame)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), COUNT(CASE WHEN {OTHERWISE} THEN 1 END) FROM {TABLE} s "  # noqa: S608 # nosec B608
            f"JOIN {TABLE} p ON p.id = s.supersedes_id WHERE s.import_run_id = %s",
            [run_id],
        )
        later, superseding = cursor.fetchone()
    new = written - later
    return Stored(new=new, superseding=superseding, unchanged=given - new - superseding, written=written)


class _Writer:
    """Remembers which keys and sources it has met, to take the fast way where there is nothing to compare."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.seen = np.empty(0, dtype=np.uint64)
        self.known: dict[str, bool] = {}

    def write(self, frame: pd.DataFrame) -> int:
        """Number of rows written."""
        if frame.duplicated(subset=list(KEY)).any():
            frame = frame.sort_values("published", kind="stable")
        keys = pd.util.hash_pandas_object(frame[list(KEY)], index=False).to_numpy()
        # A collision of hashes only sends a row the slow way, which is always right.
        again = np.isin(keys, self.seen) | frame.duplicated(subset=list(KEY)).to_numpy()
        self.seen = np.concatenate([self.seen, keys])
        has_history = frame["source_id"].map(self._has_history).to_numpy(dtype=bool)
        direct = ~again & ~has_history
        with connection.cursor() as cursor:
            written = _load(cursor, TABLE, frame[direct]) if direct.any() else 0
            for wave in _waves(frame[~direct]):
                written += _merge(cursor, wave)
        return written

    def _has_history(self, source: str) -> bool:
        if source not in self.known:
            earlier = Observation.objects.filter(source_id=source).exclude(import_run_id=self.run_id)
            self.known[source] = earlier.exists()
        return self.known[source]


def _waves(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Split by order of publication so that no natural key stands twice in one wave; mostly there is one."""
    if frame.empty:
        return
    ordered = frame.sort_values("published", kind="stable")
    nth = ordered.groupby(list(KEY), sort=False, observed=True).cumcount()
    for number in range(int(nth.max()) + 1):
        yield ordered[nth == number]


def _merge(cursor: Any, wave: pd.DataFrame) -> int:
    """Compare with what is there, by SQL that both engines speak; returns the rows written."""
    fields = ", ".join(_quoted(COLUMNS))
    cursor.execute(f"DROP TABLE IF EXISTS {STAGING}")
    cursor.execute(f"CREATE TEMPORARY TABLE {STAGING} AS SELECT {fields} FROM {TABLE} WHERE 1 = 0")  # noqa: S608 # nosec B608
    _load(cursor, STAGING, wave)
    same_key = (
        "o.country_id = s.country_id AND o.indicator_id = s.indicator_id "
        "AND o.source_id = s.source_id AND o.ref_end = s.ref_end"
    )
    picked = ", ".join(f"s.{name}" for name in _quoted(COLUMNS))
    cursor.execute(
        f"INSERT INTO {TABLE} ({fields}, version, supersedes_id) "  # noqa: S608 # nosec B608 - constants only
        f"SELECT {picked}, 1 + (SELECT COUNT(*) FROM {TABLE} o WHERE {same_key}), p.id "
        f"FROM (SELECT s.*, (SELECT o.id FROM {TABLE} o WHERE {same_key} AND o.published <= s.published "
        f"ORDER BY o.published DESC, o.id DESC LIMIT 1) AS before_id FROM {STAGING} s) s "
        f"LEFT JOIN {TABLE} p ON p.id = s.before_id "
        f"WHERE p.id IS NULL OR p.published <> s.published OR {OTHERWISE}"
    )
    written = int(cursor.rowcount)
    cursor.execute(f"DROP TABLE {STAGING}")
    return written


def _quoted(names: Iterable[str]) -> list[str]:
    return [connection.ops.quote_name(name) for name in names]


def _load(cursor: Any, table: str, frame: pd.DataFrame) -> int:
    """Put the rows into the table as they are."""
    extra = {"version": 1} if table == TABLE else {}
    names = ", ".join(_quoted([*COLUMNS, *extra]))
    for start in range(0, len(frame), CHUNK):
        part = frame.iloc[start : start + CHUNK][list(COLUMNS)].assign(**extra)
        if connection.vendor == "postgresql":
            # Floats by repr and empty for null: nothing is rounded on the way.
            text = io.StringIO()
            part.to_csv(text, header=False, index=False, na_rep="\\N", lineterminator="\n")
            text.seek(0)
            cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", text)
        else:
            marks = ", ".join(["%s"] * part.shape[1])
            rows = zip(*(_plain(part[name]) for name in part.columns), strict=True)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608 # nosec B608
    return len(frame)


def _plain(column: pd.Series) -> list[Any]:
    """Python values, with None for a missing number."""
    if column.name == "value":
        return [None if missing else float(value) for value, missing in zip(column, column.isna(), strict=True)]
    return list(column.astype(object))
