"""Rows of an importer -> accepted, out of register, or a named problem. Pure.

A file with one problem changes nothing, so the writer asks for the problems of all pieces before it keeps one.
`Checker` remembers the keys it has seen: a duplicate is found across the whole file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from countries import tables
from countries.crosswalk import Verdict
from indicators import origins
from indicators.catalogue import Catalogue
from indicators.duplicates import Seen, SeenEvents
from indicators.importers.base import EVENT_COLUMNS, ROW_COLUMNS, Parsed
from indicators.importers.problems import Problem, Refused, problem
from indicators.importers.ranges import bounds
from indicators.publication import assign_publication
from indicators.telling import Codes, Flags, Row, factors, grades, tell

__all__ = ["Checked", "Checker", "Problem", "Refused", "assign_publication"]

KEYS = ("key", "scheme")
ACCEPTED = ["iso3", *(name for name in ROW_COLUMNS if name not in KEYS)]
ACCEPTED_EVENTS = ["iso3", *(name for name in EVENT_COLUMNS if name not in KEYS)]
# These codes mean what they mean now; the others changed hands, so the year decides.
TIMELESS = ("iso3", "iso2", "m49", "wb", "name")
ELECTION = "T-RF2-01"


class Resolver(Protocol):
    """What is needed of countries.crosswalk.Crosswalk."""

    def resolve_frame(self, keys: pd.Series, *, scheme: str, years: pd.Series | None = None) -> pd.DataFrame:
        """verdict, iso3 and note for every key."""


@dataclass(slots=True)
class Checked:
    """What came of one piece: rows to keep (`ACCEPTED`), events to keep, problems, and counts.

    `out_of_register` names each key with its rows and the reason; `duplicates` counts lines that repeat another.
    """

    accepted: pd.DataFrame
    events: pd.DataFrame
    problems: list[Problem]
    out_of_register: dict[str, dict[str, Any]] = field(default_factory=dict)
    duplicates: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    worlds: frozenset[str] = frozenset()
    lines_read: int = 0


class Checker:
    """Checks the pieces of one file, in their order."""

    def __init__(self, *, catalogue: Catalogue, crosswalk: Resolver, today: date, invented: Iterable[str] = ()) -> None:
        """`invented` are the feeds of the exercise, which the catalogue does not list."""
        self.catalogue, self.crosswalk = catalogue, crosswalk
        self._invented = frozenset(invented)
        self.today = np.datetime64(today, "s")
        self._feeds = {feed.code for feed in catalogue.feeds} | self._invented
        self._worlds = {row.iso3: row.world for row in tables.countries()}
        self._seen = Seen(
            indicators=list(catalogue.by_code), countries=sorted(self._worlds), sources=sorted(self._feeds)
        )
        self._events_seen = SeenEvents()
        self._world_lines: dict[str, int] = {}

    def check(self, parsed: Parsed) -> Checked:
        """One piece. Its rows are kept only if no piece of the file has a problem."""
        found = Checked(pd.DataFrame(), pd.DataFrame(), list(parsed.problems), lines_read=parsed.lines_read)
        found.skipped = dict(parsed.skipped)
        rows, events = self._countries(parsed.rows, found), self._countries(parsed.events, found)
        if len(rows):
            found.problems += self._rows(rows)
            rows = rows[rows["ref_end"].notna()]  # a row without its day has been told already
            repeated, clashes = self._seen.repeated(rows)
            found.problems += clashes
            found.duplicates = int(repeated.sum())
            rows = self._with_units(rows[~repeated] if repeated.any() else rows)
        if len(events):
            found.problems += self._events(events)
            repeated, clashes = self._events_seen.repeated(events)
            found.problems += clashes
            found.duplicates += int(repeated.sum())
            events = events[~repeated]
        found.accepted, found.events = _shaped(rows, ACCEPTED), _shaped(events, ACCEPTED_EVENTS)
        found.worlds = self._one_world((rows, events), found)
        return found

    def _countries(self, rows: pd.DataFrame, found: Checked) -> pd.DataFrame:
        """The rows of the register with their iso3; the others are counted or told."""
        if not len(rows):
            return rows
        dated = "ref_end" if "ref_end" in rows else "date"
        verdict, iso3, note = self._resolved(rows, dated)
        for label, note_down in ((Verdict.UNKNOWN, _tell_unknown), (Verdict.OUT_OF_REGISTER, _tell_outside)):
            hit = verdict == label.value
            if hit.any():
                note_down(rows[hit], note[hit], found)
        kept = verdict == Verdict.COUNTRY.value
        rows = rows.assign(iso3=pd.Categorical(iso3))
        return rows if kept.all() else rows[kept]

    def _resolved(self, rows: pd.DataFrame, dated: str) -> tuple[npt.NDArray[Any], ...]:
        out = tuple(np.empty(len(rows), dtype=object) for _ in range(3))
        schemes, names = factors(rows["scheme"])
        for at, scheme in enumerate(names):
            mask = schemes == at
            keys = rows["key"][mask]
            if scheme in TIMELESS:
                codes, uniques = factors(keys)
                found = self.crosswalk.resolve_frame(pd.Series(uniques, dtype=object), scheme=scheme).iloc[codes]
            else:
                found = self.crosswalk.resolve_frame(keys, scheme=scheme, years=rows[dated][mask].dt.year)
            for target, column in zip(out, ("verdict", "iso3", "note"), strict=True):
                target[mask] = found[column].to_numpy()
        return out

    def _rows(self, rows: pd.DataFrame) -> list[Problem]:
        codes, names = factors(rows["indicator"])
        known = np.array([name in self.catalogue.by_code for name in names])
        if not known.all():
            return self._unknown_indicators(rows, ~known[codes])
        return [
            *grades(rows),
            *self._origins(rows),
            *self._units(rows, codes, names),
            *self._nevers(rows, codes, names),
            *self._values(rows, codes, names),
            *self._dates(rows, ("ref_end", "published")),
        ]

    def _unknown_indicators(self, rows: pd.DataFrame, wrong: Flags) -> list[Problem]:
        def remedy(row: Row) -> str:
            near = difflib.get_close_matches(str(row["indicator"]), list(self.catalogue.by_code), n=3, cutoff=0.6)
            return f"not in the catalogue; nearest: {', '.join(near)}" if near else "not in the catalogue"

        return tell(rows, wrong, "indicator", "indicator_unknown", "indicator", remedy)

    def _origins(self, rows: pd.DataFrame) -> list[Problem]:
        told = origins.sources(rows, feeds=self._feeds, invented=self._invented, worlds=self._worlds)
        return [*origins.spellings(rows), *told]

    def _units(self, rows: pd.DataFrame, codes: Codes, names: list[str]) -> list[Problem]:
        units, texts = factors(rows["unit"])
        right = {
            (code, at)
            for code, name in enumerate(names)
            for at, text in enumerate(texts)
            if text in ("", self.catalogue.by_code[name].unit)
        }
        pairs = codes.astype(np.int64) * len(texts) + units
        wrong = np.isin(pairs, [code * len(texts) + at for code, at in right], invert=True)
        return tell(
            rows,
            wrong,
            "unit",
            "unit_mismatch",
            "unit",
            lambda row: f"{row['indicator']} is in: {self.catalogue.by_code[str(row['indicator'])].unit}",
        )

    def _with_units(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows, with the catalogue's unit where the file left it out."""
        blank = (rows["unit"] == "").to_numpy()
        if not blank.any():
            return rows
        units = {spec.code: spec.unit for spec in self.catalogue.indicators}
        filled = rows["unit"].astype(object).where(~blank, rows["indicator"].map(units).astype(object))
        return rows.assign(unit=filled.astype("category"))

    def _nevers(self, rows: pd.DataFrame, codes: Codes, names: list[str]) -> list[Problem]:
        takes = np.array([self.catalogue.by_code[name].takes_never for name in names])[codes]
        never = rows["never"].to_numpy(bool)
        return tell(rows, never & ~takes, "value", "never_not_allowed", None, lambda row: "a number is needed here")

    def _values(self, rows: pd.DataFrame, codes: Codes, names: list[str]) -> list[Problem]:
        """Numbers outside their unit; those of a stand-in are looked at as published, in the published unit."""
        spans = [bounds(self.catalogue.by_code[name].unit) for name in names]
        low, high = (np.array([span[side] for span in spans])[codes] for side in (0, 1))
        value = rows["value"].to_numpy(np.float64, copy=True)
        for mask, unit in self._stand_in_rows(rows, names):
            value[mask] = pd.to_numeric(rows["raw"][mask], errors="coerce").to_numpy(np.float64)
            low[mask], high[mask] = bounds(unit)
        wrong = (value < low) | (value > high) | np.isinf(rows["value"].to_numpy(np.float64))
        if not wrong.any():
            return []
        return tell(
            rows.assign(shown=value, low=low, high=high),
            wrong,
            None,
            "value_range",
            "shown",
            lambda row: f"{row['indicator']} lies between {row['low']:g} and {row['high']:g}",
        )

    def _stand_in_rows(self, rows: pd.DataFrame, names: list[str]) -> Iterator[tuple[Flags, str]]:
        """Which rows each stand-in has here, and the unit it was published in."""
        present = [item for item in self.catalogue.series if item.stand_in and item.indicator in names]
        if not present:
            return
        sources, feeds = factors(rows["source"])
        for item in present:
            if item.source in feeds:
                mask = (sources == feeds.index(item.source)) & (rows["indicator"] == item.indicator).to_numpy()
                # What was published as words has been mapped by name: there is no number to bound.
                yield mask & (rows["raw"] != "").to_numpy(), item.raw_unit

    def _dates(self, rows: pd.DataFrame, columns: tuple[str, ...]) -> list[Problem]:
        codes = {"ref_end": "date_in_future", "published": "published_in_future"}
        return [
            item
            for column in columns
            for item in tell(
                rows,
                (rows[column] > pd.Timestamp(self.today)).to_numpy(),
                column,
                codes[column],
                column,
                lambda row: f"later than today, {str(self.today)[:10]}",
            )
        ]

    def _events(self, events: pd.DataFrame) -> list[Problem]:
        known = events["indicator"].isin(list(self.catalogue.by_code)).to_numpy()
        severity = events["severity"].to_numpy(np.float64)
        computed = (events["indicator"] == ELECTION).to_numpy()
        missing = np.isnan(severity) & ~computed
        outside = (severity < 0) | (severity > 10)
        return [
            *self._unknown_indicators(events, ~known),
            *grades(events),
            *self._origins(events),
            *tell(events, missing, "value", "severity_missing", None, lambda row: "a severity from 0 to 10 is needed"),
            *tell(events, outside, "value", "value_range", "severity", lambda row: "a severity lies between 0 and 10"),
            *self._dates(events, ("published",)),
        ]

    def _one_world(self, frames: tuple[pd.DataFrame, ...], found: Checked) -> frozenset[str]:
        """Which worlds the file speaks of; two are a problem."""
        for frame in frames:
            if len(frame):
                lines = frame["line"].groupby(frame["iso3"], observed=True).min()
                for iso3, line in lines.items():
                    self._world_lines.setdefault(self._worlds[str(iso3)], int(line))
        if len(self._world_lines) > 1 and not any(item.code == "two_worlds" for item in found.problems):
            line = max(self._world_lines.values())
            remedy = "real countries and the exercise are never mixed: split the file"
            worlds = " and ".join(sorted(self._world_lines))
            found.problems.append(problem(line, "country", "two_worlds", worlds, remedy))
        return frozenset(self._world_lines)


def _tell_unknown(rows: pd.DataFrame, notes: npt.NDArray[Any], found: Checked) -> None:
    first = rows.assign(note=notes, rows=1).groupby("key", observed=True, sort=False)
    for key, line, note, count in first.agg({"line": "min", "note": "first", "rows": "sum"}).itertuples():
        remedy = f"{note} ({count} rows)" if count > 1 else str(note)
        found.problems.append(problem(line, "country", "country_unknown", key, remedy))


def _tell_outside(rows: pd.DataFrame, notes: npt.NDArray[Any], found: Checked) -> None:
    groups = rows.assign(note=notes, rows=1).groupby("key", observed=True, sort=False)
    for key, note, count in groups.agg({"note": "first", "rows": "sum"}).itertuples():
        entry = found.out_of_register.setdefault(str(key), {"rows": 0, "reason": str(note)})
        entry["rows"] += int(count)


def _shaped(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    if not len(rows):
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    return rows[columns].reset_index(drop=True)
