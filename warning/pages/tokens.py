"""API tokens of one's own: make one, see it once, revoke it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from warning.pages.guard import needs, private
from warning.roles import Permission


@require_http_methods(["GET", "POST"])
@private
@needs(Permission.USE_API)
def token_list(request: HttpRequest) -> HttpResponse:
    """One's tokens."""
    return render(request, "warning/tokens/list.html", {})


@require_POST
@private
@needs(Permission.USE_API)
def revoke_token(request: HttpRequest, pk: str) -> HttpResponse:
    """Revoke one."""
    return redirect("token-list")
