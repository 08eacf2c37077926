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

Inside a part the pieces of evidence have points of their own that add up to the part (attribution.py). In
*reality* the passing of time comes first, then the news: `TIME` is what the number would have done had nothing
new come, so that a new event is never charged with the fading of an older one. Where the number would not have
outlived that time without news, each new reading is set against the one it replaced, as that stood at the earlier
run, and time is what the readings without news did. In *method or judgement*,
`METHODS` is step 1, whatever the judgement.
"""

from __future__ import annotations

from typing import Any

from indicators.catalogue.spec import LEVEL_NAMES, Catalogue
from indicators.matrix.attribution import OTHERS, Side, shares
from indicators.matrix.core import score
from indicators.matrix.days import day_number, iso
from indicators.matrix.judgement import in_force
from indicators.matrix.layout import Layout, layout_of
from indicators.matrix.output import result_output, rounded
from indicators.matrix.pieces import VERSIONS, Item, arrived, identity, judged_otherwise, key_of, known_by, revised

REALITY, REVISED, METHOD = "reality", "revised", "method_or_judgement"
PARTS = (REALITY, REVISED, METHOD)
TIME, METHODS = "time", "method"
UNITS = 10_000


def difference(
    old_output: Item,
    old_input: Item,
    new_output: Item,
    new_input: Item,
    *,
    catalogue: Catalogue,
    digests: tuple[str, str] | None = None,
) -> dict[str, Any] | None:
    """Split the change from the older to the newer output; None where they share no number.

    Keys: `of` ("overall", or "base" where either run has no overall), `from`, `to`, `change`, the three
    parts, `inseparable` (parts that stand together under the first of them), `levels` (the same split of
    root, proximate and trigger where both runs have them), `items`: what was new, revised and judged
    differently; `points`: by part, the points of each code, "P:RF7" (judgement), `TIME`, `METHODS` and
    `OTHERS`, adding up to the part exactly, None where they cannot be told apart; `others`: by part, the
    codes under `OTHERS`.

    `catalogue` is the newer run's, the older one may be of another; `digests` are those of the two runs.
    """
    of = _common_number(old_output, new_output)
    if of is None:
        return None
    layout = layout_of(catalogue)
    days = day_number(old_output["as_of"]), day_number(new_output["as_of"])
    old_input, new_input = _listed(old_input, layout), _listed(new_input, layout)
    known, fresh = known_by(old_input, days[0]), known_by(new_input, days[1])
    held = _held(old_input, *days)
    seen = _side({**old_input, **known}, days[0], layout)
    aged = _side(_grown(old_input, known, {}, new_input, held), days[1], layout)
    grown = _side(_grown(old_input, known, fresh, new_input, held), days[1], layout)
    mended = _side({**new_input, **fresh, **held}, days[1], layout)
    judged = _side({**new_input, **fresh}, days[1], layout)
    chain = [old_output["result"], *(_result(side) for side in (seen, grown, mended)), new_output["result"]]
    answer = _split(chain, of)
    answer["levels"] = {
        name: _split(chain, name)
        for name in LEVEL_NAMES.values()
        if chain[0][name] is not None and chain[-1][name] is not None
    }
    items = {
        REALITY: arrived(known, fresh, new_output),
        REVISED: revised(known, fresh),
        METHOD: judged_otherwise(old_output, old_input, new_output, new_input, layout, digests),
    }
    points: dict[str, dict[str, float] | None] = dict.fromkeys(PARTS)
    others: dict[str, tuple[str, ...]] = dict.fromkeys(PARTS, ())
    if not answer["inseparable"]:
        steps = {REALITY: (aged, grown), REVISED: (grown, mended), METHOD: (mended, judged)}
        first = {
            REALITY: (TIME, _gap(_result(seen)[of], _result(aged)[of])),
            METHOD: (METHODS, _gap(chain[0][of], chain[1][of])),
        }
        for part, step in steps.items():
            keys = [key_of(item) for item in items[part] if item["kind"] not in VERSIONS]
            points[part], others[part] = _points(answer[part], first.get(part), step, keys, of, layout)
            if part == REALITY and points[part] is None:
                found = shares(seen, grown, keys, of, layout, rest_key=TIME)
                if found is not None:
                    points[part], others[part] = _cut(answer[part], found.points), found.others
    return {"of": of, **answer, "items": items, "points": points, "others": others}


def _gap(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _points(
    total: float,
    first: tuple[str, float | None] | None,
    step: tuple[Side, Side],
    keys: list[str],
    of: str,
    layout: Layout,
) -> tuple[dict[str, float] | None, tuple[str, ...]]:
    """Points that add up to `total`: of what comes `first`, then of each key; and the keys taken together."""
    found = shares(*step, keys, of, layout)
    if found is None or (first is not None and first[1] is None):
        return None, ()
    named = dict(found.points)
    if first is not None and first[1]:
        named = {first[0]: first[1], **named}
    return _cut(total, named), found.others


def _cut(total: float, points: dict[str, float]) -> dict[str, float]:
    """Points in units of 0.0001; what rounding leaves goes to the largest, where it turns no sign."""
    cut = {key: round(value * UNITS) for key, value in points.items()}
    rest = round(total * UNITS) - sum(cut.values())
    if rest:
        largest = max(cut, key=lambda key: abs(cut[key]), default=OTHERS)
        cut[largest] = cut.get(largest, 0) + rest
    return {key: value / UNITS for key, value in cut.items()}


def _listed(source: Item, layout: Layout) -> Item:
    """An input without what this catalogue does not list: another version may have had other indicators."""
    keys = {f"{level}:{factor}" for level, factor in layout.factor_keys}
    kept: dict[str, Any] = dict(source)
    for name in ("observations", "events"):
        kept[name] = [item for item in source.get(name, ()) if item["code"] in layout.position]
    for name in ("adjustments", "expert_scores"):
        kept[name] = [item for item in source.get(name, ()) if key_of(item) in keys]
    for name in ("not_applicable", "outside_profile"):
        kept[name] = [code for code in source.get(name, ()) if code in layout.position]
    watched = source.get("monitored", {})
    kept["monitored"] = {code: span for code, span in watched.items() if code in layout.position}
    return kept


def _common_number(old: Item, new: Item) -> str | None:
    results = old.get("result"), new.get("result")
    if results[0] is None or results[1] is None:
        return None
    for name in ("overall", "base"):
        if results[0][name] is not None and results[1][name] is not None:
            return name
    return None


def _side(source: Item, day: int, layout: Layout) -> Side:
    return Side(source, score(source, day, layout))


def _result(side: Side) -> dict[str, Any]:
    return result_output(side.scored.adjusted, side.scored.status)


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


def _grown(old_input: Item, known: Item, fresh: Item, new_input: Item, held: Item) -> dict[str, Any]:
    """The earlier input grown by news alone: old values as they were, new periods and events added."""
    grown: dict[str, Any] = {**old_input, "monitored": new_input.get("monitored", {})}
    for key in ("observations", "events"):
        seen = {identity(key, item) for item in known[key]}
        kept = [{**item, "superseded_on": None} for item in known[key]]
        grown[key] = kept + [item for item in fresh.get(key, ()) if identity(key, item) not in seen]
    return {**grown, **held}


def _held(old_input: Item, before: int, after: int) -> dict[str, Any]:
    """The earlier judgement, kept in force on the later day."""
    span = {"expires": iso(max(before, after))}
    return {
        "adjustments": [{**item, **span} for item in in_force(old_input.get("adjustments", ()), before)],
        "expert_scores": [{**item, **span} for item in in_force(old_input.get("expert_scores", ()), before)],
        "not_applicable": old_input.get("not_applicable", ()),
        "outside_profile": old_input.get("outside_profile", ()),
    }
