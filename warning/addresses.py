"""Whose address a request came from, with reverse proxies in between. Pure."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def nearest_trusted(remote: str, forwarded: str, proxies: int) -> str:
    """The address that the outermost of our own proxies saw.

    Args:
        remote: who is connected to us.
        forwarded: the header X-Forwarded-For; each proxy adds at its end whom it saw, and anybody can have
            written anything before that.
        proxies: how many of the last entries our own proxies wrote.
    """
    seen = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    return seen[-proxies] if 0 < proxies <= len(seen) else remote


def client_address(request: Any) -> str:
    """The address that throttling counts by (`AXES_CLIENT_IP_CALLABLE`)."""
    return nearest_trusted(
        request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXY_COUNT
    )
