"""Sources with what they last brought: last data, last import, age, lag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.readers.catalogue import SeriesView


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source.

    Attributes:
        state: never | fresh | late | dead. Late: the newest data are older than lag plus cadence; dead: older
            than the maximum age.
        age_days: days from the end of the newest reference period to `today`.
        indicators: codes it fills, in catalogue order.
    """

    code: str
    publisher: str
    title: str
    licence: str
    redistribution: str
    cadence_days: int
    lag_days: int
    max_age_days: int
    reference_rule: str
    url: str
    note: str
    indicators: tuple[str, ...]
    observations: int
    countries: int
    first_ref: date | None
    last_ref: date | None
    last_published: date | None
    last_import_at: datetime | None
    last_import_id: int | None
    last_file: str
    age_days: int | None
    state: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """One committed import."""

    id: int
    importer: str
    file_name: str
    sha256: str
    size: int
    released: date | None
    lag_assumed: bool
    by: str
    at: datetime
    rows: int
    new: int
    superseding: int
    unchanged: int
    out_of_register: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source with its series and its imports, newest first (at most fifty)."""

    row: SourceRow
    series: tuple[tuple[str, str, SeriesView], ...]
    imports: tuple[ImportView, ...]


def source_list(world: str, user: Any, today: date) -> tuple[SourceRow, ...]:
    """All sources of a world, in code order."""
    raise NotImplementedError


def source_page(code: str, world: str, user: Any, today: date) -> SourcePage:
    """One source; raises Source.DoesNotExist."""
    raise NotImplementedError
