"""What a visitor sees when something is wrong: what, why, and what to do next. The API gets problem details."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def _reason(exception: Exception | None, otherwise: str) -> str:
    text = str(exception) if exception is not None and exception.args else ""
    return text or otherwise


def _answer(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": text}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return render(request, "warning/error.html", {"status": status, "heading": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address asks for something that cannot be."""
    return _answer(
        request,
        400,
        _("This address cannot be understood"),
        _reason(exception, _("Go back and try again; nothing was changed.")),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: no role of today gives this right."""
    otherwise = _("None of your roles of today gives this right. An administrator can give you one.")
    return _answer(request, 403, _("This is not open to you"), _reason(exception, otherwise))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page. Says nothing of what the resolver tried."""
    # A view's Http404 carries a text for people; the resolver's carries a dictionary of patterns.
    own = exception.args[0] if exception is not None and exception.args else ""
    text = own if isinstance(own, str) and own else _("There is no page at this address. Was a country code mistyped?")
    return _answer(request, 404, _("Not found"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Renders without the frame, which may be what failed."""
    if request.path.startswith("/api/"):
        return _answer(request, 500, _("Something failed here"), _("It was logged. Try again in a minute."))
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not sent from our own page, or from a login that ended meanwhile."""
    log.info("form refused: %s", reason)
    return _answer(
        request,
        403,
        _("The form could not be accepted"),
        _(
            "It was opened before you last logged in or out, or the browser keeps no cookies. "
            "Go back, load the page again and send the form once more; nothing was changed."
        ),
    )
