"""What changed since the last run, in parts whose shown numbers add up exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.charts import rounded_to_sum
from indicators.numerals import half_up
from indicators.readers.country import Change
from indicators.words import factor_word, number, signed

DIGITS = 2
# Items named under a part; the others are summed.
NAMED = 6

KINDS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "reality": (
        gettext_lazy("Reality"),
        gettext_lazy("new periods and events: the world moved"),
    ),
    "revised_data": (
        gettext_lazy("Revised data"),
        gettext_lazy("the same periods, published again with other values, or data that aged"),
    ),
    "judgement_or_method": (
        gettext_lazy("Method or judgement"),
        gettext_lazy("expert adjustments that began or lapsed, another method, weights or profile"),
    ),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that moved inside a part: an indicator by its code, a judgement by the `anchor` of its factor."""

    code: str
    anchor: str
    name: str
    points: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the change: its shown points are the sum of its items' shown points."""

    name: str
    meaning: str
    points: str
    value: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """Before, parts, after: `before` + parts = `after` in the digits shown."""

    before: str
    after: str
    total: str
    parts: tuple[Part, ...]
    reason: str


def change_table(change: Change) -> ChangeTable:
    """Round the whole first, then the parts to the whole, then the items to their part."""
    if change.before is None or change.after is None or not change.parts:
        return ChangeTable(_text(change.before), _text(change.after), "", (), change.reason)
    before, after = half_up(change.before, DIGITS), half_up(change.after, DIGITS)
    total = half_up(after - before, DIGITS)
    shown = rounded_to_sum([part.points for part in change.parts], total, DIGITS)
    parts = []
    for part, points in zip(change.parts, shown, strict=True):
        name, meaning = KINDS.get(part.kind, (part.kind, ""))
        parts.append(Part(str(name), str(meaning), signed(points, DIGITS), points, _items(part.items, points)))
    return ChangeTable(_text(before), _text(after), signed(total, DIGITS), tuple(parts), change.reason)


def _items(items: tuple[dict[str, Any], ...], shown: float) -> tuple[Item, ...]:
    """The items that can be seen in the digits shown, heaviest first; the smaller ones of the part in a last line.

    What rounding leaves goes to the heaviest item where that turns no sign, else to the last line.
    """
    if any(item["points"] is None for item in items):
        return tuple(_item(item, "") for item in items[:NAMED])
    least = 0.5 / 10**DIGITS
    named = [item for item in items if abs(float(item["points"])) >= least][:NAMED]
    if not named:
        return ()
    amounts = [half_up(float(item["points"]), DIGITS) for item in named]
    small = sum(float(item["points"]) for item in items if item not in named)
    dust = half_up(shown - sum(amounts) - half_up(small, DIGITS), DIGITS)
    if dust and abs(dust) < abs(amounts[0]):
        amounts[0] = half_up(amounts[0] + dust, DIGITS)
    rest = half_up(shown - sum(amounts), DIGITS)
    lines = [_item(item, signed(points, DIGITS)) for item, points in zip(named, amounts, strict=True)]
    if rest:
        lines.append(Item("", "", str(_("everything smaller")), signed(rest, DIGITS), ""))
    return tuple(lines)


def _item(item: dict[str, Any], points: str) -> Item:
    code, name, anchor = str(item.get("code", "")), str(item.get("name", "")), ""
    level, _colon, factor = code.partition(":")
    if factor:
        code, anchor = "", f"{level}-{factor}"
        name = _("Judgement on %(factor)s") % {"factor": factor_word(level, factor)}
    return Item(code, anchor, name, points, str(item.get("words", "")))


def _text(value: float | None) -> str:
    return _("not rated") if value is None else number(value, DIGITS)
