"""JSON bodies: read up to a size and a depth, and refused where they are no JSON."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

# A request for scores takes some hundred bytes in two levels.
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20


class StrictJSONParser(BaseParser):
    """`application/json` in UTF-8. NaN, broken text and nesting without end are refused, not passed on."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The body as Python values.

        Raises:
            ParseError: it is too large or too deep, or no JSON (says at which line and column).
        """
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise ParseError(_("The body is larger than %(most)s bytes.") % {"most": MAX_BYTES})
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as broken:
            raise ParseError(_("The body is no JSON: %(reason)s.") % {"reason": broken}) from broken
        if _is_deeper(value, MAX_DEPTH):
            raise ParseError(_("The body is nested deeper than %(most)s levels.") % {"most": MAX_DEPTH})
        return value


def _is_deeper(value: Any, most: int) -> bool:
    """Whether lists and objects stand in each other more than `most` times; level by level, so without recursion."""
    level = [value]
    for _number in range(most + 1):
        within = (part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list))
        level = [part for parts in within for part in parts]
    return bool(level)
