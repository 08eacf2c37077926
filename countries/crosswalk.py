"""PURE: codes and names of every publisher -> a country, "out of register", or "unknown" with a remedy.

A date decides between states that share a code (365 is the Soviet Union, then Russia). Without a date the
meaning in force now is taken. Nothing is guessed: what no table lists is unknown, and the nearest spellings
are only a remedy.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import numpy as np
import pandas as pd

from countries import tables
from countries.spelling import clean, fold, foreign_letter
from countries.tables import CountryRow, KeyRow, Span

SCHEMES = ("iso3", "iso2", "m49", "cow", "gw", "ewp", "vdem", "wb", "pitf", "name")
_NUMERIC = frozenset({"m49", "cow", "gw", "ewp", "vdem"})
# Searching spellings costs milliseconds: a file of nothing but unknown names must not take minutes.
_SEARCHED_SPELLINGS = 100
_NO_KEY = "empty: no country is named here. In a code column NA is Namibia; read the file so that NA stays text."


class Verdict(StrEnum):
    """What a key turned out to be."""

    COUNTRY = "country"
    OUT_OF_REGISTER = "out_of_register"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """What one key of one scheme means.

    Attributes:
        verdict: country, out of register, or unknown.
        iso3: the register's code for a country, else None.
        key: the key as it was given, as text.
        scheme: the scheme it was looked up in.
        note: why it is out of register; the remedy for an unknown; for a country "" or what to know
            (the date lies outside its existence, the publisher misprints it).
    """

    verdict: Verdict
    iso3: str | None
    key: str
    scheme: str
    note: str


class Crosswalk:
    """Every publisher's keys. Use `Crosswalk.load()`: the tables are read once."""

    def __init__(self) -> None:
        self._register: dict[str, CountryRow] = {row.iso3: row for row in tables.countries()}
        self._keys: dict[str, dict[str, list[KeyRow]]] = {scheme: {} for scheme in SCHEMES}
        self._outside: dict[str, dict[str, str]] = {scheme: {} for scheme in SCHEMES}
        for country in tables.countries():
            self._add_country(country)
        for row in (*tables.codes(), *tables.spellings()):
            self._add(row)
        for outside in tables.outside():
            for scheme in outside.schemes:
                self._outside[scheme][_lookup_key(outside.key, scheme)] = outside.reason

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Crosswalk:
        """The crosswalk of this version of the tables."""
        return cls()

    def resolve(self, key: object, *, scheme: str, on: date | None = None) -> Match:
        """Say what a key means.

        Args:
            key: code or name as the file has it; numbers may come as 255, 255.0 or "255".
            scheme: one of `SCHEMES`.
            on: the day the row speaks of; for a year, its last day.

        Raises:
            ValueError: no such scheme.
        """
        return self._resolve(key, scheme, on, suggest=True)

    def resolve_list(self, text: str, *, scheme: str, on: date | None = None) -> tuple[Match, ...]:
        """Resolve a cell that may name several countries, such as UCDP's "India, Pakistan" or "750, 770".

        A comma inside one name ("Korea, Republic of") is not a separator: the whole cell is tried first.
        """
        whole = self.resolve(text, scheme=scheme, on=on)
        parts = [part for part in str(text).replace(";", ",").split(",") if part.strip()]
        if whole.verdict is not Verdict.UNKNOWN or len(parts) < 2:
            return (whole,)
        return tuple(self.resolve(part.strip(), scheme=scheme, on=on) for part in parts)

    def resolve_frame(self, keys: pd.Series, *, scheme: str, years: pd.Series | None = None) -> pd.DataFrame:
        """Resolve a column.

        Args:
            keys: codes or names, as read.
            scheme: one of `SCHEMES`.
            years: calendar years aligned with `keys`; the year's last day decides. None: the meaning now.

        Returns:
            DataFrame with the index of `keys` and columns verdict, iso3 (None unless a country), note.
        """
        frame = pd.DataFrame({"key": keys.astype(object).to_numpy()})
        frame["year"] = -1 if years is None else pd.to_numeric(years).fillna(-1).astype(int).to_numpy()
        groups = frame.groupby(["key", "year"], dropna=False, sort=False)
        numbers = groups.ngroup().to_numpy()
        _, first = np.unique(numbers, return_index=True)
        unknown: set[str] = set()
        found = []
        for key, year in zip(frame["key"].to_numpy()[first], frame["year"].to_numpy()[first], strict=True):
            on = None if year < 1 else date(int(year), 12, 31)
            match = self._resolve(key, scheme, on, suggest=len(unknown) < _SEARCHED_SPELLINGS)
            if match.verdict is Verdict.UNKNOWN:
                unknown.add(match.key)
            found.append((match.verdict.value, match.iso3, match.note))
        columns = {
            name: np.array([row[place] for row in found], dtype=object)[numbers] if found else np.array([], object)
            for place, name in enumerate(("verdict", "iso3", "note"))
        }
        return pd.DataFrame(columns, index=keys.index, dtype=object)

    @property
    def register(self) -> tuple[CountryRow, ...]:
        """Every entry of both worlds."""
        return tuple(self._register.values())

    def codes_of(self, iso3: str) -> tuple[KeyRow, ...]:
        """Every code and spelling that names a country, in the order of the schemes."""
        return tuple(
            row
            for scheme in SCHEMES
            for rows in self._keys[scheme].values()
            for row in rows
            if row.iso3 == iso3 and row.schemes[0] == scheme
        )

    def _add_country(self, row: CountryRow) -> None:
        for scheme, key in (("iso3", row.iso3), ("wb", row.iso3)):
            self._add(KeyRow((scheme,), key, row.iso3, Span(), ""))
        if row.kind != "dissolved":
            for scheme, key in (("iso2", row.iso2), ("m49", row.m49)):
                if key:
                    self._add(KeyRow((scheme,), key, row.iso3, Span(), ""))
        for name in dict.fromkeys((row.name_en, row.name_fr, row.short_en, row.short_fr)):
            self._add(KeyRow(("name",), name, row.iso3, Span(), ""))

    def _add(self, row: KeyRow) -> None:
        for scheme in row.schemes:
            key = _lookup_key(row.key, scheme)
            rows = self._keys[scheme].setdefault(key, [])
            if row.span == Span() and rows:
                if row.iso3 not in {old.iso3 for old in rows}:
                    raise ValueError(f"{scheme} {row.key!r} names both {rows[0].iso3} and {row.iso3}")
                continue
            rows.append(row)

    def _resolve(self, key: object, scheme: str, on: date | None, *, suggest: bool) -> Match:
        if scheme not in self._keys:
            raise ValueError(f"no scheme {scheme!r}: use one of {', '.join(SCHEMES)}")
        text = _as_text(key)
        if not clean(text):
            return Match(Verdict.UNKNOWN, None, text, scheme, _NO_KEY)
        looked_up = _lookup_key(text, scheme)
        rows = self._keys[scheme].get(looked_up)
        if rows:
            row = _in_force(rows, on)
            return Match(Verdict.COUNTRY, row.iso3, text, scheme, self._remark(row, on))
        reason = self._outside[scheme].get(looked_up)
        if reason is not None:
            return Match(Verdict.OUT_OF_REGISTER, None, text, scheme, reason)
        return Match(Verdict.UNKNOWN, None, text, scheme, self._remedy(text, scheme, suggest=suggest))

    def _remark(self, row: KeyRow, on: date | None) -> str:
        country = self._register[row.iso3]
        remarks = [row.note] if row.note else []
        if on is not None and country.span.start is not None and on < country.span.start:
            remarks.append(f"{row.iso3} exists from {country.span.start} only")
        if on is not None and country.span.end is not None and on >= country.span.end:
            remarks.append(f"{row.iso3} ended on {country.span.end}")
        return "; ".join(remarks)

    def _remedy(self, text: str, scheme: str, *, suggest: bool) -> str:
        letter = foreign_letter(text)
        if letter:
            return f"{letter} is no Latin letter, though it may look like one: type {text!r} in Latin letters"
        elsewhere = [
            f"{other} {row.iso3}"
            for other in SCHEMES
            if other != scheme
            for row in self._keys[other].get(_lookup_key(text, other), [])[-1:]
        ]
        if elsewhere:
            return f"no {scheme} key; elsewhere it is {', '.join(elsewhere[:3])}: is the right scheme named?"
        near = self._nearest(text, scheme) if suggest else []
        return f"not in the crosswalk; nearest: {', '.join(near)}" if near else "not in the crosswalk"

    def _nearest(self, text: str, scheme: str) -> list[str]:
        """Up to three real countries' names that read alike, or codes that differ in one letter."""
        if scheme in _NUMERIC:
            return []
        key = _lookup_key(text, scheme)
        rows = {known: found[-1] for known, found in self._keys[scheme].items() if self._is_real(found[-1])}
        if scheme == "name":
            close = difflib.get_close_matches(key, rows, n=6, cutoff=0.72)
            return list(dict.fromkeys(f"{rows[known].key} ({rows[known].iso3})" for known in close))[:3]
        close = [known for known in rows if len(known) == len(key) and _letters_apart(known, key) == 1]
        return [f"{known} ({self._register[rows[known].iso3].name_en})" for known in sorted(close)[:3]]

    def _is_real(self, row: KeyRow) -> bool:
        return self._register[row.iso3].world == "real"


def _letters_apart(one: str, other: str) -> int:
    return sum(left != right for left, right in zip(one, other, strict=True))


def _as_text(key: object) -> str:
    if key is None or key is pd.NA or key is pd.NaT:
        return ""
    if isinstance(key, float | np.floating):
        if math.isnan(key):
            return ""
        return str(int(key)) if float(key).is_integer() else str(key)
    return str(key)


def _lookup_key(text: str, scheme: str) -> str:
    if scheme == "name":
        return fold(text)
    code = clean(text).upper()
    if scheme in _NUMERIC:
        number = code.removesuffix(".0")
        if number.isascii() and number.isdigit():
            return str(int(number))
    return code


def _in_force(rows: list[KeyRow], on: date | None) -> KeyRow:
    """The row whose span holds; where none does, the one nearest in time.

    Without a date the register's own name comes first: "Yugoslavia" alone is Yugoslavia, whatever it named later.
    """
    dated = sorted((row for row in rows if row.span != Span()), key=lambda row: row.span.start or date.min)
    if not dated or (on is None and len(dated) < len(rows)):
        return rows[0]
    for row in dated:
        if row.span.holds(on):
            return row
    before = on is not None and dated[0].span.start is not None and on < dated[0].span.start
    return dated[0] if before else dated[-1]
