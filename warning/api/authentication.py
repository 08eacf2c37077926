"""Who calls: a client with a token, or somebody logged in who tries the documentation's buttons."""

from __future__ import annotations

import re
from hmac import compare_digest
from typing import Any, NoReturn

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from warning.models import ApiToken, User

_FORM = re.compile(rb"[A-Za-z0-9_]{20,200}")


def _refuse() -> NoReturn:
    """One answer for unknown, expired, revoked and disabled: a guess learns nothing."""
    raise AuthenticationFailed(
        _("The token is not valid. It may have expired or been revoked; make a new one on your token page.")
    )


class ScopedTokenAuthentication(TokenAuthentication):  # type: ignore[misc] # knox is untyped
    """`Authorization: Token <key>`. A token is stored as a hash and ends by itself; a GET deletes nothing."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """The owner and the token; every refusal looks the same and takes one hash."""
        if not _FORM.fullmatch(token):
            _refuse()
        key = token.decode("ascii")
        digest = hash_token(key)
        rows = ApiToken.objects.filter(token_key=key[: CONSTANTS.TOKEN_KEY_LENGTH]).select_related("user")
        found = next((row for row in rows if compare_digest(row.digest, digest)), None)
        now = timezone.now()
        if found is None or not found.user.is_active or found.expiry is None or found.expiry <= now:
            _refuse()
        if found.last_used != now.date():
            # A day is exact enough to find tokens nobody uses, and costs one write a day.
            ApiToken.objects.filter(pk=found.pk).update(last_used=now.date())
        owner: User = found.user
        return owner, found


class PageSessionAuthentication(SessionAuthentication):
    """The login of the pages, with the same protection against forged requests as their forms."""

    def authenticate(self, request: Any) -> tuple[Any, None] | None:
        """The user of the session; None for an anonymous one."""
        found: tuple[Any, None] | None = super().authenticate(request)
        return found
