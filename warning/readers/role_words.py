"""Assignments in words: "Analyst (Brevana); Desk officer (12 countries)"."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from warning.models import Assignment
from warning.roles import ROLES

_NAMED = 2


def role_name(code: str) -> str:
    """A role's name in the active language; the code itself where the role is gone from the table."""
    return _(ROLES[code].name) if code in ROLES else code


def roles_in_words(assignments: Iterable[Assignment]) -> str:
    """Roles with their countries, one after the other; many countries are counted, not named."""
    places: dict[str, list[str]] = {}
    for row in assignments:
        names = places.setdefault(row.role, [])
        if row.country is not None:
            names.append(row.country.short_name)
    return "; ".join(f"{role_name(code)}{_where(names)}" for code, names in places.items())


def _where(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) <= _NAMED:
        return f" ({', '.join(names)})"
    return " (" + ngettext("%(n)d country", "%(n)d countries", len(names)) % {"n": len(names)} + ")"
