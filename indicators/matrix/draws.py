"""The 2,000 draws behind the interval (specification C.9).

Every number of a draw has a fixed place: four shared errors; four numbers for each indicator (weight, two
goalposts, own error); one for each factor weight; mu of R, P and T; alpha; kappa; lambda.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.catalogue.spec import ERROR_FAMILIES, LEVELS
from indicators.matrix.judgement import Judgement
from indicators.matrix.layout import Flags, Floats, Ints, Layout
from indicators.matrix.levels import Gates, blend
from indicators.matrix.overall import base_of, combine
from indicators.matrix.readings import MONITORED_ZERO, NOT_APPLICABLE, Readings
from indicators.matrix.rng import Stream

SHARED = len(ERROR_FAMILIES)
PER_INDICATOR = 4
WEIGHT, GOALPOST_0, GOALPOST_10, OWN_ERROR = range(PER_INDICATOR)
CHUNK = 500  # 220 rows of 500 numbers stay inside a second-level cache


@dataclass(frozen=True, eq=False)
class Plan:
    """Which numbers of a draw are read, and the constants beside them.

    `moved`, `fixed` and `missing` are indicator columns: readings whose goalposts shift, readings that only
    take an error, and columns filled in; `silent` are monitored zeros. Together they are `columns`.
    """

    columns: Ints
    moved: Ints
    fixed: Ints
    missing: Ints
    silent: Ints
    centre: Floats


def plan(readings: Readings, data: Floats, layout: Layout) -> Plan:
    """Sort the applicable columns by what a draw does with them; `data` (F,) holds the data-only scores."""
    state = np.array(readings.state)
    available = readings.cells.available[0]
    applicable = state != NOT_APPLICABLE
    silent = available & (state == MONITORED_ZERO)
    moved = available & layout.shifts
    return Plan(
        columns=np.flatnonzero(applicable),
        moved=np.flatnonzero(moved),
        fixed=np.flatnonzero(available & ~moved & ~silent),
        missing=np.flatnonzero(applicable & ~available),
        silent=np.flatnonzero(silent),
        centre=_centres(data, layout),
    )


def _centres(data: Floats, layout: Layout) -> Floats:
    """(F,) centre of a missing indicator: its factor, else its level's weighted mean, else the middle."""
    centre = np.full(len(data), layout.catalogue.parameters.missing_centre)
    for span in layout.level_span:
        scored = ~np.isnan(data[span])
        if scored.any():
            weight = layout.factor_weight[span][scored]
            centre[span] = (data[span][scored] * weight).sum() / weight.sum()
    return np.where(np.isnan(data), centre, data)


def place(column: Ints, number: int) -> Ints:
    """Place of an indicator's number inside a draw."""
    places: Ints = SHARED + PER_INDICATOR * column + number
    return places


class Draws:
    """Draws of one country: `factors` (F, draws) of its drawn factor scores, then the overall or the base."""

    def __init__(self, readings: Readings, data: Floats, layout: Layout, *, seed: int, draws: int) -> None:
        self.layout, self.readings, self.data, self.draws = layout, readings, data, draws
        self.plan = plan(readings, data, layout)
        factors = len(layout.factor_keys)
        self.tail = SHARED + PER_INDICATOR * layout.size
        self.stream = Stream(seed, self.tail + factors + len(LEVELS) + 3, draws)
        self.factors = np.full((factors, draws), np.nan)
        for start in range(0, draws, CHUNK):
            self._draw_factors(slice(start, min(start + CHUNK, draws)))

    def _draw_factors(self, chunk: slice) -> None:
        layout, columns = self.layout, self.plan.columns
        scores = np.empty((layout.size, chunk.stop - chunk.start))
        self._draw_scores(scores, chunk)
        weight = self.stream.block(place(columns, WEIGHT), chunk)
        spread = layout.catalogue.parameters.mc["weights"]
        weight *= 2.0 * spread
        weight += 1.0 - spread
        phi = np.where(self.readings.cells.available[0], self.readings.cells.phi[0], 1.0)
        weight *= (layout.weight * phi)[columns, None]
        share = layout.catalogue.parameters.mu_trigger_factor
        drawn = scores[columns]
        weighted = weight * drawn
        for factor, span in enumerate(layout.span):
            first, last = np.searchsorted(columns, (span.start, span.stop))
            if first == last:
                continue
            rows = slice(int(first), int(last))
            score = np.add.reduce(weighted[rows]) / np.add.reduce(weight[rows])
            if factor >= layout.level_span[2].start:
                score *= 1.0 - share
                score += share * np.maximum.reduce(drawn[rows])
            self.factors[factor, chunk] = score

    def _draw_scores(self, scores: Floats, chunk: slice) -> None:
        """Fill the rows of all applicable columns with scores 0..10."""
        numbers, readings, picked = self.layout.catalogue.parameters, self.readings, self.plan
        half = np.array([numbers.family_error[family] for family in ERROR_FAMILIES])[:, None]
        shared = half * (2.0 * self.stream.block(np.arange(SHARED), chunk) - 1.0)
        scores[picked.silent] = 0.0
        if picked.moved.size:
            scores[picked.moved] = self._erred(self._moved(chunk), picked.moved, shared, chunk)
        if picked.fixed.size:
            central = readings.cells.score[0, picked.fixed][:, None]
            scores[picked.fixed] = self._erred(central, picked.fixed, shared, chunk)
        if picked.missing.size:
            guess = self.stream.block(place(picked.missing, OWN_ERROR), chunk)
            guess *= 2.0 * numbers.missing_halfwidth
            guess += (picked.centre[self.layout.factor_of[picked.missing]] - numbers.missing_halfwidth)[:, None]
            scores[picked.missing] = np.clip(guess, 0.0, 10.0, out=guess)

    def _moved(self, chunk: slice) -> Floats:
        """Scores between shifted goalposts, decayed where the transform says so, before any error."""
        moved, shift = self.plan.moved, self.layout.catalogue.parameters.mc["goalposts"]
        low = self.stream.block(place(moved, GOALPOST_0), chunk)
        high = self.stream.block(place(moved, GOALPOST_10), chunk)
        high -= low
        high *= 2.0 * shift
        high += 1.0
        low *= -2.0 * shift
        low += (self.readings.at[moved] + shift)[:, None]
        low /= high
        low *= 10.0
        np.clip(low, 0.0, 10.0, out=low)
        low *= self.readings.decay[moved][:, None]
        return low

    def _erred(self, score: Floats, columns: Ints, shared: Floats, chunk: slice) -> Floats:
        tau = self.readings.tau[columns][:, None]
        error = self.stream.block(place(columns, OWN_ERROR), chunk)
        error *= 2.0 * tau
        error -= tau
        error += shared[self.layout.family[columns]]
        error += score
        return np.clip(error, 0.0, 10.0, out=error)

    def overall(self, judgement: Judgement, expert_only: Flags, gate: Gates, *, base_only: bool) -> Floats:
        """(draws,) adjusted overall, or base; which factors may be peak or floor stays as in the data."""
        layout, numbers = self.layout, self.layout.catalogue.parameters
        spread = numbers.mc
        everything = slice(0, self.draws)
        tail = self.stream.block(np.arange(self.tail, self.tail + len(self.factors) + 6), everything)
        noise = 2.0 * tail - 1.0
        scores = self._judged(judgement, expert_only)
        weight = layout.factor_weight[:, None] * (1.0 + spread["factor_weights"] * noise[: len(scores)])
        levels = self._levels(scores, weight, noise[-6:-3], gate.eligible[0])
        alpha = numbers.alpha + spread["alpha"] * noise[-3]
        if base_only:
            return base_of(levels[0], levels[1], alpha)
        floors = scores[gate.eligible[0] & layout.floor_factors]
        peak = floors.max(axis=0) if len(floors) else np.zeros(self.draws)
        return combine(
            levels,
            peak,
            numbers,
            alpha=alpha,
            kappa=numbers.kappa + spread["kappa"] * noise[-2],
            lam=numbers.lam + spread["lam"] * noise[-1],
        ).overall

    def _judged(self, judgement: Judgement, expert_only: Flags) -> Floats:
        """Drawn factor scores with judgement put on top, clipped; `expert_only` (F,) as in the central result."""
        scores = self.factors.copy()
        for factor in np.flatnonzero(~np.isnan(judgement.delta[0]) & ~np.isnan(self.data)):
            np.clip(scores[factor] + judgement.delta[0, factor], 0.0, 10.0, out=scores[factor])
        scores[expert_only] = judgement.expert[0, expert_only][:, None]
        return scores

    def _levels(self, scores: Floats, weight: Floats, noise: Floats, eligible: Flags) -> tuple[Floats, Floats, Floats]:
        root, proximate, trigger = (self._level(at, scores, weight, noise[at], eligible) for at in range(3))
        return root, proximate, trigger

    def _level(self, at: int, scores: Floats, weight: Floats, noise: Floats, eligible: Flags) -> Floats:
        layout, numbers = self.layout, self.layout.catalogue.parameters
        span = layout.level_span[at]
        rows: Ints = span.start + np.flatnonzero(~np.isnan(scores[span, 0]))
        if not rows.size:
            return np.zeros(self.draws)
        mean = (weight[rows] * scores[rows]).sum(axis=0) / weight[rows].sum(axis=0)
        peaks = scores[span][(eligible & layout.pivotal)[span]]
        peak = peaks.max(axis=0) if len(peaks) else np.full(self.draws, -np.inf)
        return blend(mean, peak, layout.mu[at] + numbers.mc["mu"] * noise)


def percentile(ordered: Floats, share: float) -> float:
    """Percentile at position (n-1)*share of sorted draws, linear between neighbours."""
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (at - low) * (ordered[high] - ordered[low]))
