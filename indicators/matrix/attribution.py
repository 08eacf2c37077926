"""Which piece of evidence moved a number, and by how much: pieces that add up, whatever their order.

Between two inputs scored on one day several pieces differ: a new event, a revised value, an adjustment. Each is a
player that stands on the earlier or on the later side, and its points are its Shapley value: what it adds, on
average over every order in which the pieces could have come. So the points add up to the whole, equal pieces get
equal points, and a piece that can only raise the number never shows a fall.

The cost is bounded: with more than `MOST` pieces those of least weight (by the mean of what each adds alone and
what it adds last) are taken as one player, `OTHERS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.matrix import triggers
from indicators.matrix.core import Scored, result
from indicators.matrix.factors import Cells, data_factor, factor_scores
from indicators.matrix.judgement import Judgement
from indicators.matrix.layout import Flags, Floats, Layout
from indicators.matrix.levels import gates
from indicators.matrix.observe import observe

MOST = 10
OTHERS = "others"
CELLS = ("score", "phi", "quality", "available", "applicable", "in_catalogue")
Masks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a step: an input and what it scores."""

    source: Mapping[str, Any]
    scored: Scored


@dataclass(frozen=True, slots=True)
class Shares:
    """Points by key, unrounded; `others` are the keys that stand together under `OTHERS`."""

    points: dict[str, float]
    others: tuple[str, ...]


def shares(
    before: Side, after: Side, keys: Sequence[str], of: str, layout: Layout, rest_key: str = OTHERS
) -> Shares | None:
    """Points of each key in the move of `of` ("overall" or "base") between two sides.

    Keys are indicator codes, or factors as "P:RF7" for judgement. What differs under no key is under `rest_key`.
    None where the number is missing on a side, or on some way between the two.
    """
    mix = _Mix(before, after, layout, of)
    players = {key: place for key in dict.fromkeys(keys) if (place := mix.moved(key)).any()}
    rest = mix.differs & ~np.logical_or.reduce([*players.values(), np.zeros_like(mix.differs)])
    names, places = list(players), list(players.values())
    others: tuple[str, ...] = ()
    if rest_key != OTHERS and rest.any():
        names, places, rest = [*names, rest_key], [*places, rest], np.zeros_like(rest)
    if len(names) + rest.any() > MOST:
        weight = mix.weight([*places, rest])
        order = sorted(range(len(names)), key=lambda at: (names[at] != rest_key, -abs(weight[at]), names[at]))
        kept, dropped = sorted(order[: MOST - 1]), sorted(order[MOST - 1 :])
        rest = np.logical_or.reduce([rest, *(places[at] for at in dropped)])
        others = tuple(names[at] for at in dropped)
        names, places = [names[at] for at in kept], [places[at] for at in kept]
    if rest.any():
        names, places = [*names, OTHERS], [*places, rest]
    worth = mix.worth(_coalitions(len(names)), places)
    if np.isnan(worth).any():
        return None
    return Shares(dict(zip(names, _shapley(worth, len(names)), strict=True)), others)


def _coalitions(count: int) -> Masks:
    """(2^count, count): which players stand on the later side; row number = its bits."""
    masks: Masks = (np.arange(2**count)[:, None] >> np.arange(count)) % 2 == 1
    return masks


def _shapley(worth: Floats, count: int) -> list[float]:
    masks = _coalitions(count)
    size = masks.sum(axis=1)
    share = np.array([1.0 / (count * comb(count - 1, n)) if n < count else 0.0 for n in range(count + 1)])
    rows = np.arange(len(masks))
    values = []
    for player in range(count):
        without = rows[~masks[:, player]]
        gain = worth[without + (1 << player)] - worth[without]
        values.append(float((share[size[without]] * gain).sum()))
    return values


class _Mix:
    """Scores inputs that are part earlier, part later; places are flags over indicators, then factors."""

    def __init__(self, before: Side, after: Side, layout: Layout, of: str) -> None:
        self.sides, self.layout, self.of = (before, after), layout, of
        cells = [side.scored.readings.cells for side in self.sides]
        columns = np.zeros(layout.size, dtype=bool)
        for name in (name for name in CELLS if name != "quality"):
            apart = _apart(getattr(cells[0], name)[0], getattr(cells[1], name)[0])
            if name == "score":
                # The election's score follows from another factor: it moves on its own only with its dates.
                apart[layout.election] = self._dates(0) != self._dates(1)
            columns |= apart
        opinions = [side.scored.judgement for side in self.sides]
        factors = _apart(opinions[0].delta[0], opinions[1].delta[0]) | _apart(
            opinions[0].expert[0], opinions[1].expert[0]
        )
        self.differs: Flags = np.concatenate([columns, factors])

    def moved(self, key: str) -> Flags:
        """What differs under a key."""
        place = np.zeros_like(self.differs)
        if key in self.layout.position:
            place[self.layout.position[key]] = True
        else:
            level, _, factor = key.partition(":")
            place[self.layout.size + self.layout.factor_keys.index((level, factor))] = True
        return place & self.differs

    def weight(self, places: Sequence[Flags]) -> Floats:
        """The mean of what each place adds alone and what it adds last; 0 where either has no number."""
        one = np.eye(len(places), dtype=bool)
        ends = self.worth(np.array([[False] * len(places), [True] * len(places)]), places)
        alone, last = self.worth(one, places) - ends[0], ends[1] - self.worth(~one, places)
        mean: Floats = np.nan_to_num((alone + last) / 2.0)
        return mean

    def worth(self, masks: Masks, places: Sequence[Flags]) -> Floats:
        """(N,) the number of each mix, NaN where it is not rated; `masks` (N, places) are on the later side."""
        later = np.zeros((len(masks), len(self.differs)), dtype=bool)
        for at, place in enumerate(places):
            later |= masks[:, [at]] & place
        columns, factors = later[:, : self.layout.size], later[:, self.layout.size :]
        cells = [side.scored.readings.cells for side in self.sides]
        opinions = [side.scored.judgement for side in self.sides]
        mixed = Cells(*(np.where(columns, getattr(cells[1], name), getattr(cells[0], name)) for name in CELLS))
        self._elections(mixed, columns[:, self.layout.election])
        opinion = Judgement(
            np.where(factors, opinions[1].delta, opinions[0].delta),
            np.where(factors, opinions[1].expert, opinions[0].expert),
        )
        scored = factor_scores(mixed, self.layout)
        gate = gates(scored, self.layout)
        adjusted, _ = opinion.applied(scored.score, ~np.isnan(scored.coverage))
        steps = result(adjusted, gate, self.layout).overall
        number: Floats = steps.base if self.of == "base" else steps.overall
        return number

    def _dates(self, side: int) -> list[tuple[int, float | None]]:
        """Elections that count on the day, as (age in days, severity)."""
        layout, chosen = self.layout, self.sides[side]
        sparks = observe((), chosen.source.get("events", ()), chosen.scored.day, layout).sparks
        mine = [spark for spark in sparks if spark.column == layout.election]
        index = np.full(len(mine), layout.election)
        counted = triggers.counts(layout, index, np.array([spark.age for spark in mine], dtype=np.int64))
        return [(spark.age, spark.severity) for spark, counts in zip(mine, counted, strict=True) if counts]

    def _elections(self, cells: Cells, later: Flags) -> None:
        """Score the elections of every mix anew: their severity hangs on the RF2 score of the mix (C.5)."""
        layout, column = self.layout, self.layout.election
        rf2 = data_factor(cells, layout, layout.election_factor)
        expected = triggers.election_severity(layout.catalogue.parameters, rf2)
        for side, rows in enumerate((~later, later)):
            dates = self._dates(side)
            if not dates or not self.sides[side].scored.readings.cells.available[0, column]:
                continue
            age = np.array([days for days, _ in dates])
            coded = np.array([np.nan if severity is None else severity for _, severity in dates])
            severity = np.where(np.isnan(coded), expected[rows][:, None], coded)
            half = triggers.half_life_at(layout, np.full(len(dates), column), age)
            calm = triggers.calm(triggers.rest(severity, age, half))
            cells.score[rows, column] = 10.0 * (1.0 - calm.prod(axis=1))


def _apart(left: NDArray[Any], right: NDArray[Any]) -> Flags:
    """Where two rows differ; no number on both sides is no difference."""
    same = left == right
    if left.dtype == np.float64:
        same |= np.isnan(left) & np.isnan(right)
    differs: Flags = ~same
    return differs
