"""Passwords: asked for by link, set by link, changed by the owner. Never read, never sent, never in an event."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ledger.record import record
from warning.actions.sessions import end_logins, end_tokens
from warning.letters import Letter, place_of, post, too_many
from warning.models import User


def ask_reset(*, typed: str, site: str, address: str) -> None:
    """Somebody forgot a password: post a letter if the name or address is known, and do the same work if not.

    Known or unknown, the caller sees one look-up and one queued job, and gets no answer: neither words
    nor time tell whether there is an account.

    Args:
        address: where the request came from; counted by, not kept.

    Raises:
        ValidationError: too many letters were asked for from there, or wait altogether.
    """
    typed, place = typed.strip(), place_of(address)
    if too_many(place):
        raise ValidationError(
            _("Too many links were asked for from your network. Try again in an hour, or ask an administrator."),
            code="too_many",
        )
    known = (
        User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed), is_active=True)
        .exclude(email="")
        .order_by("pk")
        .first()
    )
    with transaction.atomic():
        digest = hashlib.sha256(typed.lower().encode()).hexdigest()
        post(Letter.RESET, user=known, site=site, key=digest, asked_from=place)


def set_password_by_link(*, user: User, password: str) -> None:
    """The one-time link was good: set the password. The link dies by it, and so does every login and API token.

    Raises:
        PermissionDenied is not among them: whoever holds the link is the owner. ValidationError: account closed.
    """
    with transaction.atomic():
        ended = {"sessions": _set(user, password, keep=None), "tokens": end_tokens(user)}
        record(action="warning.set_password_by_link", actor=user.handle, object=f"account:{user.handle}", body=ended)


def change_password(*, by: User, current: str, password: str, keep: str | None, tokens: bool = False) -> None:
    """The owner changes the password; every other login ends, and with `tokens` every API token.

    Args:
        keep: key of the session the owner sits in.

    Raises:
        ValidationError: the current password is wrong.
    """
    if not by.check_password(current):
        raise ValidationError({"current": _("This is not your current password.")}, code="wrong")
    with transaction.atomic():
        ended = {"sessions": _set(by, password, keep=keep), "tokens": end_tokens(by) if tokens else 0}
        record(action="warning.change_password", actor=by.handle, object=f"account:{by.handle}", body=ended)


def _set(user: User, password: str, *, keep: str | None) -> int:
    if not user.is_active:
        raise ValidationError(_("The account is disabled. Enable it first."), code="disabled")
    user.set_password(password)
    user.save(update_fields=["password"])
    return end_logins(user, keep=keep)
