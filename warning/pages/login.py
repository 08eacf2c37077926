"""Log in, log out, and the ways back in: a forgotten password, a one-time link."""

from __future__ import annotations

import math
from typing import Any

from axes.helpers import get_client_ip_address, get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from warning.actions.passwords import ask_reset
from warning.addresses import client_address
from warning.devices import device_name
from warning.forms.login import ForgotForm, LoginForm, SetPasswordForm
from warning.models import User
from warning.readers.exercise_logins import exercise_logins
from warning.sessions import DEVICE_KEY


def site_of(request: HttpRequest) -> str:
    """Root of links in letters: the configured one, else the checked host that the browser asked."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/")


@method_decorator([never_cache, login_not_required], name="dispatch")
class LogIn(LoginView):
    """User name and password. Django gives the session a new key, so that a planted one is worth nothing."""

    authentication_form = LoginForm
    template_name = "warning/login/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Name the device, so that the owner knows this login in the list."""
        answer = super().form_valid(form)
        self.request.session[DEVICE_KEY] = device_name(self.request.headers.get("User-Agent", ""))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """On the embedded exercise: the exercise's own accounts, marked as such."""
        return super().get_context_data(**kwargs) | {"exercise_logins": exercise_logins()}


@require_POST
@never_cache
@login_not_required
def log_out(request: HttpRequest) -> HttpResponse:
    """End the login and have the browser forget what it kept of the pages."""
    logout(request)
    answer = redirect("login")
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@never_cache
def throttled(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """429: too many wrong passwords for this name from this address. Says how long; nobody is locked out for good."""
    last = (
        AccessAttempt.objects.filter(
            username=get_client_username(request, credentials), ip_address=get_client_ip_address(request)
        )
        .order_by("-attempt_time")
        .first()
    )
    left = settings.AXES_COOLOFF_TIME
    if last is not None:
        left -= timezone.now() - last.attempt_time
    seconds = max(1, math.ceil(left.total_seconds()))
    context = {"minutes": math.ceil(seconds / 60), "until": timezone.now() + left}
    answer = render(request, "warning/login/throttled.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


@require_http_methods(["GET", "POST"])
@never_cache
@login_not_required
def forgot(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time link. The answer is the same for a known and an unknown name."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_reset(typed=form.cleaned_data["who"], site=site_of(request), address=client_address(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return render(request, "warning/login/forgot.html", {"form": form}, status=429)
        return redirect("password-sent")
    return render(request, "warning/login/forgot.html", {"form": form})


@require_http_methods(["GET"])
@never_cache
@login_not_required
def sent(request: HttpRequest) -> HttpResponse:
    """What to do now, whoever asked."""
    return render(request, "warning/login/sent.html", {"hours": settings.PASSWORD_RESET_TIMEOUT // 3600})


def _owner_of_link(uid: str, token: str) -> User | None:
    """The account of a good link; None for every bad one, whatever is wrong with it."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None


@require_http_methods(["GET"])
@never_cache
@login_not_required
def link(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page behind a one-time link.

    The token stays in this address: with `SameSite=Strict` a session begun by a click in a mail would be lost
    on the way, and `Referrer-Policy: same-origin` keeps the address from others. The form sends it as a field
    to an address without it, because refused forms are logged by their address.
    """
    user = _owner_of_link(uid, token)
    return _set_password_page(request, user, None if user is None else SetPasswordForm(user), uid, token)


@sensitive_post_parameters()
@require_POST
@never_cache
@login_not_required
def set_password(request: HttpRequest) -> HttpResponse:
    """Set a password by a one-time link."""
    uid, token = request.POST.get("uid", ""), request.POST.get("token", "")
    user = _owner_of_link(uid, token)
    if user is None:
        return _set_password_page(request, None, None, uid, token)
    form = SetPasswordForm(user, request.POST)
    if form.is_valid():
        try:
            form.save()
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            logout(request)
            messages.success(request, _("Your password is set. Log in with it."))
            return redirect("login")
    return _set_password_page(request, user, form, uid, token)


def _set_password_page(
    request: HttpRequest, user: User | None, form: SetPasswordForm | None, uid: str, token: str
) -> HttpResponse:
    if user is None or form is None:
        return render(request, "warning/login/dead_link.html", status=404)
    context = {"form": form, "account": user, "uid": uid, "token": token}
    return render(request, "warning/login/set_password.html", context, status=422 if form.is_bound else 200)
