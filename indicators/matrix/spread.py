"""Spread intervals of days over a grid of dates (helper of `score_panel`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.matrix.layout import Flags, Ints


@dataclass(frozen=True, eq=False)
class Spread:
    """One entry per (interval, date inside it), intervals in their given order.

    `item` is the interval, `date` the position among the dates.
    """

    item: Ints
    date: Ints


def bounds(dates: Ints, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """First date at or after `start`, and first at or after `stop`: positions in the sorted `dates`."""
    return np.searchsorted(dates, start), np.searchsorted(dates, stop)


def spread(first: Ints, last: Ints) -> Spread:
    """Expand positions first..last-1 of every interval; empty intervals vanish."""
    length = np.maximum(last - first, 0)
    item = np.repeat(np.arange(len(length)), length)
    before = np.cumsum(length) - length
    return Spread(item, np.arange(len(item)) - before[item] + first[item])


def covered(cell: Ints, first: Ints, last: Ints, shape: tuple[int, int, int]) -> Flags:
    """(C, D, I) whether any interval covers a cell; `cell` is country*I + indicator of each interval.

    Counts starts and stops and sums along the dates: no expansion, however long the intervals are.
    """
    countries, dates, columns = shape
    real = last > first
    country, column = np.divmod(cell[real], columns)
    size = countries * (dates + 1) * columns
    row = country * (dates + 1)
    rises = np.bincount((row + first[real]) * columns + column, minlength=size)
    falls = np.bincount((row + last[real]) * columns + column, minlength=size)
    open_now = np.cumsum((rises - falls).reshape(countries, dates + 1, columns), axis=1)[:, :dates]
    flags: Flags = open_now > 0
    return flags
