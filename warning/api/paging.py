"""Pages by cursor: the next page begins after the last row, however many rows come in meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from countries.params import ParamError, ParamErrors

DEFAULT_SIZE, MAX_SIZE = 100, 1000


class Cursor(BasePagination):
    """Cuts a queryset after the row that the cursor names.

    The view's `ordering` names fields that together are unique, such as ("pk",) or ("-created_at", "-pk"), all
    in the same direction. The cursor holds their values of the last row: no offset, so no row is lost or doubled.
    """

    def paginate_queryset(  # type: ignore[override] # only querysets are cut here
        self, queryset: QuerySet[Any], request: Any, view: Any = None
    ) -> list[Any]:
        """Rows of one page.

        Raises:
            ParamErrors: the cursor or the size is not one.
        """
        self.request = request
        names = getattr(view, "ordering", ("pk",))
        self.size = _size(request.query_params.get("page_size", ""))
        after = request.query_params.get("cursor", "")
        rows = queryset.order_by(*names)
        if after:
            rows = rows.filter(_beyond(names, _values(after, names, queryset)))
        page = list(rows[: self.size + 1])
        self.more = len(page) > self.size
        self.last = page[self.size - 1] if self.more else None
        self.names = names
        return page[: self.size]

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the address of the next."""
        return Response({"data": data, "links": self.links()})

    def links(self) -> dict[str, str | None]:
        """`next`: address of the next page, or null at the end."""
        if self.last is None:
            return {"next": None}
        query = self.request.query_params.copy()
        query["cursor"] = _encode([_raw(self.last, name.lstrip("-")) for name in self.names])
        return {"next": self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")}


def _size(text: str) -> int:
    if not text:
        return DEFAULT_SIZE
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MAX_SIZE and len(text) <= 4:
        return int(text)
    remedy = f"Use 1 to {MAX_SIZE}."
    raise ParamErrors([ParamError("page_size", "bad_number", text[:80], "This is no page size.", remedy)])


def _raw(row: Any, name: str) -> Any:
    value = row.pk if name == "pk" else getattr(row, name)
    return value if isinstance(value, int | str) else str(value)


def _encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def _refuse(cursor: str) -> NoReturn:
    remedy = "Take the cursor from links.next of the page before, or leave it out."
    raise ParamErrors([ParamError("cursor", "bad_cursor", cursor[:80], "This cursor was not made here.", remedy)])


def _values(cursor: str, names: Sequence[str], queryset: QuerySet[Any]) -> list[Any]:
    """The values in a cursor, each checked by the field it belongs to: a cursor is input like any other."""
    try:
        values = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        _refuse(cursor)
    if not isinstance(values, list) or len(values) != len(names):
        _refuse(cursor)
    meta = queryset.model._meta
    checked = []
    for name, value in zip(names, values, strict=True):
        bare = name.lstrip("-")
        model_field = meta.pk if bare == "pk" else meta.get_field(bare)
        if not isinstance(value, int | str) or isinstance(value, bool) or "\0" in str(value):
            _refuse(cursor)
        try:
            found = model_field.to_python(value)
            if isinstance(found, datetime):
                # A moment at the edge of the calendar has no equal in UTC, in which the database keeps it.
                found = found.astimezone(UTC) if found.tzinfo is not None else _refuse(cursor)
        except (ValidationError, TypeError, ValueError, OverflowError):
            _refuse(cursor)
        checked.append(found)
    return checked


def _beyond(names: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after the named one in the order of the names: (a, b) > (x, y), spelt out for both engines."""
    found, equal = Q(), Q()
    for name, value in zip(names, values, strict=True):
        bare, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        found |= equal & Q(**{f"{bare}__{sign}": value})
        equal &= Q(**{bare: value})
    return found
