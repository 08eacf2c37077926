"""Trend between two dates on common support, and the slope of a series (specification C.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from indicators.catalogue.spec import Catalogue
from indicators.matrix.core import BASE_ONLY, NOT_RATED, Result, Scored, draw, score
from indicators.matrix.days import day_number, iso
from indicators.matrix.layout import Layout, layout_of
from indicators.matrix.output import closed_output, rounded
from indicators.matrix.rng import seed_of

WORSENING, IMPROVING, STABLE, UNDETERMINED = "worsening", "improving", "stable", "undetermined"
NOT_COMMON = "one of the two dates is not rated on the common indicators"
CLOSED = "the entity did not exist on one of the two dates"


def trend(
    entity: Mapping[str, Any],
    earlier: date | str,
    later: date | str,
    input: Mapping[str, Any],
    *,
    catalogue: Catalogue,
    draws: int = 2000,
    earlier_input: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Compare `later` with `earlier` on the indicators scored at both, with the same random numbers.

    `earlier_input` is what was known then, where `input` does not hold it. Keys are those of the vectors;
    where either date carries a base only, the bases are compared and `of` says so.
    """
    layout = layout_of(catalogue)
    before, after = day_number(earlier), day_number(later)
    if any(closed_output(entity, day, catalogue) for day in (before, after)):
        return {"label": UNDETERMINED, "reason": CLOSED, "common": 0}
    past = input if earlier_input is None else earlier_input
    common = (
        score(past, before, layout).readings.cells.available & score(input, after, layout).readings.cells.available
    )[0]
    old, new = score(past, before, layout, common), score(input, after, layout, common)
    count = int(common.sum())
    if NOT_RATED in (old.status, new.status):
        return {"label": UNDETERMINED, "reason": NOT_COMMON, "common": count}
    of = "base" if BASE_ONLY in (old.status, new.status) else "overall"
    seed = seed_of(entity["id"], catalogue.method, iso(after))
    rise = _drawn(new, of, layout, seed, draws) - _drawn(old, of, layout, seed, draws)
    first, last = _value(old.adjusted, of), _value(new.adjusted, of)
    data = _value(old.data, of), _value(new.data, of)
    answer: dict[str, Any] = {
        "t0": iso(before),
        "t1": iso(after),
        "common": count,
        "overall_t0": rounded(first),
        "overall_t1": rounded(last),
        "delta": rounded(last - first),
        "p_rise": rounded(float((rise > 0).mean())),
        "label": _label(last - first, float((rise > 0).mean()), float((rise < 0).mean()), layout),
        "data_only": {
            "overall_t0": rounded(data[0]),
            "overall_t1": rounded(data[1]),
            "delta": rounded(data[1] - data[0]),
        },
    }
    if of == "base":
        answer["of"] = of
    return answer


def _value(result: Result, of: str) -> float:
    return float(getattr(result.overall, of)[0])


def _drawn(scored: Scored, of: str, layout: Layout, seed: int, draws: int) -> np.ndarray:
    drawn = draw(scored, layout, seed=seed, draws=draws, of=of)
    return np.zeros(1) if drawn is None else drawn


def _label(change: float, rising: float, falling: float, layout: Layout) -> str:
    """A tie is neither a rise nor a fall; thresholds compare unrounded numbers."""
    numbers = layout.catalogue.parameters
    if change >= numbers.trend_change and rising >= numbers.trend_share:
        return WORSENING
    if -change >= numbers.trend_change and falling >= numbers.trend_share:
        return IMPROVING
    return STABLE


def theil_sen(points: Sequence[tuple[date, float | None]]) -> float | None:
    """Median slope between all pairs of runs, in score points a year (365.25 days).

    Runs without a score are left out; None with fewer than two dates.
    """
    known = [(day.toordinal(), score) for day, score in points if score is not None]
    days = np.array([day for day, _ in known], dtype=float)
    scores = np.array([score for _, score in known], dtype=float)
    first, second = np.triu_indices(len(known), k=1)
    apart = days[second] - days[first]
    different = apart != 0
    if not different.any():
        return None
    slopes = (scores[second] - scores[first])[different] / apart[different]
    return float(np.median(slopes) * 365.25)
