"""A country's runs in words, where there is too little for a chart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from indicators.models.scoring import Status
from indicators.readers.history import History, HistoryPoint


def past_words(past: History) -> str:
    """Why there is no chart: how many runs there are, and how many of them have a number. Empty for a chart."""
    points = past.points
    rated = [point for point in points if point.number is not None]
    if not points or len(rated) > 1:
        return ""
    if len(points) == 1:
        return _("One run is no history yet: a second as-of date will draw it.")
    span = {"n": len(points), "first": points[0].as_of.isoformat(), "last": points[-1].as_of.isoformat()}
    if not rated:
        return _("Never rated in %(n)s runs from %(first)s to %(last)s.") % span
    words = _("Rated once, as of %(day)s, in %(n)s runs from %(first)s to %(last)s.")
    return words % (span | {"day": rated[0].as_of.isoformat()})


def last_assessed(past: History) -> HistoryPoint | None:
    """The last run in which the country was still assessed: of a state that ended, the one to look at."""
    return next((point for point in reversed(past.points) if point.status != Status.CLOSED), None)
