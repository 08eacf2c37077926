"""Load the method's own rows: indicators, sources and series. The catalogue's files are the truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from indicators.catalogue import Catalogue, load
from indicators.models import Indicator, Series, Source
from ledger.record import record


@dataclass(frozen=True, slots=True)
class Loaded:
    """Counts of rows by what became of them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        """Sum over tables."""
        return Loaded(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)


@transaction.atomic
def load_catalogue(*, by: str) -> Loaded:
    """Make the database say what the catalogue says. Idempotent; records one event if anything changed."""
    catalogue = load()
    done = _indicators(catalogue) + _sources(catalogue) + _series(catalogue)
    if done.created or done.updated:
        record(
            action="indicators.load_catalogue",
            actor=by,
            object=f"catalogue:{catalogue.method}",
            body={"digest": catalogue.digest, "created": done.created, "updated": done.updated},
        )
    return done


def _indicators(catalogue: Catalogue) -> Loaded:
    rows = [
        {"code": spec.code, "position": n, "name": spec.name, "level": spec.level, "factor": spec.factor}
        for n, spec in enumerate(catalogue.indicators)
    ]
    return upsert(Indicator, ("code",), rows)


def _sources(catalogue: Catalogue) -> Loaded:
    fields = [
        "code",
        "publisher",
        "title",
        "licence",
        "redistribution",
        "cadence_days",
        "lag_days",
        "reference_rule",
        "max_age_days",
        "url",
        "note",
    ]
    return upsert(Source, ("code",), [{name: getattr(feed, name) for name in fields} for feed in catalogue.feeds])


def _series(catalogue: Catalogue) -> Loaded:
    fields = [
        "field",
        "raw_unit",
        "stand_in",
        "raw_goalpost_0",
        "raw_goalpost_10",
        "max_age_days",
        "priority",
        "grade",
        "derivation",
        "reason",
    ]
    rows = [
        {"source_id": item.source, "indicator_id": item.indicator} | {name: getattr(item, name) for name in fields}
        for item in catalogue.series
    ]
    return upsert(Series, ("source_id", "indicator_id"), rows)


def upsert(model: type[models.Model], key: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Loaded:
    """Create or update reference rows by their key; a row that says the same is left alone."""
    manager = model._default_manager
    there = {tuple(getattr(row, name) for name in key): row for row in manager.all()}
    done = Loaded()
    for values in rows:
        row = there.get(tuple(values[name] for name in key))
        if row is None:
            manager.create(**values)
            done += Loaded(created=1)
        elif any(getattr(row, name) != value for name, value in values.items()):
            manager.filter(pk=row.pk).update(**values)
            done += Loaded(updated=1)
        else:
            done += Loaded(unchanged=1)
    return done
