"""What indicators and sources look like over REST."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from indicators.readers.catalogue import IndicatorView
from indicators.readers.sources import SourceRow


class SeriesSerializer(serializers.Serializer[Any]):
    """A field of a source that fills an indicator."""

    source = serializers.CharField()  # type: ignore[assignment] # a field of that name
    publisher = serializers.CharField()
    title = serializers.CharField()
    licence = serializers.CharField()
    redistribution = serializers.ChoiceField(choices=["full", "derived", "none"])
    field = serializers.CharField(allow_blank=True)
    raw_unit = serializers.CharField(allow_blank=True)
    stand_in = serializers.BooleanField()
    raw_goalpost_0 = serializers.FloatField(allow_null=True)
    raw_goalpost_10 = serializers.FloatField(allow_null=True)
    max_age_days = serializers.IntegerField()
    lag_days = serializers.IntegerField()
    cadence_days = serializers.IntegerField()
    priority = serializers.IntegerField()
    grade = serializers.CharField(allow_blank=True)
    derivation = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class ProfileSerializer(serializers.Serializer[Any]):
    """Whether a profile watches the indicator, and why."""

    profile = serializers.CharField()
    member = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)


class IndicatorSerializer(serializers.Serializer[Any]):
    """One indicator of the catalogue."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=["R", "P", "T"])
    factor = serializers.CharField()
    factor_name = serializers.CharField()
    factor_weight = serializers.FloatField()
    weight = serializers.FloatField(help_text="Within its factor.")
    share = serializers.FloatField(help_text="Of its factor's weight, 0 to 1.")
    unit = serializers.CharField()
    direction = serializers.CharField()
    transform = serializers.CharField()
    goalpost_0 = serializers.FloatField(allow_null=True, help_text="Scores 0.")
    goalpost_10 = serializers.FloatField(allow_null=True, help_text="Scores 10.")
    half_life_days = serializers.FloatField(allow_null=True)
    norm_reason = serializers.CharField(allow_blank=True)
    cadence = serializers.CharField(allow_blank=True)
    max_age_days = serializers.IntegerField()
    primary_source = serializers.CharField(allow_blank=True)
    primary_field = serializers.CharField(allow_blank=True)
    licence_note = serializers.CharField(allow_blank=True)
    un_risk_factors = serializers.ListField(child=serializers.CharField())
    series = SeriesSerializer(many=True)
    profiles = ProfileSerializer(many=True)


class SourceSerializer(serializers.Serializer[Any]):
    """A source with what it last brought."""

    code = serializers.CharField()
    publisher = serializers.CharField()
    title = serializers.CharField()
    licence = serializers.CharField()
    redistribution = serializers.ChoiceField(choices=["full", "derived", "none"])
    cadence_days = serializers.IntegerField()
    lag_days = serializers.IntegerField()
    max_age_days = serializers.IntegerField()
    reference_rule = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    indicators = serializers.ListField(child=serializers.CharField())
    observations = serializers.IntegerField()
    countries = serializers.IntegerField()
    first_ref = serializers.DateField(allow_null=True)
    last_ref = serializers.DateField(allow_null=True)
    last_published = serializers.DateField(allow_null=True)
    last_import_at = serializers.DateTimeField(allow_null=True)
    last_import_id = serializers.IntegerField(allow_null=True)
    last_file = serializers.CharField(allow_blank=True)
    age_days = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=["never", "fresh", "late", "dead"])


class ImportSerializer(serializers.Serializer[Any]):
    """One committed import."""

    id = serializers.IntegerField()
    importer = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    released = serializers.DateField(allow_null=True)
    lag_assumed = serializers.BooleanField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    superseding = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    out_of_register = serializers.DictField()


class SourceDetailSerializer(SourceSerializer):
    """A source with its imports, newest first, at most fifty."""

    imports = ImportSerializer(many=True)


_FROM_SPEC = (
    "code", "name", "level", "factor", "weight", "unit", "direction", "transform", "goalpost_0", "goalpost_10",
    "half_life_days", "norm_reason", "cadence", "max_age_days", "primary_source", "primary_field", "licence_note",
)  # fmt: skip


def indicator_data(view: IndicatorView) -> dict[str, Any]:
    """One indicator."""
    return {name: getattr(view.spec, name) for name in _FROM_SPEC} | {
        "factor_name": view.factor.name,
        "factor_weight": view.factor_weight.weight,
        "share": view.share,
        "un_risk_factors": list(view.spec.un_rf),
        "series": [asdict(row) for row in view.series],
        "profiles": [asdict(row) for row in view.profiles],
    }


def source_data(row: SourceRow) -> dict[str, Any]:
    """One source."""
    return asdict(row)
