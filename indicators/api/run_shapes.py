"""What runs and bundles look like over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from countries.api.shapes import names
from indicators.models import ScoringRun


class RunSerializer(serializers.Serializer[Any]):
    """Some countries of one world, scored as of one date by one version of everything."""

    id = serializers.IntegerField()
    world = serializers.ChoiceField(choices=["real", "exercise"])
    as_of = serializers.DateField()
    profile = serializers.CharField()
    method = serializers.CharField()
    weights = serializers.CharField()
    catalogue_digest = serializers.CharField()
    code_digest = serializers.CharField()
    draws = serializers.IntegerField()
    known_at = serializers.DateTimeField(help_text="It could see evidence stored up to this moment.")
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField()
    countries = serializers.IntegerField()
    job = serializers.UUIDField(allow_null=True)


class BundleSerializer(serializers.Serializer[Any]):
    """A run bundle (`bundle/1`): inputs and outputs, to be replayed without a database."""

    format = serializers.ChoiceField(choices=["bundle/1"])
    method = serializers.CharField()
    weights = serializers.CharField()
    profile = serializers.CharField()
    run = serializers.IntegerField()
    world = serializers.ChoiceField(choices=["real", "exercise"])
    draws = serializers.IntegerField()
    catalogue = serializers.CharField()
    countries = serializers.DictField(help_text="By ISO3: entity, as_of, input, output (specification C.15).")
    withheld = serializers.ListField(
        child=serializers.CharField(),
        help_text="Sources whose values the licence keeps back; a replay then gives other numbers.",
    )
    note = serializers.CharField()


def run_data(run: ScoringRun) -> dict[str, Any]:
    """One run."""
    return {name: getattr(run, name) for name in names(RunSerializer)}
