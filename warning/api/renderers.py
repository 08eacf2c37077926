"""JSON, several times faster than the standard library writes it."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z


def _plain(value: Any) -> Any:
    """What orjson does not know: lazy translations."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def to_json(data: Any) -> bytes:
    """The bytes of a JSON answer; dates as ISO 8601, NaN as null."""
    return orjson.dumps(data, default=_plain, option=OPTIONS)


class FastJSONRenderer(BaseRenderer):
    """`application/json` by orjson. Bytes that are JSON already pass as they are."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The body."""
        if data is None:
            return b""
        return data if isinstance(data, bytes) else to_json(data)
