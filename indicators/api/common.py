"""What the endpoints of this room have in common: their `meta`, their worlds and profiles, their keys."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from countries.api.base import NOTE, Query
from countries.api.shapes import meta
from countries.params import Params
from indicators.catalogue import load
from indicators.delivery.heatmap import code_stamp
from indicators.worlds import DEFAULT_PROFILE, REAL, WORLDS

PROFILE = Query("profile", "Which indicators are watched. Default: the world's own.", choices=load().profile_names)
COUNTRY = Query("country", "ISO 3166-1 alpha-3 code.")
SINCE = Query(
    "changed_since",
    "Only what came after: the run id of your last answer (`meta.run`), or a moment such as 2025-06-30T12:00:00Z.",
)


def described(world: str | None = None, **known: Any) -> dict[str, Any]:
    """The `meta` of an answer of this room; the loaded method unless a run names its own."""
    method = load()
    return meta(NOTE, **{"world": world, "method": method.method, "weights": method.weights, **known})


def versions() -> tuple[str, str]:
    """Digests of this room's code and of the catalogue: neither a release nor a new table serves old answers."""
    return code_stamp(), load().stamp


def world_of(read: Params) -> str:
    """The world asked for."""
    return read.choice("world", WORLDS, REAL)


def profile_of(read: Params, world: str) -> str:
    """The profile asked for, else the world's own."""
    return read.choice("profile", load().profile_names, DEFAULT_PROFILE[world])


def changed_since(read: Params) -> dict[str, Any]:
    """Filter of scores by the run that made them: later than a run, or than a moment.

    Runs are stored one at a time (each holds the ledger's chain), so no run with a lower id comes later.
    """
    text = read.text("changed_since", 40)
    if not text:
        return {}
    if re.fullmatch("[0-9]{1,18}", text):
        return {"run__gt": int(text)}
    try:
        # In a query string a plus is a space.
        moment = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", text))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 9998:
        remedy = "Use a run id, or a moment with its zone such as 2025-06-30T12:00:00Z."
        read.refuse("changed_since", "bad_moment", "This is neither a run id nor a moment.", remedy)
        return {}
    return {"run__at__gt": moment.astimezone(UTC)}
