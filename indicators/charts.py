"""Pictures as data: plotly figures, SVG points and their table twins. Pure: values in, dicts out.

Colours are names of tokens ("--b3"); static/js/charts.js resolves them, so a chart follows light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import floor
from typing import Any

from indicators.numerals import change_text, half_up, score_text

# Every sparkline spans as many score points, so that slopes can be compared between rows.
SPARK_SPAN = 4.0
SPARK_WIDTH, SPARK_HEIGHT = 60, 20
_PAD = 2.0


def spark_points(values: Sequence[float | None]) -> str:
    """SVG polyline points of a series 0-10; gaps are left out. Empty with fewer than two numbers."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    numbers = [value for _, value in known]
    middle = (max(numbers) + min(numbers)) / 2
    span = max(SPARK_SPAN, max(numbers) - min(numbers))
    step = SPARK_WIDTH / max(1, len(values) - 1)
    top = middle + span / 2
    scale = (SPARK_HEIGHT - 2 * _PAD) / span
    return " ".join(f"{at * step:.0f},{_PAD + (top - value) * scale:.1f}" for at, value in known)


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a chart: a name, (date, score 0-10 or None) oldest first, and how it is drawn."""

    name: str
    points: Sequence[tuple[date, float | None]]
    colour: str
    dash: str = "solid"
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The interval around a series: lower and upper on the same dates."""

    name: str
    dates: Sequence[date]
    lower: Sequence[float | None]
    upper: Sequence[float | None]


def history_figure(
    lines: Iterable[Line], ribbon: Ribbon | None, cuts: Sequence[tuple[str, float]], axis: str
) -> dict[str, Any]:
    """A plotly figure of scores over time.

    Args:
        lines: series to draw, the most important last, so that it lies on top.
        ribbon: 10th to 90th percentile, or None without draws.
        cuts: (band name, lower cut point) drawn as thin lines with their names at the right.
        axis: title of the vertical axis.

    Returns:
        `{"data": [...], "layout": {...}}`; dates as ISO text, colours as token names.
    """
    data: list[dict[str, Any]] = []
    if ribbon is not None:
        days = [day.isoformat() for day in ribbon.dates]
        edge = {"type": "scatter", "mode": "lines", "x": days, "line": {"width": 0}, "hoverinfo": "skip"}
        data.append(edge | {"y": list(ribbon.lower), "showlegend": False})
        fill = {"fill": "tonexty", "fillcolor": "--accent-veil", "name": ribbon.name}
        data.append(edge | fill | {"y": list(ribbon.upper)})
    for line in lines:
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if len(line.points) < 60 else "lines",
                "name": line.name,
                "x": [day.isoformat() for day, _ in line.points],
                "y": [value for _, value in line.points],
                "connectgaps": False,
                "line": {"color": line.colour, "dash": line.dash, "width": line.width},
                "marker": {"color": line.colour, "size": 5},
                "customdata": [score_text(value) for _, value in line.points],
                "hovertemplate": "%{customdata}",
            }
        )
    thin = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": {"color": "--line-2", "width": 1}}
    shapes = [thin | {"y0": cut, "y1": cut} for _, cut in cuts]
    plain = {"xref": "paper", "x": 1.01, "xanchor": "left", "yanchor": "middle", "showarrow": False}
    names = [plain | {"y": cut, "text": name} for name, cut in cuts]
    layout = {
        "yaxis": {"range": [0, 10], "title": {"text": axis}, "dtick": 2, "fixedrange": True},
        "xaxis": {"type": "date", "tickformat": "%Y-%m", "hoverformat": "%Y-%m-%d"},
        "shapes": shapes,
        "annotations": names,
        "hovermode": "x unified",
        "legend": {"orientation": "h", "y": -0.18},
        "margin": {"l": 44, "r": 76, "t": 8, "b": 36},
    }
    return {"data": data, "layout": layout}


def bar_figure(rows: Sequence[tuple[str, float]], axis: str) -> dict[str, Any]:
    """Horizontal bars of signed amounts, the first row on top: what pushes up and what pulls down."""
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [amount for _, amount in rows],
                "y": [name for name, _ in rows],
                "marker": {"color": ["--bad" if amount > 0 else "--ok" for _, amount in rows]},
                "customdata": [change_text(amount, 2) for _, amount in rows],
                "hovertemplate": "%{y}: %{customdata}<extra></extra>",
            }
        ],
        "layout": {
            "xaxis": {"title": {"text": axis}, "zeroline": True},
            "yaxis": {"autorange": "reversed", "automargin": True},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 36},
            "showlegend": False,
        },
    }


@dataclass(frozen=True, slots=True)
class Twin:
    """The table that says what a chart draws: heads, then one row of texts per date."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def history_twin(lines: Sequence[Line], ribbon: Ribbon | None, day_head: str, none: str) -> Twin:
    """The table twin of `history_figure`: the same series, newest first, one decimal.

    Args:
        day_head: head of the first column.
        none: text for a date without a number.
    """
    columns: list[tuple[str, Mapping[date, float | None]]] = [(ln.name, dict(ln.points)) for ln in lines]
    days = sorted({day for _, values in columns for day in values}, reverse=True)
    bounds: dict[date, tuple[float | None, float | None]] = {}
    if ribbon is not None:
        bounds = {day: (low, high) for day, low, high in zip(ribbon.dates, ribbon.lower, ribbon.upper, strict=True)}

    def text(value: float | None) -> str:
        return none if value is None else score_text(value)

    def interval(day: date) -> str:
        low, high = bounds.get(day, (None, None))
        return none if low is None or high is None else f"{half_up(low, 1):.1f}–{half_up(high, 1):.1f}"

    heads = [day_head, *(name for name, _ in columns)]
    if ribbon is not None:
        heads.append(ribbon.name)
    rows = []
    for day in days:
        cells = [day.isoformat(), *(text(values.get(day)) for _, values in columns)]
        if ribbon is not None:
            cells.append(interval(day))
        rows.append(tuple(cells))
    return Twin(tuple(heads), tuple(rows))


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """Geometry of the headline's bar on a scale 0-10 drawn `width` wide: band boxes, interval, marks."""

    width: float
    boxes: tuple[tuple[float, float, int], ...]
    low: float | None
    span: float
    mark: float | None
    other: float | None


def interval_bar(
    cuts: Sequence[float],
    *,
    value: float | None,
    p10: float | None,
    p90: float | None,
    other: float | None,
    width: float = 640.0,
) -> IntervalBar:
    """Where the bands, the interval, the number and the data-only number lie.

    Args:
        cuts: cut points between the bands, ascending.
        other: the data-only number, drawn as a second mark; None where it is the same.
    """
    scale = width / 10.0
    edges = [0.0, *cuts, 10.0]
    boxes = tuple(
        (round(low * scale, 1), round((high - low) * scale, 1), at) for at, (low, high) in enumerate(pairwise(edges))
    )
    low = None if p10 is None or p90 is None else round(p10 * scale, 1)
    span = 0.0 if p10 is None or p90 is None else max(2.0, round((p90 - p10) * scale, 1))
    return IntervalBar(
        width=width,
        boxes=boxes,
        low=low,
        span=span,
        mark=None if value is None else round(value * scale, 1),
        other=None if other is None or other == value else round(other * scale, 1),
    )


def curve_points(pairs: Sequence[tuple[float, float]], width: float = 240.0, height: float = 90.0) -> str:
    """SVG polyline of (position 0-1 along the value axis, score 0-10) pairs, score 10 on top."""
    return " ".join(f"{at * width:.1f},{height - score / 10.0 * height:.1f}" for at, score in pairs)


def rounded_to_sum(parts: Sequence[float], total: float, digits: int) -> tuple[float, ...]:
    """Round parts so that they add up to the rounded total exactly (largest remainder).

    Args:
        parts: unrounded amounts whose sum is `total` but for floating-point dust.
        digits: decimals shown.

    Returns:
        Rounded parts in the same order; each differs from its own rounding by one unit at most when the
        parts do add up to the total.
    """
    unit = 10**digits
    goal = round(total * unit)
    scaled = [part * unit for part in parts]
    floors = [floor(value) for value in scaled]
    missing = goal - sum(floors)
    order = sorted(range(len(parts)), key=lambda at: (-(scaled[at] - floors[at]), at))
    step = 1 if missing >= 0 else -1
    for turn in range(abs(missing)):
        floors[order[turn % len(order)] if step > 0 else order[-1 - turn % len(order)]] += step
    return tuple(value / unit for value in floors)
