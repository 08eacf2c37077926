"""API tokens of one's own: make one, see its key once, revoke it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from warning.actions.tokens import issue, revoke
from warning.forms.tokens import TokenForm, scope_words
from warning.models import ApiToken, User
from warning.pages.guard import me, needs, private, put_errors
from warning.roles import Permission


@require_http_methods(["GET", "POST"])
@private
@needs(Permission.USE_API)
def token_list(request: HttpRequest) -> HttpResponse:
    """One's tokens; POST makes one and shows its key, this once: only its hash is stored."""
    user = me(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, key = issue(user=user, **form.cleaned_data, by=user)
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            return _page(request, user, TokenForm(), made={"name": token.name, "key": key, "until": token.expiry})
    return _page(request, user, form)


@require_POST
@private
@needs(Permission.USE_API)
def revoke_token(request: HttpRequest) -> HttpResponse:
    """Revoke one of one's own: the next request with it is refused."""
    user = me(request)
    token = get_object_or_404(ApiToken, pk=request.POST.get("token", ""), user=user)
    revoke(token=token, by=user)
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("token-list")


def _page(request: HttpRequest, user: User, form: TokenForm, made: dict[str, Any] | None = None) -> HttpResponse:
    now = timezone.now()
    tokens = [
        {
            "token": token,
            "scopes": [(code, scope_words(code)) for code in token.scopes],
            "expired": token.expiry is not None and token.expiry <= now,
        }
        for token in ApiToken.objects.filter(user=user)
    ]
    context = {"form": form, "tokens": tokens, "made": made, "site": request.build_absolute_uri("/")[:-1]}
    return render(request, "warning/tokens/list.html", context, status=422 if form.errors else 200)
