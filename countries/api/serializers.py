"""What a country looks like over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from countries.models import Country, Region, Succession


class RegionSerializer(serializers.Serializer[Any]):
    """A region, by M49 code."""

    code = serializers.CharField()
    name_en = serializers.CharField()
    name_fr = serializers.CharField()


class CountrySerializer(serializers.Serializer[Any]):
    """A country of the register."""

    iso3 = serializers.CharField(help_text="ISO 3166-1 alpha-3")
    iso2 = serializers.CharField(allow_blank=True)
    m49 = serializers.CharField(allow_blank=True)
    name_en = serializers.CharField()
    name_fr = serializers.CharField()
    region = RegionSerializer(allow_null=True)
    subregion = RegionSerializer(allow_null=True)
    world = serializers.ChoiceField(choices=["real", "exercise"])
    kind = serializers.ChoiceField(choices=["state", "territory", "dissolved", "disputed"])
    watched = serializers.BooleanField(help_text="Has a row on the heatmap while it exists.")
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True, help_text="First day on which it exists no more.")
    note = serializers.CharField(allow_blank=True)


class SuccessionSerializer(serializers.Serializer[Any]):
    """Who came after whom, and when."""

    iso3 = serializers.CharField()
    on = serializers.DateField()
    note = serializers.CharField(allow_blank=True)


class CountryDetailSerializer(CountrySerializer):
    """A country with its successors, predecessors and land neighbours of today."""

    successors = SuccessionSerializer(many=True)
    predecessors = SuccessionSerializer(many=True)
    neighbours = serializers.ListField(child=serializers.CharField())


def region_data(region: Region | None) -> dict[str, str] | None:
    """A region."""
    if region is None:
        return None
    return {"code": region.code, "name_en": region.name_en, "name_fr": region.name_fr}


def country_data(country: Country) -> dict[str, Any]:
    """A country with its regions joined."""
    return {
        "iso3": country.iso3,
        "iso2": country.iso2,
        "m49": country.m49,
        "name_en": country.name_en,
        "name_fr": country.name_fr,
        "region": region_data(country.region),
        "subregion": region_data(country.subregion),
        "world": country.world,
        "kind": country.kind,
        "watched": country.watched,
        "valid_from": country.valid_from,
        "valid_to": country.valid_to,
        "note": country.note,
    }


def succession_data(row: Succession, iso3: str) -> dict[str, Any]:
    """The other state of a succession."""
    return {"iso3": iso3, "on": row.on, "note": row.note}
