"""Passwords: asked for by link, set by link, changed by the owner. Never read, never sent, never in an event."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ledger.record import record
from warning.actions.sessions import end_logins
from warning.letters import Letter, post
from warning.models import User


def ask_reset(*, typed: str, site: str) -> None:
    """Somebody forgot a password: post a letter if the name or address is known, and do the same work if not.

    Known or unknown, the caller sees one look-up and one queued job, and gets no answer: neither words
    nor time tell whether there is an account.
    """
    typed = typed.strip()
    known = (
        User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed), is_active=True)
        .exclude(email="")
        .order_by("pk")
        .first()
    )
    with transaction.atomic():
        post(Letter.RESET, user=known, site=site, key=hashlib.sha256(typed.lower().encode()).hexdigest())


def set_password_by_link(*, user: User, password: str) -> None:
    """The one-time link was good: set the password. The link dies by it, and so does every login.

    Raises:
        PermissionDenied is not among them: whoever holds the link is the owner. ValidationError: account closed.
    """
    with transaction.atomic():
        _set(user, password, keep=None)
        record(action="warning.set_password_by_link", actor=user.handle, object=f"account:{user.handle}")


def change_password(*, by: User, current: str, password: str, keep: str | None) -> None:
    """The owner changes the password; every other login ends.

    Args:
        keep: key of the session the owner sits in.

    Raises:
        ValidationError: the current password is wrong.
    """
    if not by.check_password(current):
        raise ValidationError({"current": _("This is not your current password.")}, code="wrong")
    with transaction.atomic():
        ended = _set(by, password, keep=keep)
        record(
            action="warning.change_password", actor=by.handle, object=f"account:{by.handle}", body={"sessions": ended}
        )


def _set(user: User, password: str, *, keep: str | None) -> int:
    if not user.is_active:
        raise ValidationError(_("The account is disabled. Enable it first."), code="disabled")
    user.set_password(password)
    user.save(update_fields=["password"])
    return end_logins(user, keep=keep)
