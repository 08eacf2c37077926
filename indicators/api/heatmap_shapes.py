"""What the heatmap looks like over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from countries.api.shapes import LinksSerializer, MetaSerializer
from indicators.api.score_shapes import LEVELS, optional

ROW_LOOKS = ("rated", "base_only", "not_rated", "never_scored", "closed")
LOOKS = ("scored", "expert", "not_scored", "not_watched", "not_applicable")


class HeatmapMetaSerializer(MetaSerializer):
    """What the heatmap is of."""

    catalogue_digest = serializers.CharField()
    publication_dates_assumed = serializers.BooleanField(
        help_text="Some publication dates are the source's usual lag, not a known release (pseudo-vintage)."
    )
    view = serializers.ChoiceField(choices=["adjusted", "data"])
    filters = serializers.DictField()
    total = serializers.IntegerField(help_text="Countries before the filters.")
    counts = serializers.DictField(help_text="Before the filters, by status, band and trend.")


class HeatmapColumnSerializer(serializers.Serializer[Any]):
    """A factor column."""

    level = serializers.ChoiceField(choices=LEVELS)
    factor = serializers.CharField()
    name = serializers.CharField()
    weight = serializers.FloatField()


class HeatmapFactorSerializer(serializers.Serializer[Any]):
    """A factor cell; `state` says why there is no number."""

    factor = serializers.CharField()
    score = optional()
    data_score = optional()
    adjusted_score = optional()
    adjustment = optional()
    coverage = serializers.FloatField()
    state = serializers.ChoiceField(choices=LOOKS)
    stale = serializers.BooleanField()
    band = serializers.CharField(allow_null=True)


class HeatmapLevelSerializer(serializers.Serializer[Any]):
    """A level cell."""

    level = serializers.ChoiceField(choices=LEVELS)
    score = optional()
    data_score = optional()
    adjusted_score = optional()
    band = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=["scored", "not_rated", "not_watched"])
    stale = serializers.BooleanField()
    coverage = serializers.FloatField()
    catalogue_coverage = serializers.FloatField()
    factors_scored = serializers.IntegerField()
    factors = HeatmapFactorSerializer(many=True)


class HeatmapRowSerializer(serializers.Serializer[Any]):
    """A country's row; a country that is not rated has no number, never a zero."""

    iso3 = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    subregion = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=ROW_LOOKS)
    why = serializers.CharField(allow_blank=True)
    number = optional()
    number_of = serializers.ChoiceField(choices=["overall", "base", ""])
    number_data_only = optional()
    number_adjusted = optional()
    band = serializers.CharField(allow_null=True)
    run_band = serializers.CharField(allow_null=True)
    p10 = optional()
    p90 = optional()
    outside_interval = serializers.BooleanField(
        allow_null=True,
        help_text="The number lies outside its own interval, as missing data can make it; null without an interval.",
    )
    trend = serializers.CharField(allow_blank=True)
    trend_delta = optional()
    sparkline = serializers.ListField(help_text="Pairs of as-of date and number of the last twelve months.")
    levels = HeatmapLevelSerializer(many=True)
    coverage = optional()
    confidence = serializers.CharField(allow_blank=True)
    stale = serializers.BooleanField()
    late = serializers.BooleanField()
    adjusted = serializers.BooleanField()
    floor_applied = serializers.BooleanField()
    scored_on = serializers.DateField(allow_null=True)
    score = serializers.IntegerField(allow_null=True)
    run = serializers.IntegerField(allow_null=True)
    successors = serializers.ListField(child=serializers.CharField())


class HeatmapSerializer(serializers.Serializer[Any]):
    """The heatmap, number by number."""

    meta = HeatmapMetaSerializer()
    columns = HeatmapColumnSerializer(many=True)
    data = HeatmapRowSerializer(many=True)  # type: ignore[assignment] # a field of that name
    links = LinksSerializer()
