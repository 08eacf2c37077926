"""Ending logins. A login is a session row; without its row nobody is logged in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.actors import Actor, require
from ledger.record import record
from warning.models import ApiToken, Session, User
from warning.roles import Permission


def end_logins(user: User, *, keep: str | None = None) -> int:
    """Delete the user's session rows (but `keep`); for actions that record an event of their own."""
    doomed = Session.objects.filter(user=user)
    if keep is not None:
        doomed = doomed.exclude(session_key=keep)
    ended: int = doomed.delete()[0]
    return ended


def end_tokens(user: User) -> int:
    """Delete the user's API tokens; for actions that record an event of their own."""
    ended: int = ApiToken.objects.filter(user=user).delete()[0]
    return ended


def _may_end(user: User, by: Actor) -> None:
    if by.handle != user.handle:
        require(by, Permission.MANAGE_ACCOUNTS)


def end_session(*, user: User, started: str, by: Actor) -> None:
    """End one login of a user, named by the moment it began (its key is a secret and stays one).

    Raises:
        PermissionDenied: it is somebody else's and `by` does not manage accounts.
        ValidationError: no such login; it may have ended by itself.
    """
    _may_end(user, by)
    with transaction.atomic():
        rows = [row for row in Session.objects.filter(user=user) if row.started_at.isoformat() == started]
        if not rows:
            raise ValidationError(_("This login has already ended."), code="gone")
        Session.objects.filter(pk__in=[row.pk for row in rows]).delete()
        record(
            action="warning.end_session", actor=by.handle, object=f"account:{user.handle}", body={"ended": len(rows)}
        )


def end_sessions(*, user: User, by: Actor, keep: str | None = None) -> int:
    """End all logins of a user, or all but the one with the key `keep`; returns how many ended.

    Raises:
        PermissionDenied: it is somebody else and `by` does not manage accounts.
    """
    _may_end(user, by)
    with transaction.atomic():
        ended = end_logins(user, keep=keep)
        record(action="warning.end_sessions", actor=by.handle, object=f"account:{user.handle}", body={"ended": ended})
    return ended
