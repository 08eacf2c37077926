"""Score one country on one day, with every intermediate number (specification C)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from indicators.catalogue.spec import Catalogue
from indicators.matrix.core import draw, score
from indicators.matrix.days import day_number, iso
from indicators.matrix.layout import layout_of
from indicators.matrix.output import closed_output, country_output
from indicators.matrix.rng import seed_of


def score_country(
    entity: Mapping[str, Any],
    as_of: date | str,
    input: Mapping[str, Any],
    *,
    catalogue: Catalogue,
    draws: int = 2000,
) -> dict[str, Any]:
    """Score `entity` on `as_of`: the `output` of a run bundle, numbers rounded to 4 decimals.

    `input` is the bundle's (specification C.15). With `draws=0` there is no interval. Raises KeyError for an
    unknown code and ValueError for a malformed date.
    """
    layout = layout_of(catalogue)
    day = day_number(as_of)
    closed = closed_output(entity, day, catalogue)
    if closed is not None:
        return closed
    scored = score(input, day, layout)
    seed = seed_of(entity["id"], catalogue.method, iso(day))
    drawn = draw(scored, layout, seed=seed, draws=draws)
    return country_output(entity, scored, layout, seed=seed, drawn=drawn)
