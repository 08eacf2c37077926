"""Base, multiplier, acute pressure, floor and overall (specification C.8). Everything broadcasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.catalogue.parameters import Parameters
from indicators.matrix.layout import Floats

Number = Floats | float


@dataclass(frozen=True, eq=False)
class Overall:
    """Every step of the combination, arrays of one shape; NaN where a level it needs is not rated."""

    base: Floats
    multiplier: Floats
    acute: Floats
    raw: Floats
    floor: Floats
    overall: Floats


def base_of(root: Floats, proximate: Floats, alpha: Number) -> Floats:
    """Geometric mean of root and proximate, shifted by one so that a zero does not erase the other."""
    base: Floats = (1.0 + root) ** alpha * (1.0 + proximate) ** (1.0 - alpha) - 1.0
    return base


def combine(
    levels: tuple[Floats, Floats, Floats],
    peak: Floats,
    numbers: Parameters,
    *,
    alpha: Number | None = None,
    kappa: Number | None = None,
    lam: Number | None = None,
) -> Overall:
    """Levels (root, proximate, trigger) and the floor's peak, 0..10, to the overall.

    The draws vary alpha, kappa and lambda (C.9); otherwise the method's own apply.
    """
    root, proximate, trigger = levels
    base = base_of(root, proximate, numbers.alpha if alpha is None else alpha)
    rootless = numbers.kappa if kappa is None else kappa
    multiplier: Floats = rootless + (1.0 - rootless) * root / 10.0
    acute = trigger * multiplier
    share = numbers.lam if lam is None else lam
    raw: Floats = 10.0 * (1.0 - (1.0 - base / 10.0) * (1.0 - share * acute / 10.0))
    floor = np.where(np.isnan(raw), np.nan, numbers.floor * peak)
    return Overall(base, multiplier, acute, raw, floor, np.maximum(raw, floor))
