"""What limits the trust in a score: conflicts, age, stand-ins, assumed dates, silences. Each names where to look."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.readers.scores import ContributionView, ScoreView


@dataclass(frozen=True, slots=True)
class Flag:
    """One mark: class of its pill, its word, what it means here, and the codes it concerns."""

    look: str
    word: Promise | str
    text: Promise | str
    codes: tuple[str, ...]


Test = Callable[[ContributionView], bool]
_CONFLICT = _("Another source for the same period lies more than two points away. The first source counts.")
_STALE = _("Past the maximum age: keeps its score and loses weight, and is dropped at twice that age.")
_STAND_IN = _("A coarser public series stands in for the catalogue's own, with goalposts of its own.")
_EXPIRED = _("The last value is too old to count.")
_MISSING = _("No value has been published. Missing is never read as calm.")
_UNWATCHED = _("This profile does not watch them; they only widen the interval.")
_NOT_APPLICABLE = _("Marked not applicable, yet a value was published. The mark wins; look whether it is right.")
_ASSUMED = _("The release is lost: the date is the end of the period plus the source's usual lag.")

# Gravest first.
_OF_ROWS: Final[tuple[tuple[str, Promise | str, Promise | str, Test], ...]] = (
    ("bad", _("Sources conflict"), _CONFLICT, lambda row: row.conflict),
    ("warn", _("Stale"), _STALE, lambda row: row.state == "stale"),
    ("warn", _("Publication date assumed"), _ASSUMED, lambda row: row.published_assumed),
    ("line", _("Stand-in"), _STAND_IN, lambda row: row.stand_in and row.score is not None),
    ("line", _("Expired"), _EXPIRED, lambda row: row.state == "expired"),
    ("line", _("Missing"), _MISSING, lambda row: row.state == "missing"),
    ("line", _("Not watched"), _UNWATCHED, lambda row: row.state == "not_watched"),
)


def quality_flags(score: ScoreView, observed_though_na: Collection[str]) -> tuple[Flag, ...]:
    """Flags of a score; empty where there is nothing to warn of.

    Args:
        observed_though_na: codes marked not applicable for which a value was published nevertheless.
    """
    rows = [row for level in score.levels for factor in level.factors for row in factor.indicators]
    flags = [
        Flag(look, word, text, tuple(row.code for row in rows if test(row))) for look, word, text, test in _OF_ROWS
    ]
    odd = Flag("warn", _("Not applicable, yet observed"), _NOT_APPLICABLE, tuple(sorted(observed_though_na)))
    flags.insert(1, odd)
    return tuple(flag for flag in flags if flag.codes)
