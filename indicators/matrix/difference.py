"""What changed between two runs of a country: reality, revised data, method or judgement. Adds up exactly.

The split is defined by scoring mixed inputs in this order (our own definition; the method asks only that
the three be told apart):

1. the earlier run as published -> the earlier input under today's method: *method or judgement*
2. -> the later day, with new reference periods, new events, heartbeats and the passing of time; what was
   known before keeps its old value, and the earlier judgement stays in force: *reality*
3. -> every value as known at the later run (revisions, corrections, withdrawals): *revised data*
4. -> the later judgement (adjustments, expert scores, applicability, profile): *method or judgement*

Scores are taken as published, to 4 decimals, so the three parts add up to the printed change. Where a mixed
input is not rated, its step cannot be told from the next one: both stand under the first of the two, and
`inseparable` names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.catalogue.spec import LEVEL_NAMES, Catalogue
from indicators.matrix.core import score
from indicators.matrix.days import day_number, iso
from indicators.matrix.judgement import in_force
from indicators.matrix.layout import Layout, layout_of
from indicators.matrix.output import result_output, rounded

REALITY, REVISED, METHOD = "reality", "revised", "method_or_judgement"
PARTS = (REALITY, REVISED, METHOD)
Item = Mapping[str, Any]


def difference(
    old_output: Item, old_input: Item, new_output: Item, new_input: Item, *, catalogue: Catalogue
) -> dict[str, Any] | None:
    """Split the change from the older to the newer output; None where they share no number.

    Keys: `of` ("overall", or "base" where either run has no overall), `from`, `to`, `change`, the three
    parts, `inseparable` (parts that stand together under the first of them), `levels` (the same split of
    root, proximate and trigger where both runs have them) and `items`: what was new, revised and judged
    differently. `catalogue` is the newer run's.
    """
    of = _common_number(old_output, new_output)
    if of is None:
        return None
    layout = layout_of(catalogue)
    before, after = day_number(old_output["as_of"]), day_number(new_output["as_of"])
    known, fresh = _known(old_input, before), _known(new_input, after)
    mixes = [
        _result({**old_input, **known}, before, layout),
        _result(_grown(old_input, known, fresh, new_input, (before, after)), after, layout),
        _result({**new_input, **fresh, **_held(old_input, before, after)}, after, layout),
    ]
    chain = [old_output["result"], *mixes, new_output["result"]]
    answer = _split(chain, of)
    answer["levels"] = {
        name: _split(chain, name)
        for name in LEVEL_NAMES.values()
        if chain[0][name] is not None and chain[-1][name] is not None
    }
    answer["items"] = {
        REALITY: _arrived(known, fresh, new_output),
        REVISED: _revised(known, fresh),
        METHOD: _judged(old_output, old_input, new_output, new_input, layout),
    }
    return {"of": of, **answer}


def _common_number(old: Item, new: Item) -> str | None:
    results = old.get("result"), new.get("result")
    if results[0] is None or results[1] is None:
        return None
    for name in ("overall", "base"):
        if results[0][name] is not None and results[1][name] is not None:
            return name
    return None


def _result(source: Item, day: int, layout: Layout) -> dict[str, Any]:
    scored = score(source, day, layout)
    return result_output(scored.adjusted, scored.status)


def _split(chain: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Steps along the chain, gathered into the three parts; a link without a number joins its two steps."""
    first, *following = [link[name] for link in chain]
    parts, joined = dict.fromkeys(PARTS, 0.0), list[str]()
    at, pending = first, list[str]()
    for part, value in zip((METHOD, REALITY, REVISED, METHOD), following, strict=True):
        pending.append(part)
        if value is None:
            continue
        parts[pending[0]] += value - at
        if len(set(pending)) > 1:
            joined += [other for other in pending if other not in joined]
        at, pending = value, []
    return {
        "from": first,
        "to": at,
        "change": rounded(at - first),
        **{part: rounded(amount) for part, amount in parts.items()},
        "inseparable": joined,
    }


def _known(source: Item, day: int) -> dict[str, list[Item]]:
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


def _identity(key: str, item: Item) -> tuple[Any, ...]:
    return _period(item) if key == "observations" else (item["id"],)


def _grown(old_input: Item, known: Item, fresh: Item, new_input: Item, days: tuple[int, int]) -> dict[str, Any]:
    """The earlier input grown by news alone: old values as they were, new periods and events added."""
    grown: dict[str, Any] = {**old_input, "monitored": new_input.get("monitored", {})}
    for key in ("observations", "events"):
        seen = {_identity(key, item) for item in known[key]}
        kept = [{**item, "superseded_on": None} for item in known[key]]
        grown[key] = kept + [item for item in fresh[key] if _identity(key, item) not in seen]
    return grown | _held(old_input, *days)


def _held(old_input: Item, before: int, after: int) -> dict[str, Any]:
    """The earlier judgement, kept in force on the later day."""
    span = {"expires": iso(max(before, after))}
    return {
        "adjustments": [{**item, **span} for item in in_force(old_input.get("adjustments", ()), before)],
        "expert_scores": [{**item, **span} for item in in_force(old_input.get("expert_scores", ()), before)],
        "not_applicable": old_input.get("not_applicable", ()),
        "outside_profile": old_input.get("outside_profile", ()),
    }


def _arrived(known: Item, fresh: Item, new_output: Item) -> list[dict[str, Any]]:
    """New observations and events that the later run used."""
    used = {name for line in new_output["indicators"] for name in line["used"]}
    found: list[dict[str, Any]] = []
    for key, kind, when in (("observations", "observation", "ref_end"), ("events", "event", "date")):
        seen = {_identity(key, item) for item in known[key]}
        found += [
            {"kind": kind, "code": item["code"], "id": item["id"], "date": iso(day_number(item[when]))}
            for item in fresh[key]
            if item["id"] in used and _identity(key, item) not in seen
        ]
    return found


def _revised(known: Item, fresh: Item) -> list[dict[str, Any]]:
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
    return {_identity(key, item): item for item in ordered}


def _content(item: Item) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in ("id", "published", "superseded_on")}


def _judged(
    old_output: Item, old_input: Item, new_output: Item, new_input: Item, layout: Layout
) -> list[dict[str, Any]]:
    """Versions, judgements and memberships that differ."""
    found: list[dict[str, Any]] = []
    now = {"method": layout.catalogue.method, "weights": layout.catalogue.weights}
    for name, version in now.items():
        if old_output[name] != version:
            found.append({"kind": name, "from": old_output[name], "to": version})
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
