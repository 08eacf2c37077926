"""The register in the admin: to look at. Its rows come from the tables by `load_reference` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from countries.models import Country, Neighbour, Region, Succession

# Django's own class takes no type argument; its stubs ask for one.
if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


class ReadOnly(Base):
    """Shows and never writes: a write here would pass the action and its event by."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Country)
class CountryAdmin(ReadOnly):
    """Countries of both worlds."""

    list_display = (
        "iso3",
        "name_en",
        "name_fr",
        "kind",
        "watched",
        "world",
        "valid_from",
        "valid_to",
    )
    list_filter = ("world", "kind", "watched", "region", "subregion")
    list_select_related = ("region", "subregion")
    search_fields = ("iso3", "search_text")


@admin.register(Region)
class RegionAdmin(ReadOnly):
    """Regions of both worlds."""

    list_display = ("code", "name_en", "name_fr", "parent", "world")
    list_select_related = ("parent",)


@admin.register(Succession)
class SuccessionAdmin(ReadOnly):
    """Who came after whom."""

    list_display = ("predecessor", "successor", "on", "note")
    list_select_related = ("predecessor", "successor")


@admin.register(Neighbour)
class NeighbourAdmin(ReadOnly):
    """Who borders whom."""

    list_display = ("a", "b", "valid_from", "valid_to", "note")
    list_select_related = ("a", "b")
