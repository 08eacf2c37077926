"""Which numbers a unit allows, read from the unit's own words. Pure."""

from __future__ import annotations

import math
import re
from functools import lru_cache

_SPAN = re.compile(r"(?:index|share|ordinal|scale|count|years|coder scale|event severity)\s*\(?(\d+)-(\d+)\)?")
_SHARES = ("percent of territory", "percent of labour force", "percent of analysed population")
_FREE = ("percent a year", "points of", "index change", "robust z", "log2", "date")


@lru_cache(maxsize=256)
def bounds(unit: str) -> tuple[float, float]:
    """Smallest and largest value of a unit; open ends are infinite.

    "index 0-1" gives (0, 1), "percent of territory" (0, 100), "deaths" (0, inf), "percent a year" (-100, inf),
    "index change" (-1, 1), "points of GDP" both ends open.
    """
    text = unit.strip().lower()
    if text == "0/1":
        return 0.0, 1.0
    if text.startswith("percent a year") or text == "percent":
        return -100.0, math.inf
    if text.startswith("index change"):
        return -1.0, 1.0
    if text.startswith(_FREE):
        return -math.inf, math.inf
    if text.startswith(_SHARES):
        return 0.0, 100.0
    if "per 1,000" in text or "per 100,000" in text:
        return 0.0, 100_000.0 if "100,000" in text else 1000.0
    span = _SPAN.match(text)
    if span:
        return float(span[1]), float(span[2])
    if text.startswith("0 ") and re.search(r", (\d) \w+$", text):
        return 0.0, float(text.rsplit(", ", 1)[1][0])
    return 0.0, math.inf
