"""Story lines: how a score or a value moves over the months. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Path:
    """Straight lines between points (month before the anchor, value); level before the first and after the last."""

    months: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, month: float) -> float:
        """Value at a month on the stories' axis."""
        right = bisect_right(self.months, month)
        if right == 0:
            return self.values[0]
        if right == len(self.months):
            return self.values[-1]
        (m0, m1), (v0, v1) = self.months[right - 1 : right + 1], self.values[right - 1 : right + 1]
        return v0 + (v1 - v0) * (month - m0) / (m1 - m0)


def parse_path(text: str) -> Path:
    """Read `4.0` (always) or `-18:4.0 -6:6.2 0:7.6` (points in rising months).

    Raises:
        ValueError: the text is neither, or its months do not rise.
    """
    points = [point.rpartition(":")[::2] for point in text.split()]
    if not points:
        raise ValueError(f"{text!r} is no path: write 4.0 or -18:4.0 0:7.6")
    months = tuple(float(month or 0) for month, _value in points)
    if any(left >= right for left, right in pairwise(months)):
        raise ValueError(f"{text!r}: the months of a path must rise")
    return Path(months, tuple(float(value) for _month, value in points))
