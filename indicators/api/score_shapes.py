"""What scores look like over REST: the row of a list, the whole score, the lineage of one indicator."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from indicators.api.evidence_parts import EventSerializer, JudgementSerializer, SeenSerializer, StepSerializer

LEVELS = ("R", "P", "T")
STATUSES = ("rated", "base_only", "not_rated", "closed")


def optional(**more: Any) -> serializers.FloatField:
    """A number that may not be there."""
    return serializers.FloatField(allow_null=True, **more)


def words() -> serializers.CharField:
    """A text that may be empty."""
    return serializers.CharField(allow_blank=True)


class ScoreSerializer(serializers.Serializer[Any]):
    """One country in one run."""

    id = serializers.IntegerField()
    iso3 = serializers.CharField()
    name = serializers.CharField()
    world = serializers.ChoiceField(choices=["real", "exercise"])
    as_of = serializers.DateField()
    run = serializers.IntegerField()
    run_at = serializers.DateTimeField()
    method = serializers.CharField()
    weights = serializers.CharField()
    profile = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    number = optional(help_text="The headline, 0 to 10: the overall index, or the base where base only.")
    number_of = serializers.ChoiceField(choices=["overall", "base"], allow_null=True)
    number_data_only = optional()
    band = serializers.CharField(allow_null=True, help_text="Published band; of a base, the band it lies in.")
    run_band = serializers.CharField(allow_null=True, help_text="Band of this run alone, without hysteresis.")
    p10 = optional()
    p90 = optional()
    outside_interval = serializers.BooleanField(
        allow_null=True,
        help_text="The number lies outside its own interval, as missing data can make it; null without an interval.",
    )
    root = optional()  # type: ignore[assignment] # a field of that name
    proximate = optional()
    trigger = optional()
    base = optional()
    overall = optional()
    base_data_only = optional()
    overall_data_only = optional()
    coverage = optional()
    confidence = words()
    trend = words()
    trend_delta = optional()


class ReadingSerializer(serializers.Serializer[Any]):
    """One indicator of one score; a silent one has a state and no numbers."""

    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    score = optional()
    value = optional(help_text="On the indicator's scale. Null: never, silent, or withheld.")
    unit = words()
    withheld = words()
    weight = serializers.FloatField()
    freshness = optional()
    points = optional(help_text="What it adds to the headline; all of them and judgement add up to it.")
    source = words()  # type: ignore[assignment] # a field of that name
    source_title = words()
    grade = words()
    ref_end = serializers.DateField(allow_null=True)
    published = serializers.DateField(allow_null=True)
    stand_in = serializers.BooleanField()
    observation = serializers.IntegerField(allow_null=True)
    disagreement = optional()
    conflict = serializers.BooleanField()


class FactorSerializer(serializers.Serializer[Any]):
    """One factor of one level."""

    factor = serializers.CharField()
    name = serializers.CharField()
    weight = serializers.FloatField()
    pivotal = serializers.BooleanField()
    data_score = optional()
    adjusted_score = optional()
    coverage = serializers.FloatField()
    adjustment = optional()
    state = serializers.CharField()
    stale = serializers.BooleanField()
    band = serializers.CharField(allow_null=True)
    indicators = ReadingSerializer(many=True)


class LevelSerializer(serializers.Serializer[Any]):
    """One level."""

    level = serializers.ChoiceField(choices=LEVELS)
    name = serializers.CharField()
    data_score = optional()
    adjusted_score = optional()
    coverage = serializers.FloatField()
    catalogue_coverage = serializers.FloatField()
    factors_scored = serializers.IntegerField()
    band = serializers.CharField(allow_null=True)
    factors = FactorSerializer(many=True)


class ScoreDetailSerializer(ScoreSerializer):
    """One country in one run, down to its indicators."""

    levels = LevelSerializer(many=True)
    result = serializers.DictField()
    result_data_only = serializers.DictField()
    uncertainty = serializers.DictField(allow_null=True)
    trend_detail = serializers.DictField()
    confidence_detail = serializers.DictField()
    areas = serializers.DictField()
    silent = serializers.DictField(help_text="Codes without a score, by the state that says why.")
    message = words()
    successors = serializers.ListField(child=serializers.CharField())


class LineageSerializer(serializers.Serializer[Any]):
    """One indicator of one score, down to the file."""

    score = serializers.IntegerField()
    iso3 = serializers.CharField()
    factor = serializers.CharField(help_text="Such as P:RF4.")
    reading = ReadingSerializer()
    steps = StepSerializer(many=True)
    observation = SeenSerializer(allow_null=True)
    earlier = SeenSerializer(many=True, help_text="What it superseded, newest first.")
    later = SeenSerializer(many=True, help_text="What has superseded it since.")
    alternates = SeenSerializer(many=True, help_text="Other sources for the same period.")
    events = EventSerializer(many=True)
    judgements = JudgementSerializer(many=True)
    watched_from = serializers.DateField(allow_null=True)
    watched_through = serializers.DateField(allow_null=True)
