"""From a wanted score back to a value on the indicator's scale: the story tells scores, the files hold values."""

from __future__ import annotations

import math
from itertools import pairwise

from indicators.catalogue import IndicatorSpec


def value_for(spec: IndicatorSpec, score: float) -> float:
    """The value that normalises to `score` (0..10) by the catalogue's goalposts (specification C.4).

    A hump-shaped indicator is answered on its falling side, where the freer regimes lie.

    Raises:
        ValueError: the indicator has no goalposts (events, clocks), so no score leads back to a value.
    """
    if spec.transform == "knots":
        return _down_the_hump(spec.knots, score)
    low, high = spec.goalpost_0, spec.goalpost_10
    if low is None or high is None or spec.transform.startswith("decay"):
        raise ValueError(f"{spec.code}: {spec.transform} has no value for a score")
    share = score / 10.0
    if spec.transform in ("ln", "log2"):
        return low * math.pow(high / low, share)
    if spec.transform.endswith("log10p1"):
        return math.expm1(math.log1p(low) + share * (math.log1p(high) - math.log1p(low)))
    return low + share * (high - low)


def _down_the_hump(knots: tuple[tuple[float, float], ...], score: float) -> float:
    peak = max(at for at, (_x, y) in enumerate(knots) if y == max(y for _x, y in knots))
    falling = knots[peak:]
    for (x0, y0), (x1, y1) in pairwise(falling):
        if y1 <= score <= y0 and y0 > y1:
            return x0 + (x1 - x0) * (y0 - score) / (y0 - y1)
    return falling[0][0] if score > falling[0][1] else falling[-1][0]
