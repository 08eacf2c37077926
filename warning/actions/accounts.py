"""Accounts: invite, change, disable, enable, reset. Every one needs `warning.manage_accounts`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger.actors import Actor, require
from ledger.record import record
from warning.actions.sessions import end_logins, end_tokens
from warning.letters import Letter, post
from warning.models import User
from warning.readers.accounts import administrators
from warning.roles import Permission


def _event(verb: str, user: User, by: Actor, **facts: Any) -> None:
    """The event of an account: handles and codes only, no name and no address."""
    record(action=f"warning.{verb}", actor=by.handle, object=f"account:{user.handle}", body=facts)


def keep_one_administrator(user: User) -> None:
    """Refuse what would leave nobody to manage accounts. Inside a transaction: locks the administrators.

    Raises:
        ValidationError: the user is the last one.
    """
    others = administrators().exclude(pk=user.pk)
    # The rows of all administrators are locked, so that two cannot remove each other at once.
    list(User.objects.select_for_update().filter(pk__in=administrators().values("pk")).order_by("pk"))
    if administrators().filter(pk=user.pk).exists() and not others.exists():
        raise ValidationError(
            _("This is the last administrator. Give the role to somebody else first."), code="last_administrator"
        )


def invite(*, username: str, name: str, email: str, office: str, language: str, site: str, by: Actor) -> User | None:
    """Open an account without a password and send its owner a one-time link to set one.

    Where the address already has an account, no second one is opened: its owner gets a letter that says so,
    and the caller learns nothing (None is for the tests, no page shows it).

    Args:
        site: root of the links in the letter, such as `https://ewrm.example.org`.

    Raises:
        PermissionDenied: `by` does not manage accounts.
        ValidationError: the user name is taken or malformed.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        known = User.objects.filter(email__iexact=email, is_active=True).order_by("pk").first()
        if known is not None:
            post(Letter.ALREADY, user=known, site=site)
            _event("invite_again", known, by)
            return None
        user = User(username=username, name=name, email=email, office=office, language=language)
        user.set_unusable_password()
        user.full_clean(exclude=["password", "looked_at"])
        user.save()
        post(Letter.INVITE, user=user, site=site)
        _event("invite", user, by)
    return user


def change_account(*, user: User, name: str, email: str, office: str, by: Actor) -> User:
    """Change who an account belongs to. The event names the fields, never what stands in them.

    Raises:
        PermissionDenied, ValidationError
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        new = {"name": name, "email": email, "office": office}
        changed = sorted(field for field, value in new.items() if getattr(user, field) != value)
        for field in changed:
            setattr(user, field, new[field])
        user.full_clean(exclude=["password", "looked_at"])
        if changed:
            user.save(update_fields=changed)
            _event("change_account", user, by, fields=changed)
    return user


def disable(*, user: User, by: Actor) -> None:
    """Close an account: nobody logs in, every login ends now, every API token is gone.

    Raises:
        PermissionDenied
        ValidationError: one's own account, or the last administrator's.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        if user.handle == by.handle:
            raise ValidationError(_("Nobody disables the own account. Ask another administrator."), code="own")
        keep_one_administrator(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        _event("disable", user, by, sessions=end_logins(user), tokens=end_tokens(user))


def enable(*, user: User, by: Actor) -> None:
    """Open a closed account again. Its roles are as they were; its password works again, its tokens do not.

    Raises:
        PermissionDenied
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            _event("enable", user, by)


def reset(*, user: User, site: str, by: Actor) -> None:
    """Take the password away, end every login, delete every API token, and send a one-time link to set a new one.

    Whoever had the password may have made tokens with it; they must not outlive it.

    Raises:
        PermissionDenied
        ValidationError: the account is closed, or has no address to send to.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise ValidationError(_("The account is disabled. Enable it first."), code="disabled")
        if not user.email:
            raise ValidationError(_("The account has no e-mail address to send the link to."), code="no_email")
        user.set_unusable_password()
        user.save(update_fields=["password"])
        post(Letter.RESET, user=user, site=site)
        _event("reset", user, by, sessions=end_logins(user), tokens=end_tokens(user))


def mark_looked(*, user: User) -> None:
    """Remember that the user has seen what changed until now. Not a domain write: no event."""
    User.objects.filter(pk=user.pk).update(looked_at=timezone.now())
