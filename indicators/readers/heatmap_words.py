"""The heatmap's explanations in words: why a row has no number, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from indicators.readers.heatmap_rows import HeatmapRow


def row_reason(row: HeatmapRow) -> str:
    """Why a row looks as it does; empty for a plainly rated row."""
    if row.reason == "never_scored":
        return _("Never scored: no run up to this date holds the country. Import data, then score.")
    if row.reason == "triggers_not_watched":
        return _("Base only: this profile watches no triggers, so the number is the base without acute pressure.")
    if row.reason == "triggers_not_rated":
        share = row.levels["T"].coverage
        return _("Base only: triggers cover %(share)d percent, under the half that a level needs.") % {
            "share": round(100 * share)
        }
    if row.reason == "levels_not_rated":
        named = {"R": _("root causes"), "P": _("proximate causes")}
        parts = [
            _("%(level)s cover %(share)d percent with %(factors)d factors scored")
            % {"level": named[code], "share": round(100 * cell.coverage), "factors": cell.factors_scored}
            for code, cell in row.levels.items()
            if code in named and cell.score is None
        ]
        return _("Not rated: %(parts)s. A level needs half of its weight and three factors.") % {
            "parts": "; ".join(parts)
        }
    if row.reason == "closed":
        heirs = ", ".join(row.successors) or _("none on record")
        return _("Closed: this state ended. Successors: %(heirs)s.") % {"heirs": heirs}
    if row.late and row.scored_on is not None:
        return _("The newest score is of %(day)s.") % {"day": row.scored_on.isoformat()}
    return ""
