"""What drives a headline: the share of it that each reading carries, down to a total that is the headline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.charts import bar_figure, rounded_to_sum
from indicators.presenters.country import IndicatorRow, indicator_row
from indicators.readers.scores import ContributionView, ScoreView
from indicators.words import number

DIGITS = 2


@dataclass(frozen=True, slots=True)
class Driver:
    """One indicator by the share of the headline that it carries."""

    row: IndicatorRow
    points: str


@dataclass(frozen=True, slots=True)
class DriverTable:
    """The heaviest readings, what the others and judgement carry, and the headline they make; it adds up as printed.

    Attributes:
        others, others_points: how many further readings carry something, and how much together.
        judged_points: what adjustments and expert scores carry; empty where there are none.
        total: the headline in the digits of the table; `headline` as it is written on top.
        bars: the bar chart of the rows; None where nothing carries anything.
    """

    rows: tuple[Driver, ...]
    others: int
    others_points: str
    judged_points: str
    total: str
    headline: str
    bars: dict[str, Any] | None


def driver_table(rows: tuple[ContributionView, ...], score: ScoreView) -> DriverTable | None:
    """The table of drivers of a score; None where nothing carries anything.

    Args:
        rows: the heaviest readings of the score.
    """
    carried = [item for level in score.levels for factor in level.factors for item in factor.indicators if item.points]
    if score.number is None or not rows or not carried:
        return None
    named = {item.code for item in rows}
    own = [item.points or 0.0 for item in rows]
    others = [item.points or 0.0 for item in carried if item.code not in named]
    judged = score.number - sum(own) - sum(others)
    total = number(score.number, DIGITS)
    # A headline beside a cut point keeps more digits, and so does everything that makes it.
    digits = len(total.partition(".")[2])
    *shown, other, expert = rounded_to_sum([*own, sum(others), judged], score.number, digits)
    return DriverTable(
        rows=tuple(Driver(indicator_row(row), f"{points:.{digits}f}") for row, points in zip(rows, shown, strict=True)),
        others=len(others),
        others_points=f"{other:.{digits}f}" if others or other else "",
        judged_points=f"{expert:+.{digits}f}" if expert else "",
        total=total,
        headline=number(score.number),
        bars=bar_figure(
            [(f"{row.code} {_cut(row.name)}", row.points or 0.0) for row in rows], _("points of the headline")
        ),
    )


def _cut(name: str, longest: int = 34) -> str:
    return name if len(name) <= longest else name[: longest - 1].rsplit(" ", 1)[0] + "…"
