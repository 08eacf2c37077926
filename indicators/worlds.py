"""Which profile a world is shown in, unless somebody asks for another."""

from __future__ import annotations

from typing import Final

REAL: Final = "real"
EXERCISE: Final = "exercise"
WORLDS: Final = (REAL, EXERCISE)

# The invented countries have data for every indicator; the public files honestly fill only a part.
DEFAULT_PROFILE: Final[dict[str, str]] = {EXERCISE: "full", REAL: "public"}
