"""Evidence of many countries as NumPy columns: what `score_panel` reads (specification C.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue.spec import Catalogue
from indicators.matrix.layout import Flags, Floats, Ints, Layout, layout_of

NEVER = np.iinfo(np.int32).max
EPOCH = 719163  # ordinal of 1970-01-01


@dataclass(frozen=True, eq=False)
class Observations:
    """(M,) columns, sorted by country and then from the highest id to the lowest; dates are day numbers.

    `value` is NaN for "never" in decay rows; `superseded` is NEVER while in force; `row` is the position of
    the observation in the table it was built from.
    """

    country: Ints
    indicator: Ints
    ref_end: Ints
    published: Ints
    superseded: Ints
    value: Floats
    priority: Ints
    max_age: Ints
    quality: Floats
    row: Ints


@dataclass(frozen=True, eq=False)
class Events:
    """(E,) columns, sorted as the observations; a NaN severity is the election's own (C.5)."""

    country: Ints
    indicator: Ints
    day: Ints
    published: Ints
    superseded: Ints
    severity: Floats
    quality: Floats
    row: Ints


@dataclass(frozen=True, eq=False)
class Watches:
    """(K,) spans in which a feed was watched: from `start` to its `last` heartbeat."""

    country: Ints
    indicator: Ints
    start: Ints
    last: Ints


@dataclass(frozen=True, eq=False)
class Opinions:
    """(A,) adjustments or expert scores in force from `start` to `end`, both included; later rows win."""

    country: Ints
    factor: Ints
    start: Ints
    end: Ints
    amount: Floats
    panel: Flags


@dataclass(frozen=True, eq=False)
class Panel:
    """Everything known of C countries: columns of evidence and (C, I) flags of what does not apply.

    `valid_from` and `valid_to` (C,) are the days a country begins and no longer exists.
    """

    countries: tuple[str, ...]
    observations: Observations
    events: Events
    watches: Watches
    adjustments: Opinions
    experts: Opinions
    not_applicable: Flags
    outside_profile: Flags
    valid_from: Ints
    valid_to: Ints


def panel_of_frames(
    countries: Sequence[str],
    observations: pd.DataFrame,
    *,
    catalogue: Catalogue,
    events: pd.DataFrame | None = None,
    monitored: pd.DataFrame | None = None,
    adjustments: pd.DataFrame | None = None,
    expert_scores: pd.DataFrame | None = None,
    not_applicable: Mapping[str, Sequence[str]] | None = None,
    outside_profile: Sequence[str] | frozenset[str] = (),
    validity: Mapping[str, tuple[Any, Any]] | None = None,
) -> Panel:
    """Build a panel from tables with the bundle's field names and an `entity` column beside them.

    Observations: entity, id, code, value, ref_end, published, and optionally source, priority, grade,
    max_age_days, superseded_on. Events: entity, id, code, date, severity, grade, published. Monitored:
    entity, code, start, last. Dates may be dates, ISO strings or datetimes. KeyError names an unknown code.
    """
    layout = layout_of(catalogue)
    place = {name: at for at, name in enumerate(countries)}
    size = (len(countries), layout.size)
    absent, outside = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for name, codes in (not_applicable or {}).items():
        absent[place[name], [layout.position[code] for code in codes]] = True
    outside[:, [layout.position[code] for code in outside_profile]] = True
    begins, ends = np.full(size[0], -NEVER), np.full(size[0], NEVER)
    for name, (start, end) in (validity or {}).items():
        span = days_of(pd.Series([start, end], dtype=object))
        begins[place[name]] = -NEVER if span[0] == NEVER else span[0]
        ends[place[name]] = span[1]
    return Panel(
        countries=tuple(countries),
        observations=_observations(observations, place, layout),
        events=_events(_table(events, "code date published severity"), place, layout),
        watches=_watches(_table(monitored, "code start last"), place, layout),
        adjustments=_opinions(_table(adjustments, "level factor applied from expires"), "applied", place, layout),
        experts=_opinions(_table(expert_scores, "level factor score from expires"), "score", place, layout),
        not_applicable=absent,
        outside_profile=outside,
        valid_from=begins,
        valid_to=ends,
    )


def panel_of_inputs(entries: Mapping[str, Mapping[str, Any]], *, catalogue: Catalogue) -> Panel:
    """A panel of the `countries` of a run bundle: {ID: {entity, input}}."""
    names = list(entries)
    layout = layout_of(catalogue)

    def gather(key: str) -> pd.DataFrame | None:
        rows = [{"entity": name, **item} for name in names for item in entries[name]["input"].get(key, ())]
        return pd.DataFrame(rows) if rows else None

    watches = [
        {"entity": name, "code": code, "start": span[0], "last": span[1]}
        for name in names
        for code, span in entries[name]["input"].get("monitored", {}).items()
    ]
    observations = gather("observations")
    panel = panel_of_frames(
        names,
        _table(observations, "code value ref_end published"),
        catalogue=catalogue,
        events=gather("events"),
        monitored=pd.DataFrame(watches) if watches else None,
        adjustments=gather("adjustments"),
        expert_scores=gather("expert_scores"),
        not_applicable={name: entries[name]["input"].get("not_applicable", ()) for name in names},
        validity={
            name: (entries[name]["entity"].get("valid_from"), entries[name]["entity"].get("valid_to")) for name in names
        },
    )
    for at, name in enumerate(names):
        for code in entries[name]["input"].get("outside_profile", ()):
            panel.outside_profile[at, layout.position[code]] = True
    return panel


def days_of(column: pd.Series[Any]) -> Ints:
    """Day numbers of a column of dates, ISO strings or datetimes; NEVER where there is none."""
    moments = pd.to_datetime(column, format="ISO8601" if column.dtype == object else None)
    days: Ints = moments.to_numpy().astype("datetime64[D]").astype(np.int64) + EPOCH
    return np.where(moments.isna().to_numpy(), NEVER, days)


def _table(frame: pd.DataFrame | None, columns: str) -> pd.DataFrame:
    names = ["entity", "id", *columns.split()]
    return pd.DataFrame({name: [] for name in names}) if frame is None or frame.empty else frame


def _codes(column: pd.Series[Any], place: Mapping[str, int]) -> Ints:
    """Positions of codes; the few distinct ones are looked up once."""
    numbers, known = pd.factorize(column)
    return np.array([place[code] for code in known], dtype=np.int64)[numbers] if len(known) else numbers


def _optional(frame: pd.DataFrame, name: str, default: float) -> Floats:
    if name not in frame:
        return np.full(len(frame), default)
    values: Floats = pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(values), default, values)


def _quality(frame: pd.DataFrame, layout: Layout) -> Floats:
    missing = layout.catalogue.parameters.grade_missing
    grades = frame["grade"] if "grade" in frame else pd.Series([None] * len(frame), dtype=object)
    numbers, known = pd.factorize(grades)
    qualities = [layout.grades[grade][0] for grade in known] + [layout.grades[missing][0]]
    return np.array(qualities)[numbers]


def _order(country: Ints, frame: pd.DataFrame) -> Ints:
    """By country, then from the highest id (as text) to the lowest, so that a later row wins a full tie."""
    ids = frame["id"].astype(str).to_numpy(dtype=object)
    backwards = np.argsort(ids, kind="stable")[::-1]
    order: Ints = backwards[np.argsort(country[backwards], kind="stable")]
    return order


def _superseded(frame: pd.DataFrame) -> Ints:
    return days_of(frame["superseded_on"]) if "superseded_on" in frame else np.full(len(frame), NEVER)


def _observations(frame: pd.DataFrame, place: Mapping[str, int], layout: Layout) -> Observations:
    """Keep what can ever count: no observation of an event row, no empty value outside decay rows."""
    frame = _table(frame, "code value ref_end published")
    indicator = _codes(frame["code"], layout.position)
    value = pd.to_numeric(frame["value"]).to_numpy(dtype=float, na_value=np.nan)
    keep = ~layout.is_event[indicator] & (layout.is_decay[indicator] | ~np.isnan(value))
    country = _codes(frame["entity"], place)
    kept = np.flatnonzero(keep)
    order = kept[_order(country[kept], frame.iloc[kept])]
    own = _optional(frame, "max_age_days", -1.0).astype(np.int64)
    return Observations(
        country=country[order],
        indicator=indicator[order],
        ref_end=days_of(frame["ref_end"])[order],
        published=days_of(frame["published"])[order],
        superseded=_superseded(frame)[order],
        value=value[order],
        priority=_optional(frame, "priority", 1.0).astype(np.int64)[order],
        max_age=np.where(own < 0, layout.max_age[indicator], own)[order],
        quality=_quality(frame, layout)[order],
        row=order,
    )


def _events(frame: pd.DataFrame, place: Mapping[str, int], layout: Layout) -> Events:
    indicator, country = _codes(frame["code"], layout.position), _codes(frame["entity"], place)
    severity = pd.to_numeric(frame["severity"]).to_numpy(dtype=float, na_value=np.nan)
    kept = np.flatnonzero(layout.is_event[indicator] & (~np.isnan(severity) | (indicator == layout.election)))
    order = kept[_order(country[kept], frame.iloc[kept])]
    return Events(
        country=country[order],
        indicator=indicator[order],
        day=days_of(frame["date"])[order],
        published=days_of(frame["published"])[order],
        superseded=_superseded(frame)[order],
        severity=severity[order],
        quality=_quality(frame, layout)[order],
        row=order,
    )


def _watches(frame: pd.DataFrame, place: Mapping[str, int], layout: Layout) -> Watches:
    return Watches(
        country=_codes(frame["entity"], place),
        indicator=_codes(frame["code"], layout.position),
        start=days_of(frame["start"]),
        last=days_of(frame["last"]),
    )


def _opinions(frame: pd.DataFrame, amount: str, place: Mapping[str, int], layout: Layout) -> Opinions:
    """Sorted so that the latest start, then the highest id, comes last."""
    key = {pair: at for at, pair in enumerate(layout.factor_keys)}
    factor = [key[level, name] for level, name in zip(frame["level"], frame["factor"], strict=True)]
    start = days_of(frame["from"])
    ids = frame["id"].astype(str).to_numpy(dtype=object)
    by_id = np.argsort(ids, kind="stable")
    order = by_id[np.argsort(start[by_id], kind="stable")]
    panel = frame["panel"].fillna(False).to_numpy(dtype=bool) if "panel" in frame else np.zeros(len(frame), bool)
    return Opinions(
        country=_codes(frame["entity"], place)[order],
        factor=np.array(factor, dtype=np.int64)[order],
        start=start[order],
        end=days_of(frame["expires"])[order],
        amount=pd.to_numeric(frame[amount]).to_numpy(dtype=float)[order],
        panel=panel[order],
    )
