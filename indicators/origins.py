"""Whose number of whom: a feed speaks of the countries of its own world, and a code is written as it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from indicators.importers.problems import Problem
from indicators.telling import each, factors, tell
from indicators.worlds import EXERCISE, REAL

# The template's own feed, where a row names none: whose numbers they are, the country says.
OWN_FEED = "tidy"
_CODE = re.compile("[A-Z]{3}")


def sources(
    rows: pd.DataFrame, *, feeds: Collection[str], invented: Collection[str], worlds: Mapping[str, str]
) -> list[Problem]:
    """Feeds nobody knows, feeds of the exercise for a real country, and real feeds for one of the exercise.

    Args:
        rows: with iso3 (categories), source and line.
        feeds: every feed, `invented` included.
        worlds: the world of each ISO3 code.
    """
    known = f"one of the feeds is needed: {', '.join(sorted(feeds))}"
    at, names = factors(rows["source"])
    made_up = np.array([name in invented for name in names], dtype=bool)[at]
    public = np.array([name in feeds and name not in invented and name != OWN_FEED for name in names], dtype=bool)[at]
    own = ", ".join((OWN_FEED, *sorted(invented)))
    world = np.array([worlds.get(str(iso3), "") for iso3 in rows["iso3"].cat.categories])[rows["iso3"].cat.codes]
    return [
        *each(rows, "source", lambda text: text in feeds, "source_unknown", known),
        *tell(
            rows,
            made_up & (world == REAL),
            "source",
            "source_invented",
            "source",
            lambda row: "a feed of the exercise is needed for its own countries only",
        ),
        *tell(
            rows,
            public & (world == EXERCISE),
            "source",
            "source_real",
            "source",
            lambda row: f"a public feed says nothing of an invented country: use one of {own}",
        ),
    ]


def spellings(rows: pd.DataFrame) -> list[Problem]:
    """ISO3 codes that were recognised although they are written with other letters, small ones or hidden signs."""
    at, keys = factors(rows["key"])
    wrong = np.array([_CODE.fullmatch(key) is None for key in keys], dtype=bool)[at]
    wrong &= (rows["scheme"] == "iso3").to_numpy()
    return tell(rows, wrong, "country", "country_spelling", "key", lambda row: f"write {row['iso3']} in plain capitals")
