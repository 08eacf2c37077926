"""What each derivation does, in a sentence for a reader: one table beside the pure functions of derive.py."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: Final[dict[str, Promise]] = {
    "three_year_change": _("The value of the year minus the value three years before, both from the file."),
    "mean_of_two": _("The mean of two questions of the file, where both are answered."),
    "last_twelve_months": _("The sum of the file’s records of the calendar year that lie in this country."),
    "neighbours_worst": _("The largest value of the year among the countries that border this one by land."),
    "covered_without_record": _(
        "The file covers this country and this year and holds no record of it: that states a zero, not a gap."
    ),
    "years_since": _("Full years since the last year in which it went on; 0 while it does."),
    "months_since": _(
        "Months of 30.4375 days from the last event on record to the end of the period; “never” after ten years."
    ),
    "years_of_upheaval_in_15": _(
        "How many of the last 15 years, this one included, have at least one such record in the file."
    ),
    "years_from_log2": _("The file gives log2(years + 1); turned back into years."),
    "military_share_of_power": _(
        "The kind of regime in three steps: 0 civilians rule, 1 soldiers share power, 2 soldiers rule."
    ),
}

NAMES: Final = frozenset(_SENTENCES)


def derivation_words(name: str) -> str:
    """What a derivation does; empty for a value taken as it stands."""
    return str(_SENTENCES.get(name, ""))
