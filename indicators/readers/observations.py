"""Observations for lists, exports and the API: always within what the user may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from indicators.models import Observation


@dataclass(frozen=True, slots=True)
class ObservationQuery:
    """Filters of a list of observations; field names are the query parameters.

    `known_on` keeps what was published by that day and not yet replaced by then; `current` keeps what nothing
    has replaced. `since` and `until` bound the end of the reference period, both included.
    """

    world: str
    country: str = ""
    indicator: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    known_on: date | None = None
    current: bool = False

    @classmethod
    def from_params(cls, params: Mapping[str, str], *, also: tuple[str, ...] = ()) -> ObservationQuery:
        """Read a query string; raises ParamErrors that name the field, the code, the value and the remedy."""
        raise NotImplementedError


def observations(query: ObservationQuery, user: Any) -> QuerySet[Observation]:
    """The rows, in the order of their ids, ready for a cursor or a stream."""
    raise NotImplementedError


def country_observations(
    country: Any, user: Any, *, known_on: date | None = None, code: str = "", limit: int = 500
) -> tuple[Any, ...]:
    """`ObservationView`s of one country, newest reference first, for a page."""
    raise NotImplementedError
