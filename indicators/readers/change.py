"""What changed between two stored scores of a country: three parts that add up (matrix/difference.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from indicators.catalogue import load
from indicators.matrix.difference import METHOD, REALITY, REVISED, difference
from indicators.models import Score
from indicators.readers.evidence import engine_input
from indicators.readers.explained import output_of, points_by_code
from indicators.readers.unfold import headline

KINDS: Final = {REALITY: "reality", REVISED: "revised_data", METHOD: "judgement_or_method"}
ITEMS = 8
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangePart:
    """One part of a change of the headline.

    Attributes:
        kind: reality | revised_data | judgement_or_method.
        points: signed, in points of the headline; the parts add up to the whole exactly.
        items: what moved inside the part, the heaviest first: dicts with code, name, points and words. Their
            points are how much more the indicator adds now; the part is more than their sum where effects meet.
    """

    kind: str
    points: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two runs, as three parts that add up (`before` + parts = `after`).

    `parts` is empty, and `reason` says why, where the two runs cannot be compared. `reason` also names parts
    that could not be told apart; they stand together under the first of them.
    """

    before: float | None
    after: float | None
    of: str
    total: float | None
    parts: tuple[ChangePart, ...]
    reason: str


def change_between(old: Score, new: Score) -> Change:
    """Split the change from one score to another of the same country and profile.

    Runs never change and evidence is read as each run knew it, so the split is made once and kept.
    """
    before, after = headline(old), headline(new)
    found = _kept(old, new)
    if isinstance(found, str):
        of = after[1] or before[1]
        return Change(before[0], after[0], of, None, (), found or _not_comparable(before[1], after[1]))
    parts = tuple(ChangePart(KINDS[part], found[part], _items(found, part)) for part in KINDS)
    joined = ", ".join(str(_words(KINDS[part])) for part in found["inseparable"])
    reason = _("These parts cannot be told apart here: %(parts)s.") % {"parts": joined} if joined else ""
    return Change(found["from"], found["to"], found["of"], found["change"], parts, reason)


def _kept(old: Score, new: Score) -> dict[str, Any] | str:
    key = f"change:{old.pk}:{new.pk}:{new.run.at.timestamp()}:{load().digest}"
    found: dict[str, Any] | str | None = cache.get(key)
    if found is None:
        found = _split(old, new)
        cache.set(key, found, timeout=None)
    return found


def _split(old: Score, new: Score) -> dict[str, Any] | str:
    """The engine's difference with the points of each code beside it; "" where the two share no number."""
    outputs = output_of(old), output_of(new)
    if outputs[0] is None or outputs[1] is None:
        return _("One of the two runs was made with another version of the catalogue.")
    inputs = [
        engine_input(
            score.country_id, score.as_of, catalogue=load(), profile=score.profile, known_at=score.run.known_at
        )[1]
        for score in (old, new)
    ]
    found = difference(outputs[0], inputs[0], outputs[1], inputs[1], catalogue=load())
    if found is None:
        return ""
    then, now = points_by_code(old), points_by_code(new)
    found["moves"] = {code: now.get(code, 0.0) - then.get(code, 0.0) for code in then.keys() | now.keys()}
    return found


def _not_comparable(before: str, after: str) -> str:
    if not before or not after:
        return _("One of the two runs is not rated, so there is no change to split.")
    return _("The headline changed from base to overall or back, so the two numbers are not the same thing.")


def _items(found: dict[str, Any], part: str) -> tuple[Item, ...]:
    """One line a code: what came, was revised or judged, and how much more the code adds now."""
    method = load()
    lines: dict[str, Item] = {}
    for item in found["items"][part]:
        if item["kind"] == "observation" and item.get("withdrawn"):
            continue  # it expired and left the input: nobody withdrew it, and it moved nothing
        code = item.get("code") or ":".join(item[key] for key in ("level", "factor") if key in item)
        spec = method.by_code.get(code)
        line = lines.setdefault(
            code,
            {"code": code, "name": spec.name if spec else "", "points": found["moves"].get(code, 0.0), "words": []},
        )
        line["words"].append(_item_words(item))
    heaviest = sorted(lines.values(), key=lambda line: -abs(line["points"]))[:ITEMS]
    return tuple({**line, "words": "; ".join(line["words"][:3])} for line in heaviest)


def _item_words(item: Item) -> str:
    kind = item["kind"]
    if kind == "observation" and "date" in item:
        return _("new value for %(day)s") % {"day": item["date"]}
    if kind == "event" and "date" in item:
        return _("event of %(day)s") % {"day": item["date"]}
    if item.get("withdrawn"):
        return _("withdrawn (was %(old)s)") % {"old": _n(item["from"])}
    if kind in {"observation", "event"}:
        return _("revised from %(old)s to %(new)s") % {"old": _n(item["from"]), "new": _n(item["to"])}
    if kind in {"not_applicable", "outside_profile"}:
        text = {
            "not_applicable": (_("no longer inapplicable"), _("now not applicable")),
            "outside_profile": (_("now watched by the profile"), _("no longer watched by the profile")),
        }
        return text[kind][bool(item["to"])]
    return _("%(kind)s from %(old)s to %(new)s") % {
        "kind": _words(kind),
        "old": _n(item["from"]),
        "new": _n(item["to"]),
    }


def _words(kind: str) -> str:
    return {
        "reality": _("reality"),
        "revised_data": _("revised data"),
        "judgement_or_method": _("method or judgement"),
        "adjustment": _("expert adjustment"),
        "expert_score": _("expert score"),
        "method": _("method"),
        "weights": _("weights"),
    }.get(kind, kind)


def _n(value: object) -> str:
    if value is None:
        return _("none")
    return f"{value:.4g}" if isinstance(value, float) else str(value)
