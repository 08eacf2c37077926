"""Giving and ending roles. Nobody gives himself one; a change ends the logins of whom it concerns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from ledger.actors import Actor, require
from ledger.record import record
from warning.actions.accounts import keep_one_administrator
from warning.actions.sessions import end_logins
from warning.models import Assignment, User
from warning.roles import ADMINISTRATOR, ROLES, Permission


def _check(user: User, role: str, country: Country | None, since: date, until: date | None, by: Actor) -> None:
    """The rules of an assignment, each error at the field it concerns."""
    today = timezone.now().date()
    if user.handle == by.handle:
        raise ValidationError(_("Nobody gives himself a role. Ask another administrator."), code="own")
    if role not in ROLES:
        raise ValidationError({"role": _("%(role)s is not a role.") % {"role": role}}, code="unknown_role")
    if role == ADMINISTRATOR and country is not None:
        raise ValidationError(
            {"countries": _("An administrator is one for every country. Choose all countries.")}, code="country"
        )
    if since < today:
        raise ValidationError({"since": _("A role cannot begin in the past. Today or later.")}, code="past")
    if until is not None and until <= since:
        raise ValidationError({"until": _("The end must come after the first day.")}, code="order")
    overlapping = Assignment.objects.filter(Q(until__isnull=True) | Q(until__gt=since), user=user, role=role)
    overlapping = overlapping.filter(country=country) if country else overlapping.filter(country__isnull=True)
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.exists():
        raise ValidationError(
            {
                "role": _(
                    "The account has this role for %(where)s on these days already. End it first, or choose others."
                )
                % {"where": country.name if country else _("all countries")}
            },
            code="overlap",
        )


def assign_role(
    *, user: User, role: str, countries: Collection[Country | None], since: date, until: date | None, by: Actor
) -> list[Assignment]:
    """Give a role for some countries, from a day until a day (the day itself not included).

    The user's logins end, so that the new rights and the menu come together at the next login.

    Args:
        countries: one assignment for each; None means every country.

    Raises:
        PermissionDenied: `by` does not manage accounts.
        ValidationError: a rule forbids it; the message stands at its field, and none of the roles is given.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        # The lock makes two administrators who assign at once see each other's row.
        User.objects.select_for_update().get(pk=user.pk)
        rows = []
        for country in countries:
            _check(user, role, country, since, until, by)
            rows.append(
                Assignment.objects.create(
                    user=user, role=role, country=country, since=since, until=until, given_by=by.handle
                )
            )
        record(
            action="warning.assign_role",
            actor=by.handle,
            object=f"account:{user.handle}",
            body={
                "assignments": [row.pk for row in rows],
                "role": role,
                "countries": [row.country_id for row in rows],
                "since": since.isoformat(),
                "until": until.isoformat() if until else None,
                "sessions": end_logins(user),
            },
        )
    return rows


def end_role(*, assignment: Assignment, by: Actor) -> None:
    """End an assignment today, or before it begins. The row stays: who held what when is known for ever.

    Raises:
        PermissionDenied
        ValidationError: it has ended, or it makes the last administrator.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    today = timezone.now().date()
    with transaction.atomic():
        row = Assignment.objects.select_for_update().select_related("user").get(pk=assignment.pk)
        if row.until is not None and row.until <= today:
            raise ValidationError(_("This role has already ended."), code="ended")
        if row.role == ADMINISTRATOR:
            keep_one_administrator(row.user)
        row.until = max(row.since, today)
        row.save(update_fields=["until"])
        record(
            action="warning.end_role",
            actor=by.handle,
            object=f"account:{row.user.handle}",
            body={
                "assignment": row.pk,
                "role": row.role,
                "until": row.until.isoformat(),
                "sessions": end_logins(row.user),
            },
        )
