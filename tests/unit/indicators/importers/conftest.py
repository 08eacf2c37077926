"""A crosswalk for numeric keys without one number of a real country."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from countries.crosswalk import Crosswalk
from indicators.importers import coups, ucdp_deaths

from .files import NUMBERS, NumberedCrosswalk


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> NumberedCrosswalk:
    """Keys 1 to 4 name exercise countries, and a file covers those four in every year."""
    crosswalk = NumberedCrosswalk()

    def covered(years: Iterable[int]) -> list[tuple[str, int]]:
        return [(iso3, year) for year in years for iso3 in NUMBERS.values()]

    monkeypatch.setattr(Crosswalk, "load", classmethod(lambda cls: crosswalk))
    monkeypatch.setattr(coups, "covered_states", covered)
    monkeypatch.setattr(ucdp_deaths, "covered_states", covered)
    return crosswalk
