"""How much a reading still weighs at its age (specification C.3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from indicators.matrix.layout import Floats


def freshness(age: ArrayLike, max_age: ArrayLike) -> Floats:
    """Phi in 0..1: 1 up to the maximum age, then halved every half of it, 0 after twice. All in days.

    Broadcasts; a reading with phi 0 has expired and is missing.
    """
    ages, limits = np.asarray(age, dtype=float), np.asarray(max_age, dtype=float)
    late = np.maximum(ages - limits, 0.0)
    phi: Floats = np.where(ages <= 2 * limits, np.exp2(-2.0 * late / limits), 0.0)
    return phi
