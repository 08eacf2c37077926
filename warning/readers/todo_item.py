"""One line of the to-do list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: in words, where, until when (`happens`: on which day it comes); `urgent` ones stand first."""

    text: str
    url: str
    what: str
    due: date | None = None
    urgent: bool = False
    happens: bool = False
