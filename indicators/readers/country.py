"""A country's latest score with its drivers, and what changed since the run before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.readers.scores import ContributionView, ScoreView

if TYPE_CHECKING:
    from countries.models import Country


@dataclass(frozen=True, slots=True)
class ChangePart:
    """One part of a change of the headline.

    Attributes:
        kind: reality | revised_data | judgement_or_method.
        points: signed, in points of the headline; the parts add up to the whole exactly.
        items: what moved most inside the part: dicts with code, name, points and words.
    """

    kind: str
    points: float
    items: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two runs, as three parts that add up (`before` + parts = `after`).

    `parts` is empty, and `reason` says why, where the two runs cannot be compared (one is not rated, or the
    headline changed from base to overall).
    """

    before: float | None
    after: float | None
    of: str
    total: float | None
    parts: tuple[ChangePart, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CountryScores:
    """Everything the country page shows of the matrix.

    Attributes:
        score: None where the country was never scored up to the date (words in `reason`).
        previous: the run shown before this one for the country: the latest with an earlier as-of date.
        drivers: scored indicators by `points`, the heaviest first, at most ten.
        runs_same_day: ids of other runs for the same as-of date (a correction is another run).
    """

    country: Country
    profile: str
    as_of: date
    score: ScoreView | None
    previous: ScoreView | None
    change: Change | None
    drivers: tuple[ContributionView, ...]
    runs_same_day: tuple[int, ...]
    reason: str


def country_scores(country: Country, user: Any, profile: str, as_of: date | None = None) -> CountryScores:
    """The latest score up to a date (None: the newest). Raises Http404-like Country.DoesNotExist if not visible."""
    raise NotImplementedError
