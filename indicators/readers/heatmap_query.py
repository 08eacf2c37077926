"""What somebody asks of the heatmap: the same query string for the page, the exports and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from countries.params import ParamErrors, Params
from indicators.catalogue import LEVELS, load
from indicators.models.scoring import Status
from indicators.readers.bands import bands
from indicators.worlds import DEFAULT_PROFILE, WORLDS

VIEWS: Final = ("adjusted", "data")
TRENDS: Final = ("worsening", "stable", "improving", "undetermined")
# "all" shows the factors of every level, "none" the three levels alone.
LEVEL_CHOICES: Final = ("all", *LEVELS, "none")
# The default is the order of concern; a minus before a name turns it round.
SORTS: Final = ("concern", "country", "overall", "root", "proximate", "trigger", "coverage", "trend")
SORT_CHOICES: Final = tuple(sign + name for name in SORTS for sign in ("", "-"))

__all__ = ["HeatmapQuery", "ParamErrors"]


@dataclass(frozen=True, slots=True)
class HeatmapQuery:
    """A view of the heatmap. Field names are the query parameters; a default means "not in the URL".

    Attributes:
        as_of: "as known and scored on"; None means the newest run.
        view: `adjusted` (expert judgement within bounds) or `data` (data only).
        level: whose factors are shown: all, R, P, T or none.
        region, subregion: M49 codes (or the exercise's X codes), empty for all.
        band: slug of a band, empty for all. A base-only row is found by the band of its base.
        mine: only countries of the user's assignments.
        sort: one of SORTS, with a minus for the reverse.
        search: words of a country's name or code.
    """

    world: str
    profile: str
    as_of: date | None = None
    view: str = "adjusted"
    level: str = "all"
    region: str = ""
    subregion: str = ""
    band: str = ""
    trend: str = ""
    status: str = ""
    mine: bool = False
    sort: str = "concern"
    search: str = ""

    @classmethod
    def from_params(
        cls,
        params: Mapping[str, str],
        user: Any,
        today: date,
        *,
        world: str | None = None,
        also: tuple[str, ...] = (),
    ) -> HeatmapQuery:
        """Read a query string.

        Args:
            params: `request.GET` or any mapping of names to texts.
            today: the latest date that may be asked for.
            world: the world of the request where the string does not name one (default: real).
            also: further parameter names the caller reads itself, such as `format`.

        Raises:
            ParamErrors: unknown parameters or values, each named with a remedy.
        """
        read = Params(params)
        read.known_only([field.name for field in fields(cls)] + list(also))
        chosen = read.choice("world", WORLDS, world or WORLDS[0])
        query = cls(
            world=chosen,
            profile=read.choice("profile", load().profile_names, DEFAULT_PROFILE[chosen]),
            as_of=read.day("as_of", until=today),
            view=read.choice("view", VIEWS, "adjusted"),
            level=read.choice("level", LEVEL_CHOICES, "all"),
            region=_region(read, "region"),
            subregion=_region(read, "subregion"),
            band=read.choice("band", [band.slug for band in bands()]),
            trend=read.choice("trend", TRENDS),
            status=read.choice("status", Status.values),
            mine=read.flag("mine"),
            sort=read.choice("sort", SORT_CHOICES, "concern"),
            search=read.text("search"),
        )
        read.check()
        return query

    def params(self, **changes: Any) -> dict[str, str]:
        """The query as parameters, defaults left out (the world is always named); `changes` applied."""
        query = replace(self, **changes) if changes else self
        plain = HeatmapQuery(world=query.world, profile=DEFAULT_PROFILE[query.world])
        named = {"world": query.world}
        for field in fields(query):
            value = getattr(query, field.name)
            if value != getattr(plain, field.name):
                named[field.name] = "1" if value is True else str(value)
        return named

    def querystring(self, **changes: Any) -> str:
        """`params()` as text for a link, without the question mark."""
        return urlencode(self.params(**changes))


def _region(read: Params, field: str) -> str:
    code = read.text(field, 3)
    if code and not code.isalnum():
        read.refuse(field, "unknown_choice", "This value is not known.", "Use an M49 code such as 002.")
        return ""
    return code
