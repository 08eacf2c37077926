"""PURE: who borders whom by land, on a day. Source and policy: `countries/data/README.md`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from countries import tables
from countries.tables import BorderRow, Span


class Neighbours:
    """Land borders of the world and of the exercise. Use `Neighbours.load()`: the table is read once."""

    def __init__(self) -> None:
        self._spans: dict[str, Span] = {row.iso3: row.span for row in tables.countries()}
        self._rows: dict[str, list[tuple[str, BorderRow]]] = {iso3: [] for iso3 in self._spans}
        for row in tables.borders():
            self._rows[row.a].append((row.b, row))
            self._rows[row.b].append((row.a, row))

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Neighbours:
        """The neighbours of this version of the table."""
        return cls()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code of the register, in alphabetical order."""
        return tuple(sorted(self._spans))

    def exists(self, iso3: str, on: date | None = None) -> bool:
        """Whether a country exists on a day; without a day, whether it has not ended."""
        return self._spans[iso3].holds(on)

    def of(self, iso3: str, on: date | None = None) -> tuple[str, ...]:
        """Codes of the countries that border one by land.

        Args:
            iso3: a code of the register.
            on: the day; a border counts when it held and the neighbour existed. None: today's borders.

        Returns:
            Codes in alphabetical order; empty for an island.

        Raises:
            KeyError: the code is not in the register.
        """
        return tuple(
            sorted(other for other, row in self._rows[iso3] if row.span.holds(on) and self._spans[other].holds(on))
        )
