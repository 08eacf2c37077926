"""The evidence in words: levels, factors, states, looks, trends. One table: every page says the same."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from indicators.numerals import change_text, half_up, score_text, share_text

Word = Promise | str

LEVELS: Final[dict[str, Word]] = {"R": _("Root"), "P": _("Proximate"), "T": _("Trigger")}
LEVEL_CAUSES: Final[dict[str, Word]] = {
    "R": _("Root causes"),
    "P": _("Proximate causes"),
    "T": _("Triggers"),
}

# Heads of narrow columns; the full name stands on the factor's page.
FACTORS: Final[dict[str, Word]] = {
    "RF1": _("Instability"),
    "RF2": _("Elections"),
    "RF3": _("Hate speech"),
    "RF4": _("Exclusion"),
    "RF5": _("Capacity"),
    "RF6": _("Impunity"),
    "RF7": _("Violations"),
    "RF8": _("Economy"),
    "RF9": _("Isolation"),
    "RT10": _("Regime"),
}
FACTORS_AT_LEVEL: Final[dict[tuple[str, str], Word]] = {
    ("R", "RF6"): _("Past atrocities"),
    ("R", "RF8"): _("Inequality"),
    ("P", "RT10"): _("Regime turn"),
    ("T", "RF2"): _("Votes, dates"),
    ("T", "RF5"): _("Arms, men"),
    ("T", "RF8"): _("Shocks"),
    ("T", "RF9"): _("Closing doors"),
}

FACTOR_LOOKS: Final[dict[str, Word]] = {
    "not_scored": _("Not assessed"),
    "not_rated": _("Not rated"),
    "not_watched": _("Not watched"),
    "not_applicable": _("Not applicable"),
}
SHORT_LOOKS: Final[dict[str, Word]] = {
    "not_scored": "–",
    "not_rated": _("n/r"),
    "not_watched": _("n/w"),
    "not_applicable": _("n/a"),
}
ROW_LOOKS: Final[dict[str, Word]] = {
    "base_only": _("Base only"),
    "not_rated": _("Not rated"),
    "closed": _("Closed"),
    "never_scored": _("Not rated"),
}

STATES: Final[dict[str, Word]] = {
    "fresh": _("fresh"),
    "stale": _("stale"),
    "expired": _("expired"),
    "missing": _("missing"),
    "not_applicable": _("not applicable"),
    "not_watched": _("not watched"),
    "monitored_zero": _("watched, nothing happened"),
}

TRENDS: Final[dict[str, Word]] = {
    "worsening": _("worsening"),
    "improving": _("improving"),
    "stable": _("stable"),
    "undetermined": _("undetermined"),
}
ARROWS: Final[dict[str, tuple[str, str]]] = {
    "worsening": ("▲", "up"),
    "improving": ("▼", "down"),
    "stable": ("–", ""),
    "undetermined": ("?", ""),
}

CONFIDENCE: Final[dict[str, Word]] = {"High": _("High"), "Moderate": _("Moderate"), "Low": _("Low")}


def unit_word(unit: str, value: float | None = None) -> str:
    """A unit beside a value: without the method's notes in brackets, and in the number of the value."""
    plain = unit.partition(" (")[0]
    if plain in {"deaths", "years", "months", "days"} and value is not None:
        n = 1 if value == 1 else 2
        return {
            "deaths": ngettext("death", "deaths", n),
            "years": ngettext("year", "years", n),
            "months": ngettext("month", "months", n),
            "days": ngettext("day", "days", n),
        }[plain]
    return plain


def factor_word(level: str, factor: str) -> str:
    """Short name of a factor within a level, for a column head."""
    return str(FACTORS_AT_LEVEL.get((level, factor)) or FACTORS.get(factor, factor))


def state_word(state: str) -> str:
    """A state of an indicator in words; the code itself where it is new."""
    return str(STATES.get(state, state))


def number(value: float | None, digits: int = 1) -> str:
    """A score as every screen shows it: one decimal unless said otherwise; an en dash for none.

    A point, not a comma, in every language: the same number stands in the exports.
    """
    return score_text(value, digits)


def interval(low: float | None, high: float | None) -> str:
    """The 10th to the 90th percentile; empty where there is none. Its ends lie in no band, so one decimal does."""
    return "" if low is None or high is None else f"{half_up(low, 1):.1f}–{half_up(high, 1):.1f}"


def signed(value: float | None, digits: int = 1) -> str:
    """A change with its sign; a change that rounds to nothing has none. Empty for no number."""
    return change_text(value, digits)


def percent(share: float | None) -> str:
    """A share 0 to 1 in whole percent, as the language writes it; an en dash for none."""
    text = share_text(share)
    return text.replace("%", "\u202f%") if (get_language() or "").startswith("fr") else text
