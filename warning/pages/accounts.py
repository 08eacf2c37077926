"""Account screens: list, invite, one account with its roles and logins. For who manages accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from warning.actions import accounts as act
from warning.actions.roles import assign_role, end_role
from warning.actions.sessions import end_sessions
from warning.forms.accounts import AssignmentForm, InviteForm, PersonForm, role_choices
from warning.models import Assignment, User
from warning.pages.guard import me, needs, private, put_errors, query_without_page
from warning.pages.login import site_of
from warning.readers.accounts import AccountFilter, accounts
from warning.readers.role_words import roles_in_words
from warning.roles import Permission

PER_PAGE = 50
MANAGE = Permission.MANAGE_ACCOUNTS


@require_safe
@private
@needs(MANAGE)
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts, by name, role and state; the filters stand in the URL."""
    asked = request.GET
    wanted = AccountFilter(asked.get("q", "").strip()[:80], asked.get("role", ""), asked.get("state", ""))
    page = Paginator(accounts(wanted), PER_PAGE).get_page(asked.get("page"))
    states = [
        ("active", _("Active")),
        ("invited", _("Invited, never logged in")),
        ("without_role", _("Without a role")),
        ("disabled", _("Disabled")),
    ]
    rows = [(account, roles_in_words(account.today_roles)) for account in page]  # type: ignore[attr-defined]
    context = {"page": page, "rows": rows, "wanted": wanted, "roles": role_choices(), "states": states}
    context["query"] = query_without_page(request)
    return render(request, "warning/accounts/list.html", context)


@require_http_methods(["GET", "POST"])
@private
@needs(MANAGE)
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account and send a one-time link. The answer is the same if the address has an account already."""
    form = InviteForm(request.POST or None, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        try:
            act.invite(**form.cleaned_data, site=site_of(request), by=me(request))
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(
                request,
                _("A letter is on its way to %(email)s. Whoever has no account yet sets a password by its link.")
                % {"email": form.cleaned_data["email"]},
            )
            return redirect("account-list")
    return render(request, "warning/accounts/invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
@private
@needs(MANAGE)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who, roles with their days, logins; POST changes who it belongs to."""
    user = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, initial={"name": user.name, "email": user.email, "office": user.office})
    if request.method == "POST" and form.is_valid():
        try:
            act.change_account(user=user, **form.cleaned_data, by=me(request))
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("account", pk=pk)
    return _detail(request, user, form, AssignmentForm())


@require_POST
@private
@needs(MANAGE)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role."""
    user = get_object_or_404(User, pk=pk)
    form = AssignmentForm(request.POST)
    if form.is_valid():
        try:
            assign_role(user=user, **form.cleaned_data, by=me(request))
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(request, _("The role is given. The account logs in anew to use it."))
            return redirect("account", pk=pk)
    initial = {"name": user.name, "email": user.email, "office": user.office}
    return _detail(request, user, PersonForm(initial=initial), form)


@require_POST
@private
@needs(MANAGE)
def end_assignment(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """End a role today."""
    row = get_object_or_404(Assignment, pk=assignment, user_id=pk)
    return _do(request, pk, lambda: end_role(assignment=row, by=me(request)), _("The role has ended."))


@require_POST
@private
@needs(MANAGE)
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account."""
    user = get_object_or_404(User, pk=pk)
    done = _("The account is disabled: its logins have ended and its API tokens are gone.")
    return _do(request, pk, lambda: act.disable(user=user, by=me(request)), done)


@require_POST
@private
@needs(MANAGE)
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the account again."""
    user = get_object_or_404(User, pk=pk)
    return _do(request, pk, lambda: act.enable(user=user, by=me(request)), _("The account is open again."))


@require_POST
@private
@needs(MANAGE)
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the password away and send a one-time link."""
    user = get_object_or_404(User, pk=pk)
    done = _("The password is void, all logins have ended, and a one-time link is on its way.")
    return _do(request, pk, lambda: act.reset(user=user, site=site_of(request), by=me(request)), done)


@require_POST
@private
@needs(MANAGE)
def log_out_everywhere(request: HttpRequest, pk: int) -> HttpResponse:
    """End every login of the account."""
    user = get_object_or_404(User, pk=pk)
    return _do(request, pk, lambda: end_sessions(user=user, by=me(request)), _("All logins have ended."))


def _do(request: HttpRequest, pk: int, action: Callable[[], Any], done: str) -> HttpResponse:
    try:
        action()
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
    else:
        messages.success(request, done)
    return redirect("account", pk=pk)


def _detail(request: HttpRequest, user: User, form: PersonForm, giving: AssignmentForm) -> HttpResponse:
    today = timezone.now().date()
    rows = list(user.assignments.select_related("country").order_by("since", "pk"))
    refused = form.is_bound or giving.is_bound
    context = {
        "account": user,
        "form": form,
        "giving": giving,
        "own": user.pk == request.user.pk,
        "today": today,
        "current": [row for row in rows if row.until is None or row.until > today],
        "past": [row for row in rows if row.until is not None and row.until <= today],
        "logins": user.sessions.filter(expire_date__gt=timezone.now()).count(),
        "tokens": user.auth_token_set.count(),
    }
    return render(request, "warning/accounts/detail.html", context, status=422 if refused else 200)
