"""Who may open a page: the permission stands above the view, the refusal names it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from ledger.actors import require
from warning.models import User

View = Callable[..., HttpResponse]


def needs(permission: str) -> Callable[[View], View]:
    """Refuse the page (403, with the permission's name) unless a role of today has the permission."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(me(request), permission)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def private(view: View) -> View:
    """A page about people: no browser and no proxy keeps it (`Cache-Control: no-store`)."""
    return never_cache(view)


def me(request: HttpRequest) -> User:
    """Who is logged in; `LoginRequiredMiddleware` has seen to it that somebody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def world_of(request: HttpRequest) -> str:
    """The world of this request, as `ViewerMiddleware` found it."""
    return str(request.world)  # type: ignore[attr-defined]


def put_errors(form: Any, refusal: ValidationError) -> None:
    """Show what an action refused at the fields of the form; what has no field here goes to the top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def query_without_page(request: HttpRequest) -> str:
    """The query string of this page with its filters, for the links to other pages of the list."""
    query = request.GET.copy()
    for name in ("page", "part"):
        query.pop(name, None)
    return query.urlencode()
