"""The pieces of evidence and judgement in which two inputs differ: what came, was revised, was judged otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.matrix.days import day_number, iso
from indicators.matrix.judgement import in_force
from indicators.matrix.layout import Layout

VERSIONS = ("method", "weights", "catalogue")
Item = Mapping[str, Any]


def known_by(source: Item, day: int) -> dict[str, list[Item]]:
    """Observations and events published by `day` and not replaced by then."""
    return {
        key: [item for item in source.get(key, ()) if day_number(item["published"]) <= day and not _gone(item, day)]
        for key in ("observations", "events")
    }


def _gone(item: Item, day: int) -> bool:
    superseded = item.get("superseded_on")
    return superseded is not None and day_number(superseded) <= day


def _period(item: Item) -> tuple[Any, ...]:
    """What an observation is about: a second value for it is a revision, not news."""
    return item["code"], day_number(item["ref_end"]), item.get("source")


def identity(key: str, item: Item) -> tuple[Any, ...]:
    """What makes two observations, or two events, one and the same."""
    return _period(item) if key == "observations" else (item["id"],)


def arrived(known: Item, fresh: Item, new_output: Item) -> list[dict[str, Any]]:
    """New observations and events that the later run used."""
    used = {name for line in new_output["indicators"] for name in line["used"]}
    found: list[dict[str, Any]] = []
    for key, kind, when in (("observations", "observation", "ref_end"), ("events", "event", "date")):
        seen = {identity(key, item) for item in known[key]}
        found += [
            {"kind": kind, "code": item["code"], "id": item["id"], "date": iso(day_number(item[when]))}
            for item in fresh[key]
            if item["id"] in used and identity(key, item) not in seen
        ]
    return found


def revised(known: Item, fresh: Item) -> list[dict[str, Any]]:
    """Periods and events known before whose value was revised, or that were withdrawn."""
    found: list[dict[str, Any]] = []
    for key, kind, amount in (("observations", "observation", "value"), ("events", "event", "severity")):
        before, after = _latest(key, known[key]), _latest(key, fresh[key])
        for name, item in before.items():
            now = after.get(name)
            if now is not None and _content(now) == _content(item):
                continue
            row = {"kind": kind, "code": item["code"], "id": item["id"], "from": item[amount]}
            found.append(row | {"to": None if now is None else now[amount], "withdrawn": now is None})
    return found


def _latest(key: str, items: Iterable[Item]) -> dict[tuple[Any, ...], Item]:
    ordered = sorted(items, key=lambda item: (day_number(item["published"]), str(item["id"])))
    return {identity(key, item): item for item in ordered}


def _content(item: Item) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in ("id", "published", "superseded_on")}


def judged_otherwise(
    old_output: Item,
    old_input: Item,
    new_output: Item,
    new_input: Item,
    layout: Layout,
    digests: tuple[str, str] | None,
) -> list[dict[str, Any]]:
    """Versions, judgements and memberships that differ."""
    found: list[dict[str, Any]] = []
    now = {"method": layout.catalogue.method, "weights": layout.catalogue.weights}
    for name, version in now.items():
        if old_output[name] != version:
            found.append({"kind": name, "from": old_output[name], "to": version})
    if digests is not None and digests[0] != digests[1] and not found:
        found.append({"kind": "catalogue", "from": digests[0][:12], "to": digests[1][:12]})
    days = day_number(old_output["as_of"]), day_number(new_output["as_of"])
    for key, kind, amount in (("adjustments", "adjustment", "applied"), ("expert_scores", "expert_score", "score")):
        old = {item["id"]: item for item in in_force(old_input.get(key, ()), days[0])}
        new = {item["id"]: item for item in in_force(new_input.get(key, ()), days[1])}
        for name in sorted(old.keys() | new.keys(), key=str):
            values = [side[name][amount] if name in side else None for side in (old, new)]
            if values[0] != values[1]:
                item = new.get(name) or old[name]
                place = {"level": item["level"], "factor": item["factor"], "id": name}
                found.append({"kind": kind, **place, "from": values[0], "to": values[1]})
    for key in ("not_applicable", "outside_profile"):
        for code in sorted(set(old_input.get(key, ())) ^ set(new_input.get(key, ()))):
            found.append({"kind": key, "code": code, "to": code in new_input.get(key, ())})
    return found


def key_of(item: Item) -> str:
    """Whose points an item has: its indicator's, or its factor's."""
    return str(item["code"]) if "code" in item else f"{item['level']}:{item['factor']}"
