"""Which numbers a unit allows, read from the unit's own words. Pure."""

from __future__ import annotations

import math
import re
from functools import lru_cache

_SPAN = re.compile(r"(?:index|share|ordinal|coder scale|scale|count|years|event severity)\s*\(?(\d+)-(\d+)\)?")
# Units by how they begin, the longer beginning first; what stands in no line is zero or more.
_BEGINNINGS = (
    ("0/1", 0.0, 1.0),
    ("percent a year", -100.0, math.inf),
    ("percent of territory", 0.0, 100.0),
    ("percent of labour force", 0.0, 100.0),
    ("percent of analysed population", 0.0, 100.0),
    ("percent of", 0.0, math.inf),
    ("percent", -100.0, math.inf),
    ("index change", -1.0, 1.0),
    ("points of", -math.inf, math.inf),
    ("robust z", -math.inf, math.inf),
    ("deaths per 1,000", 0.0, 1000.0),
    ("per 1,000", 0.0, 1000.0),
    ("new displaced per 100,000", 0.0, 100_000.0),
)


@lru_cache(maxsize=256)
def bounds(unit: str) -> tuple[float, float]:
    """Smallest and largest value of a unit; open ends are infinite.

    "index 0-1" gives (0, 1), "percent of territory" (0, 100), "deaths" (0, inf), "percent a year" (-100, inf),
    "index change" (-1, 1), "points of GDP" both ends open.
    """
    text = unit.strip().lower()
    span = _SPAN.match(text)
    if span:
        return float(span[1]), float(span[2])
    for beginning, low, high in _BEGINNINGS:
        if text.startswith(beginning):
            return low, high
    return 0.0, math.inf
