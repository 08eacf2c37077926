"""Who has an account, with which roles today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from warning.models import Assignment, User
from warning.roles import ADMINISTRATOR

ENDS_SOON = timedelta(days=14)


def holding_on(day: date) -> Q:
    """Assignments that hold on a day: from the first date on, and no more from the second date on."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def administrators() -> QuerySet[User]:
    """Active accounts that manage accounts today and with no end in sight."""
    roles = Assignment.objects.filter(
        user=OuterRef("pk"), role=ADMINISTRATOR, since__lte=timezone.now().date(), until__isnull=True
    )
    return User.objects.filter(Q(is_superuser=True) | Exists(roles), is_active=True)


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What the list of accounts is narrowed by; the page's URL holds it."""

    text: str = ""
    role: str = ""
    state: str = ""


def accounts(wanted: AccountFilter) -> QuerySet[User]:
    """Accounts with today's assignments in `today_roles`, two queries in all."""
    today = timezone.now().date()
    current = Assignment.objects.filter(holding_on(today)).select_related("country")
    rows = User.objects.prefetch_related(Prefetch("assignments", queryset=current, to_attr="today_roles"))
    if wanted.text:
        rows = rows.filter(
            Q(username__icontains=wanted.text) | Q(name__icontains=wanted.text) | Q(office__icontains=wanted.text)
        )
    if wanted.role:
        rows = rows.filter(Exists(current.filter(user=OuterRef("pk"), role=wanted.role)))
    if wanted.state == "disabled":
        rows = rows.filter(is_active=False)
    elif wanted.state == "invited":
        rows = rows.filter(is_active=True, last_login__isnull=True)
    elif wanted.state == "active":
        rows = rows.filter(is_active=True, last_login__isnull=False)
    elif wanted.state == "without_role":
        rows = rows.filter(~Exists(current.filter(user=OuterRef("pk"))), is_active=True, is_superuser=False)
    return rows


def ending_soon(user: User | None = None) -> QuerySet[Assignment]:
    """Assignments of active accounts that end within two weeks, of one user or of everybody."""
    today = timezone.now().date()
    rows = Assignment.objects.filter(
        holding_on(today), until__lte=today + ENDS_SOON, user__is_active=True
    ).select_related("user", "country")
    return rows if user is None else rows.filter(user=user)
