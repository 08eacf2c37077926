"""The cells of many countries and dates, without a loop over either (specification C.2 to C.5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.matrix import normalise, triggers
from indicators.matrix.factors import Cells, data_factor
from indicators.matrix.freshness import freshness
from indicators.matrix.layout import Floats, Ints, Layout
from indicators.matrix.panel import Events, Observations, Watches
from indicators.matrix.readings import (
    EXPIRED,
    FRESH,
    MISSING,
    MONITORED_ZERO,
    NOT_APPLICABLE,
    NOT_WATCHED,
    STALE,
)
from indicators.matrix.spread import bounds, covered, spread

STATES = (MISSING, EXPIRED, FRESH, STALE, MONITORED_ZERO, NOT_APPLICABLE, NOT_WATCHED)
CODE = {name: at for at, name in enumerate(STATES)}


@dataclass(frozen=True, eq=False)
class Block:
    """Cells of some countries at all dates, rows country by country; (N, I) with N = countries x dates.

    `state` counts into STATES; `used` is the row of the central observation in its table, -1 for none.
    """

    cells: Cells
    state: NDArray[np.int8]
    used: Ints
    days: Ints
    shape: tuple[int, int, int]


def empty_block(dates: Ints, not_applicable: np.ndarray, outside: np.ndarray, layout: Layout) -> Block:
    """A block without evidence; the flags are (countries, I)."""
    countries = len(not_applicable)
    size = (countries * len(dates), layout.size)
    absent = np.repeat(not_applicable, len(dates), axis=0)
    unwatched = np.repeat(outside & ~not_applicable, len(dates), axis=0)
    state = np.zeros(size, dtype=np.int8)
    state[absent], state[unwatched] = CODE[NOT_APPLICABLE], CODE[NOT_WATCHED]
    cells = Cells(
        score=np.full(size, np.nan),
        phi=np.zeros(size),
        quality=np.zeros(size),
        available=np.zeros(size, dtype=bool),
        applicable=~absent & ~unwatched,
        in_catalogue=~absent,
    )
    used = np.full(size, -1, dtype=np.int64)
    return Block(cells, state, used, np.tile(dates, countries), (countries, len(dates), layout.size))


def take_observations(block: Block, known: Observations, dates: Ints, layout: Layout) -> None:
    """Let the best observation of every cell win.

    Each observation is a candidate while fresh and again while stale. Intervals are written from the worst
    to the best, so the last one written in a cell is the central value.
    """
    _, days, columns = block.shape
    start = np.maximum(known.published, known.ref_end)
    limit, twice = known.ref_end + known.max_age + 1, known.ref_end + 2 * known.max_age + 1
    fresh = bounds(dates, start, np.minimum(known.superseded, limit))
    stale = bounds(dates, np.maximum(start, limit), np.minimum(known.superseded, twice))
    first, last = np.concatenate([stale[0], fresh[0]]), np.concatenate([stale[1], fresh[1]])
    live = np.flatnonzero(last > first)
    pick = live % max(len(known.country), 1)
    order = np.lexsort((known.published[pick], known.ref_end[pick], -known.priority[pick], live >= len(known.country)))
    live, pick = live[order], pick[order]
    parts = spread(first[live], last[live])
    origin = known.country[pick] * days * columns + known.indicator[pick]
    winner = np.full(block.state.size, -1, dtype=np.int64)
    winner[origin[parts.item] + parts.date * columns] = pick[parts.item]
    chosen = np.flatnonzero((winner >= 0) & block.cells.applicable.ravel())
    _fill(block, chosen, winner[chosen], known, layout)
    expired = bounds(dates, np.maximum(start, twice), known.superseded)
    gone = covered(known.country * columns + known.indicator, *expired, block.shape).reshape(block.state.shape)
    block.state[gone & (block.state == CODE[MISSING])] = CODE[EXPIRED]


def _fill(block: Block, cell: Ints, pick: Ints, known: Observations, layout: Layout) -> None:
    """Scores, freshness and state of the cells won; each observation is normalised once."""
    scores = normalise.base_scores(layout, known.indicator, known.value)[pick]
    age = block.days[cell // layout.size] - known.ref_end[pick]
    rates = np.flatnonzero(layout.is_rate[known.indicator[pick]])
    scores[rates] *= normalise.age_decay(layout, known.indicator[pick[rates]], age[rates])
    phi = np.ones(len(cell))
    late = np.flatnonzero(age > known.max_age[pick])
    phi[late] = freshness(age[late], known.max_age[pick[late]])
    state = np.full(len(cell), CODE[FRESH], dtype=np.int8)
    state[late] = CODE[STALE]
    cells = block.cells
    for target, values in (
        (cells.score, scores),
        (cells.phi, phi),
        (cells.quality, known.quality[pick]),
        (cells.available, np.True_),
        (block.state, state),
        (block.used, known.row[pick]),
    ):
        target.reshape(-1)[cell] = values


def take_events(block: Block, known: Events, dates: Ints, layout: Layout) -> None:
    """Combine the events of every cell; the election's severity hangs on the RF2 score of its own row.

    Observations must have been taken before.
    """
    _, days, columns = block.shape
    cut = layout.catalogue.parameters.event_cut
    after = np.floor(cut * layout.half_life[known.indicator]).astype(np.int64)
    ahead = np.floor(cut * layout.half_life_pre[known.indicator]).astype(np.int64)
    opens = np.where(layout.is_calendar[known.indicator], known.day - ahead, known.day)
    closes = np.minimum(known.superseded, known.day + after + 1)
    parts = spread(*bounds(dates, np.maximum(known.published, opens), closes))
    row = known.country[parts.item] * days + parts.date
    cell = row * columns + known.indicator[parts.item]
    kept = np.flatnonzero(block.cells.applicable.ravel()[cell])
    row, cell, item = row[kept], cell[kept], parts.item[kept]
    if not len(cell):
        return
    index, age = known.indicator[item], block.days[row] - known.day[item]
    half = triggers.half_life_at(layout, index, age)
    severity, standing = _severities(block, known, row, item, layout)
    cells = block.cells
    touched, place = np.unique(cell, return_inverse=True)
    left = np.ones(len(touched))
    np.multiply.at(left, place, triggers.calm(triggers.rest(severity, age, half)))
    leader = np.empty(len(touched), dtype=np.int64)
    by_size = np.argsort(triggers.rest(standing, age, half), kind="stable")
    leader[place[by_size]] = item[by_size]
    for target, values in (
        (cells.score, 10.0 * (1.0 - left)),
        (cells.phi, np.float64(1.0)),
        (cells.quality, known.quality[leader]),
        (cells.available, np.True_),
        (block.state, np.int8(CODE[FRESH])),
        (block.used, known.row[leader]),
    ):
        target.reshape(-1)[touched] = values


def _severities(block: Block, known: Events, row: Ints, item: Ints, layout: Layout) -> tuple[Floats, Floats]:
    """Severity of each event, and the one that stands in for an unset one when grades are compared (C.10)."""
    numbers = layout.catalogue.parameters
    coded = known.severity[item]
    unset = np.isnan(coded)
    severity = coded.copy()
    if unset.any():
        rf2 = data_factor(block.cells, layout, layout.election_factor)
        severity[unset] = triggers.election_severity(numbers, rf2[row[unset]])
    return severity, np.where(unset, numbers.election_unscored, coded)


def take_silence(block: Block, known: Watches, dates: Ints, layout: Layout) -> None:
    """A watched feed without events is a zero, an unwatched one stays missing; take the events first."""
    columns = layout.size
    numbers = layout.catalogue.parameters
    until = known.last + layout.max_age[known.indicator] + 1
    span = bounds(dates, known.start, until)
    zero = covered(known.country * columns + known.indicator, *span, block.shape).reshape(block.state.shape)
    cells = block.cells
    zero &= layout.is_event & cells.applicable & ~cells.available
    cells.score[zero], cells.phi[zero], cells.available[zero] = 0.0, 1.0, True
    cells.quality[zero] = layout.grades[numbers.grade_monitored_zero][0]
    block.state[zero] = CODE[MONITORED_ZERO]
