"""What changed in the countries of a user, and how they stand now. Three queries, whatever the number of countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from countries.models import Country
from indicators.catalogue import load
from indicators.dates import month_end
from indicators.models import Score, ScoringRun
from indicators.models.scoring import Status
from indicators.numerals import half_up
from indicators.readers.bands import Band, band_named, band_of
from indicators.readers.scope import scored_countries
from indicators.words import number
from indicators.worlds import DEFAULT_PROFILE, EXERCISE

WORSENING = "worsening"
# Kinds of move, the gravest first, with the heatmap's query that comes nearest to listing them.
_KINDS = {
    "band_up": "sort=trend",
    "worsening": "trend=worsening",
    "up": "sort=trend",
    "lost": "status=not_rated",
    "first": "sort=overall",
    "closed": "status=closed",
    "band_down": "sort=-trend",
    "down": "sort=-trend",
}
_SHOWN = 12
# Points within a band that are worth a line: about the width of most 80 percent intervals.
_NOTABLE = 0.5
# Moves of one kind named on the page; the heatmap has the rest.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """How one country stands: the headline number (overall, or base) and its band; no number where not rated."""

    country: Country
    status: str
    number: float | None
    band: Band | None
    trend: str
    as_of: date
    run_at: datetime

    @property
    def shown(self) -> str:
        """The number as every page shows it, rounded by the one function they share."""
        return number(self.number)

    @property
    def base_only(self) -> bool:
        """Whether the number is a base, so that its band is the base's and no band of the index."""
        return self.status == Status.BASE_ONLY


@dataclass(frozen=True, slots=True)
class Move:
    """What changed in one country.

    Attributes:
        kind: band_up | band_down | worsening | up | down | first | lost. Up and down: by half a point or more
            within the band; first and lost: it came to be rated, or is no longer; closed: the state ended.
    """

    kind: str
    before: Standing | None
    now: Standing

    @property
    def points(self) -> float | None:
        """By how much the headline moved; None where the two are not the same kind of number."""
        if self.before is None or self.before.number is None or self.now.number is None:
            return None
        return self.now.number - self.before.number if self.before.status == self.now.status else None

    @property
    def by(self) -> str:
        """By how much the headline moved, without its sign."""
        return f"{half_up(abs(self.points or 0.0), 1):.1f}"

    @property
    def direction(self) -> str:
        """Up, down, or neither: what the arrow shows."""
        return {"band_up": "up", "worsening": "up", "up": "up", "band_down": "down", "down": "down"}.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Group:
    """Moves of one kind: the first few, how many there are, and the heatmap's query that shows the rest."""

    kind: str
    moves: tuple[Move, ...]
    total: int
    query: str


@dataclass(frozen=True, slots=True)
class News:
    """Since the user last looked, or since the run before where the user never said so.

    Attributes:
        since: when the user last looked; None: compared with the run before.
        compared_with: as-of date of the earlier of two runs, where `since` is None.
        runs: how many runs came since.
        moves: worst first.
        standings: the user's countries, the highest first.
        mine: the user has countries of the own; else all countries are meant, and `standings` are the first few.
    """

    since: datetime | None
    compared_with: date | None
    newest_as_of: date | None
    runs: int
    moves: tuple[Move, ...]
    standings: tuple[Standing, ...]
    mine: bool
    scored: int

    @property
    def groups(self) -> tuple[Group, ...]:
        """The moves by kind, the gravest kind first."""
        found = []
        for kind, query in _KINDS.items():
            moves = tuple(move for move in self.moves if move.kind == kind)
            if moves:
                found.append(Group(kind, moves[:_NAMED], len(moves), query + ("&mine=1" if self.mine else "")))
        return tuple(found)


def news(user: Any, world: str, *, ignore_look: bool = False) -> News:
    """What is new for the user in a world's default profile."""
    profile = DEFAULT_PROFILE[world]
    seen: QuerySet[Country] = scored_countries(user, world).watched()
    own = user.my_countries()
    mine = bool(own) and seen.filter(iso3__in=own).exists()
    if mine:
        seen = seen.filter(iso3__in=own)
    made = ScoringRun.objects.filter(world=world, profile=profile)
    newest = made.aggregate(day=Max("as_of"))["day"]
    since = None if ignore_look else user.looked_at
    now = _latest(seen, profile)
    earlier: date | None = None
    if since is not None:
        before = _latest(seen, profile, run__at__lte=since) if any(s.run_at > since for s in now.values()) else now
    else:
        earlier = made.filter(as_of__lt=newest).aggregate(day=Max("as_of"))["day"] if newest else None
        before = _latest(seen, profile, as_of__lte=earlier) if earlier else now
    moves = [move for iso3, standing in now.items() if (move := _move(before.get(iso3), standing)) is not None]
    order = sorted(now.values(), key=_rank)
    return News(
        since=since,
        compared_with=earlier,
        newest_as_of=newest,
        runs=made.filter(at__gt=since).count() if since else 0,
        moves=tuple(sorted(moves, key=_gravity)),
        standings=tuple(order if mine else order[:_SHOWN]),
        mine=mine,
        scored=len(now),
    )


def _rank(standing: Standing) -> tuple[bool, float, str]:
    """As the heatmap sorts: rated rows by number, then base only by base, then the rest by name."""
    number_or_none = standing.number if standing.number is not None else -1.0
    return standing.status != Status.RATED, -number_or_none, standing.country.name


def _latest(countries: QuerySet[Country], profile: str, **narrower: Any) -> dict[str, Standing]:
    """The latest score of each country, by ISO3, in one query."""
    scores = Score.objects.filter(country=OuterRef("pk"), profile=profile, **narrower).order_by("-as_of", "-pk")
    latest = countries.annotate(latest=Subquery(scores.values("pk")[:1])).values("latest")
    rows = Score.objects.filter(pk__in=latest).select_related("country", "run").defer("detail")
    return {row.country_id: _standing(row) for row in rows}


def _standing(row: Score) -> Standing:
    rated = row.status == Status.RATED
    return Standing(
        country=row.country,
        status=row.status,
        number=row.headline,
        band=band_named(row.published_band) if rated else band_of(row.base) if row.status == Status.BASE_ONLY else None,
        trend=row.trend,
        as_of=row.as_of,
        run_at=row.run.at,
    )


def _move(before: Standing | None, now: Standing) -> Move | None:
    if now.status == Status.CLOSED:
        return Move("closed", before, now) if before is not None and before.status != Status.CLOSED else None
    if now.band is None:
        return Move("lost", before, now) if before is not None and before.band is not None else None
    if before is None or before.band is None:
        return Move("first", before, now) if before is not None else None
    if before.status == now.status and before.band.position != now.band.position and not _within_margin(before, now):
        return Move("band_up" if now.band.position > before.band.position else "band_down", before, now)
    if now.trend == WORSENING and before.trend != WORSENING:
        return Move("worsening", before, now)
    points = Move("", before, now).points or 0.0
    return Move("up" if points > 0 else "down", before, now) if abs(points) >= _NOTABLE else None


def _within_margin(before: Standing, now: Standing) -> bool:
    """Whether a base fell below its band by less than the margin that the index itself needs (specification C.11)."""
    if not now.base_only or before.band is None or now.number is None:
        return False
    lower = before.band.lower
    return lower - load().parameters.hysteresis <= now.number < lower


def _gravity(move: Move) -> tuple[int, float, str]:
    return tuple(_KINDS).index(move.kind), -(move.now.number or 0), move.now.country.name


def next_month_end(world: str) -> date | None:
    """The date of the next month-end run: the last day of this month, or of the next when today is that day.

    None for the exercise, whose clock stands still.
    """
    if world == EXERCISE:
        return None
    today = timezone.now().date()
    this = month_end(today.year, today.month)
    return this if today < this else month_end(today.year + today.month // 12, today.month % 12 + 1)
