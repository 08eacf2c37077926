"""System checks: bad combinations of settings, each with an id and a remedy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


def _problem(number: int, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"ewrm.E{number:03d}")


@register(Tags.security)
def production_has_what_it_needs(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production: a secret of its own, PostgreSQL, a Redis with a password, named hosts, safe cookies."""
    found: list[CheckMessage] = []
    if settings.EMBEDDED:
        return found
    if not settings.SECRET_KEY:
        found.append(_problem(1, "SECRET_KEY is empty.", "Set SECRET_KEY to 50 or more random characters."))
    if not settings.DATABASE_URL.startswith(("postgres://", "postgresql://")):
        found.append(
            _problem(
                2,
                "Production does not run on SQLite.",
                "Set DATABASE_URL to postgresql://user:password@host:5432/name, or DEPLOYMENT=embedded.",
            )
        )
    if not settings.REDIS_URL:
        found.append(
            _problem(
                3,
                "Production needs Redis as the broker of its jobs.",
                "Set REDIS_URL to redis://:password@host:6379/0, or DEPLOYMENT=embedded.",
            )
        )
    elif "@" not in settings.REDIS_URL:
        found.append(_problem(4, "REDIS_URL has no password.", "Use redis://:password@host:6379/0."))
    if not settings.ALLOWED_HOSTS:
        found.append(_problem(5, "ALLOWED_HOSTS is empty.", "Name the hosts, such as ALLOWED_HOSTS=ewrm.example.org."))
    if not settings.SECURE_COOKIES:
        found.append(_problem(6, "SECURE_COOKIES is off in production.", "Serve over TLS and leave SECURE_COOKIES on."))
    if settings.DEBUG:
        found.append(_problem(7, "DEBUG is on in production.", "Set DEBUG=false."))
    return found
