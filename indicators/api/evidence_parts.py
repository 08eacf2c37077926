"""Parts of a lineage over REST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from indicators.api.evidence_shapes import seen_data
from indicators.exports.numbers import withheld
from indicators.readers.lineage import Lineage, Step
from indicators.readers.scores import ContributionView


class SourceSerializer(serializers.Serializer[Any]):
    """Who published it, and under which terms."""

    code = serializers.CharField()
    publisher = serializers.CharField()
    title = serializers.CharField()
    licence = serializers.CharField()
    redistribution = serializers.ChoiceField(choices=["full", "derived", "none"])
    url = serializers.CharField(allow_blank=True)

    class Meta:
        ref_name = "SourceOfValue"


class FileSerializer(serializers.Serializer[Any]):
    """The import that brought a value, and the file it stood in."""

    import_run_id = serializers.IntegerField()
    importer = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    lag_assumed = serializers.BooleanField()


class SeenSerializer(serializers.Serializer[Any]):
    """An observation with its source and file unfolded."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    iso3 = serializers.CharField()
    ref_end = serializers.DateField()
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    raw = serializers.CharField(allow_blank=True)
    raw_unit = serializers.CharField(allow_blank=True)
    withheld = serializers.CharField(allow_blank=True)
    grade = serializers.CharField(allow_blank=True)
    published = serializers.DateField()
    published_assumed = serializers.BooleanField()
    retrieved_at = serializers.DateTimeField()
    line = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    derivation = serializers.CharField(allow_blank=True)
    derivation_words = serializers.CharField(allow_blank=True)
    input_lines = serializers.ListField(child=serializers.IntegerField())
    input_lines_more = serializers.IntegerField()
    source = SourceSerializer()  # type: ignore[assignment] # a field of that name
    file = FileSerializer()
    superseded_on = serializers.DateField(allow_null=True)


class EventSerializer(serializers.Serializer[Any]):
    """A dated event that counted."""

    id = serializers.IntegerField()
    date = serializers.DateField()
    title = serializers.CharField()
    severity = serializers.FloatField(allow_null=True)
    rest = serializers.FloatField(allow_null=True, help_text="What was left of the severity on the day.")
    grade = serializers.CharField(allow_blank=True)
    published = serializers.DateField()
    published_assumed = serializers.BooleanField()
    source = SourceSerializer()  # type: ignore[assignment] # a field of that name
    file = FileSerializer(allow_null=True)
    line = serializers.IntegerField()
    severity_formula = serializers.CharField(allow_blank=True, help_text="How the method computed it (elections).")
    formula = serializers.CharField(allow_blank=True, help_text="q × 2^(−a/h) with its numbers.")
    by = serializers.CharField(help_text="Who entered an event that stands in no file.")
    recorded_at = serializers.DateTimeField()


class JudgementSerializer(serializers.Serializer[Any]):
    """An adjustment or an expert score that reached the factor. Authors are handles."""

    kind = serializers.ChoiceField(choices=["adjustment", "expert_score"])
    level = serializers.CharField()
    factor = serializers.CharField()
    amount = serializers.FloatField()
    proposed = serializers.FloatField(allow_null=True)
    since = serializers.DateField()
    expires = serializers.DateField()
    author = serializers.CharField()
    second_reader = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    reference = serializers.CharField()


class StepSerializer(serializers.Serializer[Any]):
    """One step of the arithmetic, with the section of the specification it follows."""

    formula = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field of that name
    inputs = serializers.CharField(allow_blank=True)
    result = serializers.CharField(allow_blank=True)


def reading_data(item: ContributionView, terms: Mapping[str, str]) -> dict[str, Any]:
    """One indicator of one score, without what the licence of its source keeps back."""
    kept = withheld(terms.get(item.source, "none")) if item.source else ""
    return {
        "code": item.code,
        "name": item.name,
        "state": item.state,
        "score": None if kept == "value and score" else item.score,
        "value": None if kept else item.value,
        "unit": item.unit,
        "withheld": kept,
        "weight": item.weight,
        "freshness": item.freshness,
        "points": None if kept == "value and score" else item.points,
        "source": item.source,
        "source_title": item.source_title,
        "grade": item.grade,
        "ref_end": item.ref_end,
        "published": item.published,
        "stand_in": item.stand_in,
        "observation": item.observation_id,
        "disagreement": item.disagreement,
        "conflict": item.conflict,
    }


def lineage_data(found: Lineage, terms: Mapping[str, str]) -> dict[str, Any]:
    """A lineage within the licences: the arithmetic of a withheld value begins at its score."""
    reading = reading_data(found.contribution, terms)
    steps = [step for step in found.steps if not reading["withheld"] or not _tells_value(step)]
    watched = found.heartbeat or (None, None)
    return {
        "score": found.score.id,
        "iso3": found.score.iso3,
        "factor": f"{found.factor.level}:{found.factor.factor}",
        "reading": reading,
        "steps": [asdict(step) for step in steps],
        "observation": seen_data(found.observation) if found.observation else None,
        "earlier": [seen_data(view) for view in found.earlier],
        "later": [seen_data(view) for view in found.later],
        "alternates": [seen_data(view) for view, _detail in found.alternates],
        "events": [asdict(event) for event in found.events],
        "judgements": [asdict(row) for row in found.judgements],
        "watched_from": watched[0],
        "watched_through": watched[1],
    }


def _tells_value(step: Step) -> bool:
    return step.formula in {"file", "C.4", "C.15"} or step.formula.startswith("derive.")
