"""The register's tables."""

from countries.models.country import Country, CountryQuerySet, Kind
from countries.models.neighbour import Neighbour
from countries.models.region import Region
from countries.models.succession import Succession
from countries.models.worlds import World

__all__ = ["Country", "CountryQuerySet", "Kind", "Neighbour", "Region", "Succession", "World"]
