"""Query parameters that are refused by name: field, code, value, remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from django.utils.translation import gettext as _

from countries import tables

EARLIEST = date(1900, 1, 1)
YES = ("1", "true", "on", "yes")
NO = ("0", "false", "off", "no")


@dataclass(frozen=True, slots=True)
class ParamError:
    """One refused parameter. `code` is for programs, `message` and `remedy` are for people."""

    field: str
    code: str
    value: str
    message: str
    remedy: str


class ParamErrors(ValueError):
    """Some parameters were refused; nothing was done."""

    def __init__(self, errors: Iterable[ParamError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{e.field}: {e.message}" for e in self.errors))


class Params:
    """Reads parameters one by one and collects what it refuses, so that all errors are told at once."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.errors: list[ParamError] = []

    def refuse(self, field: str, code: str, message: str, remedy: str) -> None:
        """Note an error about a field, with the value as it came (shortened)."""
        self.errors.append(ParamError(field, code, str(self.given.get(field, ""))[:80], message, remedy))

    def known_only(self, known: Collection[str]) -> None:
        """Refuse parameters nobody reads: a misspelt filter must not look like a filter."""
        for name in self.given:
            if name not in known:
                near = get_close_matches(name, known, 1)
                remedy = _("Did you mean %(name)s?") % {"name": near[0]} if near else _("Leave it out.")
                self.refuse(name[:60], "unknown_parameter", _("This parameter is not known."), remedy)

    def text(self, field: str, longest: int = 80) -> str:
        """A text without surrounding space and control characters."""
        value = self.given.get(field, "").strip()
        if len(value) > longest or any(ord(sign) < 32 for sign in value):
            self.refuse(
                field,
                "bad_text",
                _("The text is too long or holds control characters."),
                _("Use at most %(longest)s printable characters.") % {"longest": longest},
            )
            return ""
        return value

    def choice(self, field: str, choices: Collection[str], default: str = "") -> str:
        """One of some words."""
        value = self.given.get(field, "").strip()
        if not value:
            return default
        if value not in choices:
            listed = ", ".join(choices)
            remedy = _("Use one of: %(listed)s.") % {"listed": listed}
            self.refuse(field, "unknown_choice", _("This value is not known."), remedy)
            return default
        return value

    def country(self, field: str = "country") -> str:
        """A code of the register in capitals, empty for all; who may see the country is the reader's to say."""
        code = self.text(field, 3).upper()
        if code and not re.fullmatch("[A-Z]{3}", code):
            self.refuse(field, "bad_code", _("This is no country code."), _("Use ISO 3166-1 alpha-3, such as XAB."))
        elif code and code not in _register():
            # The register is public knowledge; an empty answer would read as "nothing is known of it".
            remedy = _("Use a code of /api/v1/countries/.")
            self.refuse(field, "unknown_country", _("The register has no such country."), remedy)
        return code

    def day(self, field: str, *, until: date | None = None) -> date | None:
        """An ISO date, not before 1900 and not after `until`."""
        value = self.given.get(field, "").strip()
        if not value:
            return None
        found = _date(value)
        if found is None:
            self.refuse(field, "bad_date", _("This is not a date."), _("Write it as 2025-06-30."))
        elif found < EARLIEST:
            remedy = _("Use a date from %(day)s on.") % {"day": EARLIEST.isoformat()}
            self.refuse(field, "date_too_early", _("Nothing is known of this date."), remedy)
        elif until is not None and found > until:
            remedy = _("Use a date up to %(day)s.") % {"day": until.isoformat()}
            self.refuse(field, "date_in_future", _("This date lies ahead."), remedy)
        else:
            return found
        return None

    def integer(self, field: str, *, least: int, most: int, default: int | None = None) -> int | None:
        """A whole number within bounds."""
        value = self.given.get(field, "").strip()
        if not value:
            return default
        if re.fullmatch(r"-?[0-9]{1,18}", value) and least <= int(value) <= most:
            return int(value)
        remedy = _("Use %(least)d to %(most)d.") % {"least": least, "most": most}
        self.refuse(field, "bad_number", _("This is not a whole number within its bounds."), remedy)
        return default

    def flag(self, field: str) -> bool:
        """A yes or no: 1, true, on, yes; 0, false, off, no or nothing."""
        value = self.given.get(field, "").strip().lower()
        if value in YES:
            return True
        if value and value not in NO:
            self.refuse(field, "bad_flag", _("This is neither yes nor no."), _("Use 1 or 0."))
        return False

    def check(self) -> None:
        """Raise what was refused, if anything was."""
        if self.errors:
            raise ParamErrors(self.errors)


@lru_cache(maxsize=1)
def _register() -> frozenset[str]:
    """Codes of the register, which changes only with the program."""
    return frozenset(row.iso3 for row in tables.countries())


def _date(value: str) -> date | None:
    # `date.fromisoformat` alone would also take week dates and other scripts' digits.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
