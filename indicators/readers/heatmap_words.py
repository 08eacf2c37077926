"""The heatmap's explanations in words: why a row has no number, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from indicators.readers.heatmap_rows import HeatmapRow


def row_reason(row: HeatmapRow) -> str:
    """Why a row looks as it does; empty for a plainly rated row."""
    if row.reason in _WORDS:
        return _WORDS[row.reason](row)
    if row.late and row.scored_on is not None:
        return _("The newest score is of %(day)s.") % {"day": row.scored_on.isoformat()}
    return ""


def _never_scored(row: HeatmapRow) -> str:
    return _("Never scored: no run of this profile up to this date holds the country.")


def _triggers_not_watched(row: HeatmapRow) -> str:
    return _("Base only: this profile watches no triggers, so the number is the base without acute pressure.")


def _triggers_not_rated(row: HeatmapRow) -> str:
    return _("Base only: triggers cover %(share)d percent of their weight; a level needs half of it.") % {
        "share": round(100 * row.levels["T"].coverage)
    }


def _levels_not_rated(row: HeatmapRow) -> str:
    named = {"R": _("root causes"), "P": _("proximate causes")}
    words = _("%(level)s cover %(share)d percent with %(factors)d factors scored")
    parts = [
        words % {"level": named[code], "share": round(100 * cell.coverage), "factors": cell.factors_scored}
        for code, cell in row.levels.items()
        if code in named and cell.score is None
    ]
    return _("Not rated: %(parts)s. A level needs half of its weight and three factors.") % {"parts": "; ".join(parts)}


def _closed(row: HeatmapRow) -> str:
    heirs = ", ".join(row.successors) or _("none on record")
    return _("Closed: this state ended. Successors: %(heirs)s.") % {"heirs": heirs}


_WORDS: dict[str, Callable[[HeatmapRow], str]] = {
    "never_scored": _never_scored,
    "triggers_not_watched": _triggers_not_watched,
    "triggers_not_rated": _triggers_not_rated,
    "levels_not_rated": _levels_not_rated,
    "closed": _closed,
}
