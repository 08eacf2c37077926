"""Why a heatmap has no run to show: three different things to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from indicators.models import ImportRun, ScoringRun


@dataclass(frozen=True, slots=True)
class NoRun:
    """Nothing was scored for what is asked.

    Attributes:
        kind: `no_data` (nothing imported into this world), `not_scored` (imported, never scored), `no_profile`
            (scored, but never with this profile), `before_first` (scored with it, but only for later dates).
        first, last: of the dates scored with the profile asked for.
        profiles: what was scored in this world.
    """

    kind: str
    first: date | None = None
    last: date | None = None
    profiles: tuple[str, ...] = ()


def why_no_run(world: str, profile: str) -> NoRun:
    """One or two queries; only asked where there is no run."""
    rows = ScoringRun.objects.filter(world=world).order_by().values("profile")
    spans = {
        row["profile"]: (row["first"], row["last"]) for row in rows.annotate(first=Min("as_of"), last=Max("as_of"))
    }
    scored = tuple(sorted(spans))
    if profile in spans:
        return NoRun("before_first", *spans[profile], scored)
    if spans:
        return NoRun("no_profile", profiles=scored)
    return NoRun("not_scored" if ImportRun.objects.filter(world=world).exists() else "no_data")
