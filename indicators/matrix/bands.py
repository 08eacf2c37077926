"""Words for numbers, and the published band of a series (specification C.11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue.parameters import Parameters
from indicators.matrix.layout import Floats

BASE_ONLY = "Base only"
NOT_RATED = "Not rated"
CLOSED = "Closed"


def band_index(scores: Floats | float, numbers: Parameters) -> NDArray[np.intp]:
    """Position of the band of each score; a cut point belongs to the upper band. Unrounded scores."""
    return np.searchsorted(np.array(numbers.bands), scores, side="right")


def band_name(score: float, numbers: Parameters) -> str:
    """Name of the band of one score."""
    return numbers.band_names[int(band_index(score, numbers))]


def band_shares(scores: Floats, numbers: Parameters) -> Floats:
    """Share of the draws in each band."""
    counted = np.bincount(band_index(scores, numbers), minlength=len(numbers.band_names))
    shares: Floats = counted / len(scores)
    return shares


def published_band(
    series: Iterable[tuple[date, float | None]], numbers: Parameters
) -> list[tuple[date, float | None, int | None, str | None]]:
    """Bands with hysteresis for runs in the order of their dates: (date, score, band position, band name).

    Up at once; down only when two runs at least `min_days_down` days apart both lie more than `hysteresis`
    below the cut point of the band in force. Runs without a score keep the band and are skipped by the clock.
    """
    held: int | None = None
    clock: date | None = None
    published: list[tuple[date, float | None, int | None, str | None]] = []
    for day, score in series:
        if score is not None:
            now = int(band_index(score, numbers))
            if held is None or now > held:
                held, clock = now, None
            elif not _reaches(score, held, numbers):
                if clock is None:
                    clock = day
                elif (day - clock).days >= numbers.min_days_down:
                    held, clock = _highest_reached(score, held, numbers), None
            else:
                clock = None
        published.append((day, score, held, None if held is None else numbers.band_names[held]))
    return published


def _reaches(score: float, band: int, numbers: Parameters) -> bool:
    return band == 0 or score >= numbers.bands[band - 1] - numbers.hysteresis


def _highest_reached(score: float, below: int, numbers: Parameters) -> int:
    return next(band for band in range(below - 1, -1, -1) if _reaches(score, band, numbers))
