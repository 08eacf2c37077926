"""One's own account: language and time zone, password, logins."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from warning.actions.passwords import change_password
from warning.actions.preferences import change_preferences
from warning.actions.sessions import end_session, end_sessions
from warning.forms.accounts import PreferencesForm
from warning.forms.login import ChangePasswordForm
from warning.pages.guard import me, private, put_errors


@require_safe
@private
def profile(request: HttpRequest) -> HttpResponse:
    """The page, with its forms as they stand."""
    return _page(request)


@require_POST
@private
def preferences(request: HttpRequest) -> HttpResponse:
    """Save language and time zone."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, preferences=form)
    user = change_preferences(by=me(request), **form.cleaned_data)
    if user.language:
        translation.activate(user.language)
    messages.success(request, _("Saved."))
    return redirect("profile")


@sensitive_post_parameters()
@require_POST
@private
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; this login goes on, every other ends."""
    user = me(request)
    form = ChangePasswordForm(user, request.POST)
    if form.is_valid():
        try:
            change_password(
                by=user,
                current=form.cleaned_data["current"],
                password=form.cleaned_data["new_password1"],
                keep=request.session.session_key,
                tokens=form.cleaned_data["tokens"],
            )
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed. Every other login has ended."))
            return redirect("profile")
    return _page(request, password=form)


@require_POST
@private
def end_login(request: HttpRequest) -> HttpResponse:
    """End one login, or every other one."""
    user = me(request)
    try:
        if started := request.POST.get("started", ""):
            end_session(user=user, started=started, by=user)
            messages.success(request, _("That login has ended."))
        else:
            end_sessions(user=user, by=user, keep=request.session.session_key)
            messages.success(request, _("Every other login has ended."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("profile")


def _page(
    request: HttpRequest, *, preferences: PreferencesForm | None = None, password: ChangePasswordForm | None = None
) -> HttpResponse:
    user = me(request)
    refused = preferences is not None or password is not None
    context = {
        "preferences": preferences or PreferencesForm(initial={"language": user.language, "timezone": user.timezone}),
        "password": password or ChangePasswordForm(user),
        "roles": user.assignments.select_related("country").order_by("since"),
        "logins": user.sessions.filter(expire_date__gt=timezone.now()),
        "this_key": request.session.session_key,
        "today": timezone.now().date(),
    }
    return render(request, "warning/profile.html", context, status=422 if refused else 200)
