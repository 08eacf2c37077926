"""API tokens: issue and revoke. The key is shown once; only its hash is stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger.actors import Actor, require
from ledger.record import record
from warning.models import ApiToken, User
from warning.roles import Permission
from warning.scopes import SCOPES

MAX_DAYS = 365
MAX_TOKENS = 20


def _may(user: User, by: Actor) -> None:
    """One's own tokens need the use of the API; somebody else's need the management of accounts."""
    require(by, Permission.USE_API if by.handle == user.handle else Permission.MANAGE_ACCOUNTS)


def _name(token: ApiToken) -> str:
    """The token in the ledger: a piece of its hash, which opens nothing."""
    return f"token:{token.digest[:12]}"


def issue(*, user: User, name: str, scopes: Collection[str], days: int, by: Actor) -> tuple[ApiToken, str]:
    """Make a token for a user.

    Args:
        name: what the owner will know it by.
        scopes: at least one of `warning.scopes.SCOPES`.
        days: until it expires, 1 to 365.

    Returns:
        The stored token, and the key itself: the only time anybody sees it.

    Raises:
        PermissionDenied: not `by`'s to make.
        ValidationError: by field (name, scopes, days), or because the owner may not use the API at all.
    """
    _may(user, by)
    _check(name, scopes, days)
    if not user.is_active or not user.has_perm(Permission.USE_API):
        raise ValidationError(_("The owner has no role that may use the API."), code="no_right")
    with transaction.atomic():
        # Under the owner's lock, so that two requests at once cannot both be the last one allowed.
        User.objects.select_for_update().get(pk=user.pk)
        alive = ApiToken.objects.filter(user=user, expiry__gt=timezone.now()).count()
        if alive >= MAX_TOKENS:
            text = _("There are %(n)d tokens already. Revoke one that is no longer used.") % {"n": alive}
            raise ValidationError(text, code="too_many")
        chosen = sorted(set(scopes), key=list(SCOPES).index)
        token, key = ApiToken.objects.create(user=user, expiry=timedelta(days=days), name=name.strip(), scopes=chosen)
        record(
            action="warning.issue_token",
            actor=by.handle,
            object=_name(token),
            body={"owner": user.handle, "scopes": chosen, "expires": token.expiry.isoformat()},
        )
    return token, key


def _check(name: str, scopes: Collection[str], days: int) -> None:
    errors: dict[str, str] = {}
    if not 1 <= len(name.strip()) <= 80 or not name.isprintable():
        errors["name"] = _("Give the token a name of at most 80 printable characters, such as the client's.")
    if unknown := sorted(set(scopes) - set(SCOPES)):
        errors["scopes"] = _("%(unknown)s: no such scope. Use some of: %(known)s.") % {
            "unknown": ", ".join(unknown),
            "known": ", ".join(SCOPES),
        }
    elif not scopes:
        errors["scopes"] = _("Choose at least one scope.")
    if not 1 <= days <= MAX_DAYS:
        errors["days"] = _("Choose 1 to %(most)d days.") % {"most": MAX_DAYS}
    if errors:
        raise ValidationError({field: [text] for field, text in errors.items()})


def revoke(*, token: ApiToken, by: Actor) -> None:
    """Delete a token: the next request with it is refused.

    Raises:
        PermissionDenied: it is somebody else's and `by` does not manage accounts.
    """
    owner: User = token.user
    _may(owner, by)
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).delete()
        record(action="warning.revoke_token", actor=by.handle, object=_name(token), body={"owner": owner.handle})
