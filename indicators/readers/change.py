"""What changed between two stored scores of a country: three parts that add up (matrix/difference.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.catalogue import Catalogue, load
from indicators.matrix.attribution import OTHERS
from indicators.matrix.difference import METHOD, METHODS, REALITY, REVISED, TIME, difference
from indicators.matrix.pieces import VERSIONS, key_of
from indicators.models import Score
from indicators.readers.bundle import OtherMethod, method_of, stored_output
from indicators.readers.evidence import engine_input
from indicators.readers.unfold import headline

KINDS: Final = {REALITY: "reality", REVISED: "revised_data", METHOD: "judgement_or_method"}
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangePart:
    """One part of a change of the headline.

    Attributes:
        kind: reality | revised_data | judgement_or_method.
        points: signed, in points of the headline; the parts add up to the whole exactly.
        items: what moved inside the part, the heaviest first: dicts with code, name, points and words. Their
            points add up to the part (matrix/attribution.py); they are None where they cannot be told apart.
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
    try:
        found = _kept(old, new, method_of(new.run))
    except OtherMethod:
        return Change(before[0], after[0], after[1] or before[1], None, (), _version_gone(new))
    if not found:
        of = after[1] or before[1]
        return Change(before[0], after[0], of, None, (), _not_comparable(before[1], after[1]))
    parts = tuple(ChangePart(KINDS[part], found[part], _items(found, part)) for part in KINDS)
    joined = ", ".join(str(_words(KINDS[part])) for part in found["inseparable"])
    reason = _("These parts cannot be told apart here: %(parts)s.") % {"parts": joined} if joined else ""
    return Change(found["from"], found["to"], found["of"], found["change"], parts, reason)


def _kept(old: Score, new: Score, method: Catalogue) -> dict[str, Any]:
    key = f"change:2:{old.pk}:{new.pk}:{new.run.at.timestamp()}:{old.run.catalogue_digest[:12]}:{method.digest[:12]}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = _split(old, new, method)
        cache.set(key, found, timeout=None)
    return found


def _split(old: Score, new: Score, method: Catalogue) -> dict[str, Any]:
    """The engine's difference; empty where the two share no number.

    The earlier run may be of another version: its published number stands, and its evidence is scored again with
    the later version, so that what the method moved can be told from the rest.
    """
    try:
        earlier = method_of(old.run)
    except OtherMethod:
        # Its numbers are stored; only who belonged to its profile then can no longer be read.
        earlier = method
    inputs = [
        engine_input(
            score.country_id, score.as_of, catalogue=catalogue, profile=score.profile, known_at=score.run.known_at
        )[1]
        for score, catalogue in ((old, earlier), (new, method))
    ]
    published = {
        "as_of": old.as_of.isoformat(),
        "method": old.run.method,
        "weights": old.run.weights,
        "result": old.detail.get("result"),
    }
    output = stored_output(new, new.run, {"name": new.country_id}, method)
    digests = old.run.catalogue_digest, new.run.catalogue_digest
    return difference(published, inputs[0], output, inputs[1], catalogue=method, digests=digests) or {}


def _version_gone(new: Score) -> str:
    return _(
        "The later run was made with a version of the method (%(method)s, digest %(digest)s) that is not here as it "
        "was, so its change cannot be split. Score the date again to see it."
    ) % {"method": new.run.method, "digest": new.run.catalogue_digest[:12]}


def _not_comparable(before: str, after: str) -> str:
    if not before or not after:
        return _("One of the two runs is not rated, so there is no change to split.")
    return _("The headline changed from base to overall or back, so the two numbers are not the same thing.")


def _items(found: dict[str, Any], part: str) -> tuple[Item, ...]:
    """One line a code: what came, was revised or judged, and its points; the heaviest first."""
    points, others = found["points"][part], found["others"][part]
    words: dict[str, list[str]] = {}
    for item in found["items"][part]:
        if item["kind"] == "observation" and item.get("withdrawn"):
            continue  # it expired and left the input: nobody withdrew it, and it moved nothing
        key = METHODS if item["kind"] in VERSIONS else key_of(item)
        words.setdefault(key, []).append(_item_words(item))
    keys = dict.fromkeys([*(points or ()), *(key for key in words if key not in others)])
    lines = [
        _line(key, None if points is None else points.get(key, 0.0), words.get(key, []), len(others)) for key in keys
    ]
    return tuple(sorted(lines, key=lambda line: -abs(line["points"] or 0.0)))


def _line(key: str, points: float | None, words: list[str], others: int) -> Item:
    spec = load().by_code.get(key)
    named = {
        TIME: _("Time passing: readings age, events fade, dates come nearer"),
        METHODS: _("Another version of the method"),
        OTHERS: ngettext("%(n)s other reading", "%(n)s other readings", others) % {"n": others}
        if others
        else _("Other readings"),
    }
    code = "" if key in named else key
    name = named.get(key, spec.name if spec else "")
    return {"code": code, "name": name, "points": points, "words": "; ".join(words[:3])}


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
        "catalogue": _("digest of the tables"),
    }.get(kind, kind)


def _n(value: object) -> str:
    if value is None:
        return _("none")
    return f"{value:.4g}" if isinstance(value, float) else str(value)
