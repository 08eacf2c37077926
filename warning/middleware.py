"""Who looks, at which world, in which language and time zone; and the end of a login nobody uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from indicators.models import ImportRun
from indicators.worlds import EXERCISE, REAL, WORLDS
from warning.models import Session

WORLD_KEY = "world"
# A row is renewed at most this often: reading pages must not become writing to the database.
_RENEW = timedelta(minutes=2)


def default_world(request: HttpRequest) -> str:
    """Real as soon as real data were imported; the exercise until then."""
    known: bool | None = getattr(getattr(request.session, "row", None), "real_data", None)
    there = ImportRun.objects.filter(world=REAL).exists() if known is None else known
    return REAL if there else EXERCISE


def chosen_world(request: HttpRequest) -> str:
    """The world of this request: the URL's, else the session's, else the default.

    Raises:
        BadRequest: the URL names a world that does not exist.
    """
    asked = request.GET.get(WORLD_KEY)
    if request.path.startswith("/api/v1/"):
        return asked if asked in WORLDS else REAL  # the API checks its parameters itself
    if asked is not None:
        if asked not in WORLDS:
            raise BadRequest(
                _("world: %(value)s is not a world. Use %(choices)s.")
                % {"value": repr(asked[:40]), "choices": ", ".join(WORLDS)}
            )
        return asked
    kept = request.session.get(WORLD_KEY)
    return kept if kept in WORLDS else default_world(request)


def _instead_of_a_login_in_a_fragment(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A polling part whose login has ended loads the whole page anew, which then leads to the login."""
    to_login = answer.status_code == 302 and answer.get("Location", "").startswith(reverse("login"))
    if not (to_login and request.headers.get("HX-Request")):
        return answer
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def _refuse_nul(request: HttpRequest) -> None:
    """No text of ours holds U+0000 and PostgreSQL takes none: refused here, before any page asks with it.

    Raises:
        BadRequest: the path, the query string or a form holds one; the API names its own parameters.
    """
    held = "\0" in request.path
    if not (held or request.path.startswith("/api/v1/")):
        sent = [request.GET, request.POST] if request.method == "POST" else [request.GET]
        held = any("\0" in text for given in sent for name, values in given.lists() for text in (name, *values))
    if held:
        raise BadRequest(_("The address or the form holds a NUL character. Take it out and send it again."))


def _kept_by_nobody_else(answer: HttpResponse) -> HttpResponse:
    """What a view says nothing about is for this reader's browser alone, which asks again every time."""
    answer.setdefault("Cache-Control", "private, no-cache")
    return answer


class ViewerMiddleware:
    """Sets `request.world`; activates the user's language and time zone; ends an idle login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Prepare the request, answer it, and leave no time zone behind for the next one."""
        _refuse_nul(request)
        self._end_if_idle(request)
        user: Any = request.user
        request.world = chosen_world(request)  # type: ignore[attr-defined]
        zone = "UTC"
        if user.is_authenticated:
            zone = user.timezone
            if user.language:
                translation.activate(user.language)
                request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone):
            answer = _instead_of_a_login_in_a_fragment(request, self.get_response(request))
            return _kept_by_nobody_else(answer)

    @staticmethod
    def _end_if_idle(request: HttpRequest) -> None:
        row: Session | None = getattr(request.session, "row", None)
        if row is None and request.session.session_key:
            request.session.get(WORLD_KEY)  # loads the row
            row = getattr(request.session, "row", None)
        if row is None or row.user_id is None:
            return
        now = timezone.now()
        if now - row.seen_at > settings.SESSION_IDLE:
            logout(request)
        elif now - row.seen_at > _RENEW and not request.headers.get("X-Poll"):
            Session.objects.filter(pk=row.pk).update(seen_at=now)
            row.seen_at = now
