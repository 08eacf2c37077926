"""Load the register from its tables into the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from countries import tables
from countries.crosswalk import Crosswalk
from countries.models import Country, Neighbour, Region, Succession
from countries.spelling import fold
from countries.tables import CountryRow
from ledger.record import record

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows of regions, countries, successions and borders were written, how many left.

    `removed` counts borders and successions the tables no longer hold; countries and regions stay.
    """

    created: int
    updated: int
    unchanged: int
    removed: int

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated or self.removed)


@transaction.atomic
def load_countries(*, by: str) -> LoadReport:
    """Bring regions, countries, successions and borders of both worlds to the state of the tables.

    Loading twice writes nothing the second time. One event is recorded when something changed.

    Args:
        by: handle of who loads, or the name of the command.
    """
    counts: Counter[str] = Counter()
    # Parents first: a sub-region points at its region.
    for level in (False, True):
        counts += _bring(Region, ("code",), [_region(row) for row in tables.regions() if bool(row.parent) is level])
    counts += _bring(Country, ("iso3",), _country_rows())
    counts += _bring(Succession, ("predecessor_id", "successor_id"), _succession_rows(), prune=True)
    counts += _bring(Neighbour, ("a_id", "b_id", "kind"), _neighbour_rows(), prune=True)
    report = LoadReport(**{name: counts[name] for name in ("created", "updated", "unchanged", "removed")})
    if report.changed:
        record(action="countries.load_countries", actor=by, object="countries:register", body=asdict(report))
    return report


def _bring(
    model: type[Row], key: tuple[str, ...], rows: Iterable[Mapping[str, Any]], *, prune: bool = False
) -> Counter[str]:
    """Create what is missing, update what differs, leave the rest; `prune` drops what the rows do not hold."""
    manager = model._default_manager
    stored = {tuple(getattr(item, name) for name in key): item for item in manager.all()}
    new: list[Row] = []
    differing: list[Row] = []
    fields: set[str] = set()
    seen: set[tuple[object, ...]] = set()
    unchanged = 0
    for row in rows:
        at = tuple(row[name] for name in key)
        seen.add(at)
        item = stored.get(at)
        if item is None:
            new.append(model(**row))
            continue
        changed = {name: value for name, value in row.items() if getattr(item, name) != value}
        for name, value in changed.items():
            setattr(item, name, value)
        fields |= changed.keys()
        differing += [item] if changed else []
        unchanged += not changed
    gone = [item.pk for at, item in stored.items() if at not in seen] if prune else []
    manager.bulk_create(new)
    if differing:
        manager.bulk_update(differing, sorted(fields))
    if gone:
        manager.filter(pk__in=gone).delete()
    return Counter(created=len(new), updated=len(differing), unchanged=unchanged, removed=len(gone))


def _region(row: tables.RegionRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name_en": row.name_en,
        "name_fr": row.name_fr,
        "parent_id": row.parent or None,
        "world": row.world,
    }


def _country_rows() -> list[dict[str, Any]]:
    crosswalk = Crosswalk.load()
    return [_country(row, crosswalk) for row in tables.countries()]


def _country(row: CountryRow, crosswalk: Crosswalk) -> dict[str, Any]:
    plain = (
        "iso3",
        "iso2",
        "m49",
        "name_en",
        "name_fr",
        "short_en",
        "short_fr",
        "world",
        "kind",
        "watched",
        "note",
    )
    spellings = [key.key for key in crosswalk.codes_of(row.iso3) if key.schemes == ("name",)]
    words = [row.iso3, row.iso2, row.name_en, row.name_fr, row.short_en, row.short_fr, *spellings]
    return {
        **{name: getattr(row, name) for name in plain},
        "region_id": row.region or None,
        "subregion_id": row.subregion or None,
        "valid_from": row.span.start,
        "valid_to": row.span.end,
        "search_text": " | ".join(dict.fromkeys(fold(word) for word in words if word)),
    }


def _succession_rows() -> list[dict[str, Any]]:
    return [
        {"predecessor_id": row.predecessor, "successor_id": row.successor, "on": row.on, "note": row.note}
        for row in tables.successions()
    ]


def _neighbour_rows() -> list[dict[str, Any]]:
    return [
        {
            "a_id": row.a,
            "b_id": row.b,
            "kind": "land",
            "valid_from": row.span.start,
            "valid_to": row.span.end,
            "note": row.note,
        }
        for row in tables.borders()
    ]
