"""Which day it is in a world: the real one goes with the clock, the exercise stands where it was built."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone

from indicators.models import ScoringRun
from indicators.worlds import EXERCISE


def today_in(world: str) -> date:
    """Today; in the exercise the date of its newest run.

    Nobody watches the exercise's feeds after that day: scored later, its triggers would all read "not
    watched", and a week after the start the matrix would be empty.
    """
    if world == EXERCISE:
        newest: date | None = ScoringRun.objects.filter(world=EXERCISE).aggregate(top=Max("as_of"))["top"]
        if newest is not None:
            return newest
    return timezone.now().date()
