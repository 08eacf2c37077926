"""The method as data: versioned tables of indicators, factors, weights, feeds and profiles. Pure."""

from indicators.catalogue.errors import CatalogueError
from indicators.catalogue.load import CURRENT, is_here, load
from indicators.catalogue.parameters import Parameters
from indicators.catalogue.profiles import factor_shares, profile_factors
from indicators.catalogue.spec import (
    LEVEL_NAMES,
    LEVELS,
    Catalogue,
    Factor,
    FactorWeight,
    Feed,
    IndicatorSpec,
    ProfileRow,
    ScaleStep,
    Series,
    SourceNote,
    UnRiskFactor,
)

__all__ = [
    "CURRENT",
    "LEVELS",
    "LEVEL_NAMES",
    "Catalogue",
    "CatalogueError",
    "Factor",
    "FactorWeight",
    "Feed",
    "IndicatorSpec",
    "Parameters",
    "ProfileRow",
    "ScaleStep",
    "Series",
    "SourceNote",
    "UnRiskFactor",
    "factor_shares",
    "is_here",
    "load",
    "profile_factors",
]
