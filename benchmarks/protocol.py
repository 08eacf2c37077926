"""What a benchmark tells `make bench`: figures with their limits.

A benchmark is a module of this folder with `NAME` (a word to choose it by) and `run() -> list[Ratio]`. It brings
its own data and database and leaves nothing behind. A figure is a ratio of two things measured in the same run
wherever it can be: seconds say something about the machine, ratios about us.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure.

    Attributes:
        name: what was measured, against what.
        value: the figure; small is good.
        limit: largest value that passes.
        detail: the two sides in their units, for a reader who wonders.
    """

    name: str
    value: float
    limit: float
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the figure keeps its limit; not a number does not."""
        return self.value <= self.limit
