"""What every page stands in: navigation by right, the world, the health strip. Lazy: an answer that renders no
frame pays nothing for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from countries.models import World
from indicators.worlds import EXERCISE
from warning.readers.health import Health, health
from warning.roles import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: the URL name, its words, and who sees it (None: everybody)."""

    url_name: str
    label: Promise | str
    permission: str | None
    # First path segments under which the entry is the current one.
    under: tuple[str, ...]


MAIN = (
    Entry("home", _("Home"), None, ("",)),
    Entry("heatmap", _("Heatmap"), Permission.VIEW_SCORES, ("heatmap",)),
    Entry("country-list", _("Countries"), Permission.VIEW_COUNTRY, ("countries",)),
    Entry("indicator-list", _("Indicators"), Permission.VIEW_SCORES, ("indicators", "factors", "un-factors")),
    Entry("source-list", _("Sources"), Permission.VIEW_SCORES, ("sources",)),
    Entry("job-list", _("Jobs"), Permission.VIEW_JOBS, ("jobs",)),
    Entry("account-list", _("Accounts"), Permission.MANAGE_ACCOUNTS, ("accounts",)),
)
MINE = (
    Entry("profile", _("Your account"), None, ("profile",)),
    Entry("token-list", _("API tokens"), Permission.USE_API, ("tokens",)),
    Entry("api-docs", _("API"), Permission.USE_API, ()),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the page shows it."""

    url: str
    label: Promise | str
    current: bool


class Frame:
    """The frame of one request. Attributes are computed when the template asks for them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = getattr(request, "user", None)

    @property
    def known(self) -> bool:
        """Whether somebody is logged in."""
        return self.user is not None and self.user.is_authenticated

    def _links(self, entries: tuple[Entry, ...]) -> list[Link]:
        if not self.known:
            return []
        here = self.request.path.split("/")[1]
        found = []
        for entry in entries:
            if entry.permission is not None and not self.user.has_perm(entry.permission):
                continue
            try:
                found.append(Link(reverse(entry.url_name), entry.label, here in entry.under))
            except NoReverseMatch:
                continue
        return found

    @cached_property
    def nav(self) -> list[Link]:
        """The main navigation: what the roles of today open."""
        return self._links(MAIN)

    @cached_property
    def mine(self) -> list[Link]:
        """The menu of the person."""
        return self._links(MINE)

    @cached_property
    def can_search(self) -> bool:
        """Whether the search for a country finds anything for this user."""
        return self.known and self.user.has_perm(Permission.VIEW_COUNTRY)

    @cached_property
    def health(self) -> Health | None:
        """The health strip, for who is logged in and may see numbers or jobs."""
        if not self.known or not any(self.user.has_perm(p) for p in (Permission.VIEW_SCORES, Permission.VIEW_JOBS)):
            return None
        return health(self.world, self.user)

    @cached_property
    def sees_jobs(self) -> bool:
        """Whether the strip may link to the list of jobs."""
        return self.known and bool(self.user.has_perm(Permission.VIEW_JOBS))

    @property
    def world(self) -> str:
        """The world of this page; a view that shows one country sets `request.world` to the country's."""
        return getattr(self.request, "world", EXERCISE)

    @property
    def exercise(self) -> bool:
        """Whether the page shows invented data, and says so."""
        return self.known and self.world == EXERCISE

    @property
    def worlds(self) -> list[tuple[str, str]]:
        """The worlds to switch between."""
        return [(code, str(label)) for code, label in World.choices]

    @property
    def here(self) -> str:
        """Path of this page without its query: where the world switch comes back to."""
        return self.request.path if self.request.method in {"GET", "HEAD"} else "/"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: `frame`, and `world` for short."""
    # One a request: a page that asks for the state of the frame before it renders asks the database once.
    made: Frame = request.__dict__.setdefault("frame", Frame(request))
    return {"frame": made, "world": made.world, "embedded": settings.EMBEDDED}
