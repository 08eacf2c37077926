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
from warning.models import User
from warning.pages.guard import private, put_errors


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # LoginRequiredMiddleware has seen to it
    return user


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
    user = change_preferences(by=_me(request), **form.cleaned_data)
    if user.language:
        translation.activate(user.language)
    messages.success(request, _("Saved."))
    return redirect("profile")


@sensitive_post_parameters()
@require_POST
@private
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; this login goes on, every other ends."""
    me = _me(request)
    form = ChangePasswordForm(me, request.POST)
    if form.is_valid():
        try:
            change_password(
                by=me,
                current=form.cleaned_data["current"],
                password=form.cleaned_data["new_password1"],
                keep=request.session.session_key,
            )
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            update_session_auth_hash(request, me)
            messages.success(request, _("Your password is changed. Every other login has ended."))
            return redirect("profile")
    return _page(request, password=form)


@require_POST
@private
def end_login(request: HttpRequest) -> HttpResponse:
    """End one login, or every other one."""
    me = _me(request)
    try:
        if started := request.POST.get("started", ""):
            end_session(user=me, started=started, by=me)
            messages.success(request, _("That login has ended."))
        else:
            end_sessions(user=me, by=me, keep=request.session.session_key)
            messages.success(request, _("Every other login has ended."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("profile")


def _page(
    request: HttpRequest, *, preferences: PreferencesForm | None = None, password: ChangePasswordForm | None = None
) -> HttpResponse:
    me = _me(request)
    refused = preferences is not None or password is not None
    context = {
        "preferences": preferences or PreferencesForm(initial={"language": me.language, "timezone": me.timezone}),
        "password": password or ChangePasswordForm(me),
        "roles": me.assignments.select_related("country").order_by("since"),
        "logins": me.sessions.filter(expire_date__gt=timezone.now()),
        "this_key": request.session.session_key,
        "today": timezone.now().date(),
    }
    return render(request, "warning/profile.html", context, status=422 if refused else 200)
