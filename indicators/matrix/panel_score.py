"""Score many countries on many dates at once, without draws (specification C.3 to C.11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.catalogue.spec import LEVEL_NAMES, LEVELS, Catalogue
from indicators.matrix.bands import BASE_ONLY, CLOSED, NOT_RATED, band_index
from indicators.matrix.confidence import LABELS, confidence
from indicators.matrix.core import result, status
from indicators.matrix.days import day_number
from indicators.matrix.factors import factor_scores
from indicators.matrix.judgement import Judgement
from indicators.matrix.layout import Flags, Floats, Ints, Layout, layout_of
from indicators.matrix.levels import gates
from indicators.matrix.panel import Panel
from indicators.matrix.panel_cells import (
    Block,
    empty_block,
    take_events,
    take_observations,
    take_silence,
)
from indicators.matrix.panel_judgement import opinions

CELLS_A_BLOCK = 1_500_000
STEPS = ("base", "multiplier", "acute", "raw", "floor", "overall")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class PanelScores:
    """Scores of C countries on D dates, unrounded; rows N = C*D, country by country, dates rising.

    `levels`, `data_levels`, `coverage`, `catalogue_coverage`, `factors_scored` are (N, 3) in the order R, P,
    T; `factors`, `data_factors`, `factor_coverage` (N, F); `steps` and `data_steps` (N, 6) in the order of
    STEPS; `k`, `coverage_overall`, `freshness`, `source_quality` (N,); `state` (N, I) counts into
    panel_cells.STATES; `used` (N, I) is the row of the central observation, or of the event with the largest
    rest, in the table the panel was built from, -1 for none. NaN where there is no number.
    """

    countries: tuple[str, ...]
    dates: tuple[date, ...]
    status: NDArray[np.str_]
    levels: Floats
    data_levels: Floats
    coverage: Floats
    catalogue_coverage: Floats
    factors_scored: Ints
    factors: Floats
    data_factors: Floats
    factor_coverage: Floats
    expert_only: Flags
    steps: Floats
    data_steps: Floats
    k: Floats
    coverage_overall: Floats
    freshness: Floats
    source_quality: Floats
    confidence: NDArray[np.str_]
    band: NDArray[np.str_]
    indicator_score: Floats
    state: NDArray[np.int8]
    used: Ints

    def frame(self) -> pd.DataFrame:
        """One row per country and date with what a list shows; numbers unrounded."""
        columns: dict[str, Any] = {
            "country": np.repeat(np.array(self.countries, dtype=object), len(self.dates)),
            "as_of": np.tile(np.array(self.dates, dtype=object), len(self.countries)),
            "status": self.status,
            "band": self.band,
            "confidence": self.confidence,
            "K": self.k,
            "coverage": self.coverage_overall,
            "freshness": self.freshness,
            "source_quality": self.source_quality,
        }
        for at, step in enumerate(STEPS):
            columns[step] = self.steps[:, at]
            columns[f"{step}_data_only"] = self.data_steps[:, at]
        for at, level in enumerate(LEVELS):
            columns[LEVEL_NAMES[level]] = self.levels[:, at]
            columns[f"{LEVEL_NAMES[level]}_data_only"] = self.data_levels[:, at]
            columns[f"{LEVEL_NAMES[level]}_coverage"] = self.coverage[:, at]
        return pd.DataFrame(columns)


def score_panel(panel: Panel, dates: Sequence[date | str], *, catalogue: Catalogue) -> PanelScores:
    """Score every country of `panel` on every one of `dates` (sorted, each once), data only and adjusted."""
    layout = layout_of(catalogue)
    days = np.array([day_number(when) for when in dates], dtype=np.int64)
    if (np.diff(days) <= 0).any():
        raise ValueError("dates must rise, each standing once")
    per_block = max(1, CELLS_A_BLOCK // max(1, len(days) * layout.size))
    blocks = [_score_block(part, days, layout) for part in _countries(panel, per_block)]
    whole = {
        field.name: np.concatenate([getattr(block, field.name) for block in blocks])
        for field in fields(PanelScores)
        if field.name not in ("countries", "dates")
    }
    moments = tuple(date.fromordinal(int(day)) for day in days)
    return PanelScores(countries=panel.countries, dates=moments, **whole)


def _countries(panel: Panel, size: int) -> Iterator[Panel]:
    """The panel in runs of `size` countries, positions counted from the run's first."""
    for first in range(0, len(panel.countries), size):
        here = slice(first, min(first + size, len(panel.countries)))
        yield replace(
            panel,
            countries=panel.countries[here],
            observations=_part(panel.observations, here),
            events=_part(panel.events, here),
            watches=_part(panel.watches, here),
            adjustments=_part(panel.adjustments, here),
            experts=_part(panel.experts, here),
            not_applicable=panel.not_applicable[here],
            outside_profile=panel.outside_profile[here],
            valid_from=panel.valid_from[here],
            valid_to=panel.valid_to[here],
        )


def _part(columns: T, here: slice) -> T:
    """Rows of the countries `here`, in their order; evidence is sorted by country, so slices suffice."""
    country: Ints = columns.country  # type: ignore[attr-defined]
    ordered = isinstance(country, np.ndarray) and bool((np.diff(country) >= 0).all())
    rows: slice | Ints
    if ordered:
        rows = slice(*np.searchsorted(country, (here.start, here.stop)).tolist())
    else:
        rows = np.flatnonzero((country >= here.start) & (country < here.stop))
    chosen = {field.name: getattr(columns, field.name)[rows] for field in fields(columns)}  # type: ignore[arg-type]
    chosen["country"] = chosen["country"] - here.start
    return type(columns)(**chosen)


def _score_block(panel: Panel, days: Ints, layout: Layout) -> PanelScores:
    block = empty_block(days, panel.not_applicable, panel.outside_profile, layout)
    take_observations(block, panel.observations, days, layout)
    take_events(block, panel.events, days, layout)
    take_silence(block, panel.watches, days, layout)
    closed = (block.days < np.repeat(panel.valid_from, len(days))) | (
        block.days >= np.repeat(panel.valid_to, len(days))
    )
    return _combine(panel, block, opinions(panel, days, layout), closed, layout)


def _combine(panel: Panel, block: Block, judged: Judgement, closed: Flags, layout: Layout) -> PanelScores:
    factors = factor_scores(block.cells, layout)
    gate = gates(factors, layout)
    adjusted, alone = judged.applied(factors.score, ~np.isnan(factors.coverage))
    data, moved = result(factors.score, gate, layout), result(adjusted, gate, layout)
    words = np.where(closed, "closed", status(gate.rated))
    expert = np.asarray(alone.any(axis=1))
    trust = confidence(block.cells, gate, layout, width=np.full(len(words), np.nan), expert_only=expert)
    rated = np.isin(words, ("rated", "base_only"))
    return PanelScores(
        countries=panel.countries,
        dates=(),
        status=words,
        levels=_blank(moved.levels, closed),
        data_levels=_blank(data.levels, closed),
        coverage=_blank(gate.coverage, closed),
        catalogue_coverage=_blank(gate.catalogue_coverage, closed),
        factors_scored=gate.factors_scored,
        factors=_blank(adjusted, closed),
        data_factors=_blank(factors.score, closed),
        factor_coverage=_blank(factors.coverage, closed),
        expert_only=alone,
        steps=_blank(np.stack([getattr(moved.overall, step) for step in STEPS], axis=1), ~rated),
        data_steps=_blank(np.stack([getattr(data.overall, step) for step in STEPS], axis=1), ~rated),
        k=_blank(trust.k, closed),
        coverage_overall=_blank(trust.coverage, closed),
        freshness=_blank(trust.freshness, closed),
        source_quality=_blank(trust.source_quality, closed),
        confidence=np.where(closed, "", np.array(LABELS)[trust.label]),
        band=_bands(words, moved.overall.overall, layout),
        indicator_score=block.cells.score,
        state=block.state,
        used=block.used,
    )


def _blank(values: Floats, where: Flags) -> Floats:
    values = np.array(values, copy=True)
    values[where] = np.nan
    return values


def _bands(words: NDArray[np.str_], overall: Floats, layout: Layout) -> NDArray[np.str_]:
    numbers = layout.catalogue.parameters
    names = np.array([*numbers.band_names, BASE_ONLY, NOT_RATED, CLOSED])
    marks = {"base_only": BASE_ONLY, "not_rated": NOT_RATED, "closed": CLOSED}
    band = names[band_index(np.nan_to_num(overall), numbers)]
    for word, mark in marks.items():
        band[words == word] = mark
    return band
