"""PURE: the register's own CSV tables as rows. `data/README.md` says what each holds and from where."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Span:
    """From a date on, and no more from another on; None is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether the day lies inside; without a day, whether the span is still open."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region. `parent` is "" for a region of the first order."""

    code: str
    name_en: str
    name_fr: str
    parent: str
    world: str


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One entry of the register, as in countries.csv and exercise.csv."""

    iso3: str
    iso2: str
    m49: str
    name_en: str
    name_fr: str
    short_en: str
    short_fr: str
    region: str
    subregion: str
    kind: str
    watched: bool
    span: Span
    note: str
    world: str


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """One successor of one predecessor."""

    predecessor: str
    successor: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class BorderRow:
    """One land border; `a` is the smaller code."""

    a: str
    b: str
    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key of one or more schemes: a code or a spelling, and the country it names while the span holds."""

    schemes: tuple[str, ...]
    key: str
    iso3: str
    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """One key that names no country of the register, with the reason."""

    schemes: tuple[str, ...]
    key: str
    reason: str


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(row: dict[str, str]) -> Span:
    return Span(_day(row["valid_from"]), _day(row["valid_to"]))


def _rows(name: str) -> list[dict[str, str]]:
    # csv, not pandas: pandas would read Namibia's NA as a missing value.
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _countries(name: str, world: str) -> list[CountryRow]:
    return [
        CountryRow(
            **{field: row[field] for field in ("iso3", "iso2", "m49", "name_en", "name_fr", "short_en", "short_fr")},
            **{field: row[field] for field in ("region", "subregion", "kind", "note")},
            watched=row["watched"] == "1",
            span=_span(row),
            world=world,
        )
        for row in _rows(name)
    ]


@lru_cache
def countries() -> tuple[CountryRow, ...]:
    """Every entry of both worlds."""
    return (*_countries("countries.csv", "real"), *_countries("exercise.csv", "exercise"))


@lru_cache
def regions() -> tuple[RegionRow, ...]:
    """Every region of both worlds, parents before their parts."""
    rows = (RegionRow(**row) for row in _rows("regions.csv"))
    return tuple(sorted(rows, key=lambda row: (row.parent != "", row.code)))


@lru_cache
def successions() -> tuple[SuccessionRow, ...]:
    """Every succession of both worlds."""
    return tuple(
        SuccessionRow(row["predecessor"], row["successor"], date.fromisoformat(row["on"]), row["note"])
        for name in ("succession.csv", "exercise_succession.csv")
        for row in _rows(name)
    )


@lru_cache
def borders() -> tuple[BorderRow, ...]:
    """Every land border of both worlds."""
    return tuple(
        BorderRow(row["a"], row["b"], _span(row), row["note"])
        for name in ("neighbours.csv", "exercise_neighbours.csv")
        for row in _rows(name)
    )


@lru_cache
def codes() -> tuple[KeyRow, ...]:
    """Codes of every scheme but those that countries() itself holds."""
    return tuple(
        KeyRow(tuple(row["schemes"].split()), row["code"], row["iso3"], _span(row), row["note"])
        for row in _rows("codes.csv")
    )


@lru_cache
def spellings() -> tuple[KeyRow, ...]:
    """Publishers' spellings beyond the register's own names."""
    return tuple(KeyRow(("name",), row["name"], row["iso3"], _span(row), row["note"]) for row in _rows("names.csv"))


@lru_cache
def outside() -> tuple[OutsideRow, ...]:
    """Keys that are out of register."""
    return tuple(OutsideRow(tuple(row["schemes"].split()), row["key"], row["reason"]) for row in _rows("outside.csv"))
