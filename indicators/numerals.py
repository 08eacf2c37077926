"""How a number is written: one rule for pages, charts, the home page and the change card. Pure.

Scores are stored with four digits. Halves go away from zero (5.55 is 5.6), nothing is written as minus zero, and a
score that would be rounded over the cut point of a band keeps as many digits as tell the truth: 3.4873 is "3.49" and
not "3.5", because its band ends at 3.5 (specification C.11).
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from indicators.catalogue import load

NONE = "–"
# Digits of a stored score.
STORED = 4
_UNIT = 10**STORED
_SIGNIFICANT = 4


@lru_cache(maxsize=1)
def _cuts() -> tuple[int, ...]:
    """Cut points of the bands in ten-thousandths."""
    return tuple(round(cut * _UNIT) for cut in load().parameters.bands)


def _rounded(units: int, digits: int) -> int:
    """Ten-thousandths rounded half up to `digits` decimals; still in ten-thousandths. `units` is not negative."""
    step = int(10 ** (STORED - digits))
    return (units + step // 2) // step * step


@lru_cache(maxsize=32768)
def score_text(value: float | None, digits: int = 1) -> str:
    """A score 0 to 10 as every screen shows it; an en dash for none.

    Args:
        value: the score, or None.
        digits: decimals, 0 to 4; more are written where fewer would put the number into another band.
    """
    if value is None:
        return NONE
    units = round(value * _UNIT)
    if units < 0:
        return f"{half_up(value, digits):.{digits}f}"
    cuts = _cuts()
    own = bisect_right(cuts, units)
    shown = _rounded(units, digits)
    while digits < STORED and bisect_right(cuts, shown) != own:
        digits += 1
        shown = _rounded(units, digits)
    return f"{shown / _UNIT:.{digits}f}"


def half_up(value: float, digits: int) -> float:
    """A number rounded half away from zero on its stored digits, never minus zero."""
    units = _rounded(round(abs(value) * _UNIT), digits)
    return (-units if value < 0 else units) / _UNIT if units else 0.0


def change_text(value: float | None, digits: int = 1) -> str:
    """A change with its sign; one that rounds to nothing has none. Empty for no number."""
    if value is None:
        return ""
    rounded = half_up(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"


def quantity_text(value: float | None) -> str:
    """A reading in its own unit: four significant digits, whole numbers in full, thousands set apart by commas."""
    if value is None:
        return NONE
    if not value or abs(value) >= 1e15 or abs(value) < 1e-6:
        return f"{value:.4g}" if value else "0"
    exact = Decimal(repr(float(value)))
    if exact == exact.to_integral_value():
        return f"{int(exact):,}"
    places = max(0, _SIGNIFICANT - 1 - exact.adjusted())
    text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share_text(share: float | None) -> str:
    """A share 0 to 1 in whole percent, half up; neither 0 nor 100 percent unless it is exactly so."""
    if share is None:
        return NONE
    percent = round(half_up(100 * share, 0))
    if percent == 100 and share < 1:
        percent = 99
    if percent == 0 and share > 0:
        percent = 1
    return f"{percent}%"
