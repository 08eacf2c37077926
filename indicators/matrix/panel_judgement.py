"""Adjustments and expert scores of a panel, row by row of its grid (specification B.5, C.15)."""

from __future__ import annotations

import numpy as np

from indicators.matrix.judgement import Judgement
from indicators.matrix.layout import Ints, Layout
from indicators.matrix.panel import Opinions, Panel
from indicators.matrix.spread import bounds, spread


def opinions(panel: Panel, dates: Ints, layout: Layout) -> Judgement:
    """(N, F) judgement; adjustments add up and are clipped, of expert scores the last row wins."""
    numbers = layout.catalogue.parameters
    size = (len(panel.countries) * len(dates), len(layout.factor_keys))
    delta, expert = np.full(size, np.nan), np.full(size, np.nan)
    cell, item = _cells(panel.adjustments, dates, size[1])
    if len(cell):
        total, bound = np.zeros(delta.size), np.zeros(delta.size)
        np.add.at(total, cell, panel.adjustments.amount[item])
        limit = np.where(panel.adjustments.panel, numbers.delta_panel, numbers.delta_single)
        np.maximum.at(bound, cell, limit[item])
        delta.reshape(-1)[cell] = np.clip(total, -bound, bound)[cell]
    cell, item = _cells(panel.experts, dates, size[1])
    expert.reshape(-1)[cell] = panel.experts.amount[item]
    return Judgement(delta, expert)


def _cells(known: Opinions, dates: Ints, factors: int) -> tuple[Ints, Ints]:
    """Flat cells each opinion covers, opinion by opinion, and the opinion's own row."""
    parts = spread(*bounds(dates, known.start, known.end + 1))
    row = known.country[parts.item] * len(dates) + parts.date
    return row * factors + known.factor[parts.item], parts.item
