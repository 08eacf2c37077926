"""What the data say of each area of the country assessment (specification B.5, step 1)."""

from __future__ import annotations

import numpy as np

from indicators.matrix.factors import Cells, weighted_mean
from indicators.matrix.layout import Floats, Layout


def area_scores(cells: Cells, layout: Layout) -> Floats:
    """(N, areas) mean, weighted by w*phi, of the root and proximate indicators tagged with each area."""
    weight = cells.phi * layout.weight
    scores = np.where(cells.available, cells.score, 0.0)
    return weighted_mean((weight * scores) @ layout.area_tags, weight @ layout.area_tags)
