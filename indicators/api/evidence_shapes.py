"""What an observation looks like over REST, and as a row of CSV: one function makes both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from rest_framework import serializers

from countries.api.shapes import names
from indicators.exports.numbers import withheld
from indicators.readers.evidence_views import ObservationView


class ObservationSerializer(serializers.Serializer[Any]):
    """One value that one source published about one period."""

    id = serializers.IntegerField()
    iso3 = serializers.CharField()
    indicator = serializers.CharField()
    ref_end = serializers.DateField(help_text="Last day of the period it is about.")
    value = serializers.FloatField(allow_null=True, help_text="On the indicator's scale. Null: never, or withheld.")
    unit = serializers.CharField(allow_blank=True)
    raw = serializers.CharField(allow_blank=True, help_text="As it stands in the file, where the value is another.")
    raw_unit = serializers.CharField(allow_blank=True)
    withheld = serializers.CharField(allow_blank=True, help_text="What the licence keeps back.")
    source = serializers.CharField()  # type: ignore[assignment] # a field of that name
    licence = serializers.CharField()
    grade = serializers.CharField(allow_blank=True)
    published = serializers.DateField()
    published_assumed = serializers.BooleanField(help_text="By the source's usual lag, not by a known release.")
    retrieved_at = serializers.DateTimeField()
    import_run = serializers.IntegerField()
    file = serializers.CharField()
    sha256 = serializers.CharField()
    line = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    derivation = serializers.CharField(allow_blank=True)
    input_lines = serializers.CharField(allow_blank=True)
    supersedes = serializers.IntegerField(allow_null=True)


COLUMNS: Final = (
    "id", "country_id", "indicator_id", "ref_end", "value", "unit", "raw", "raw_unit", "source_id", "grade",
    "published", "published_assumed", "retrieved_at", "import_run_id", "line", "column", "derivation", "input_lines",
    "supersedes_id",
)  # fmt: skip
FIELDS: Final = names(ObservationSerializer)


def observation_row(
    row: tuple[Any, ...], sources: Mapping[str, tuple[str, str]], files: Mapping[int, tuple[str, str]]
) -> tuple[Any, ...]:
    """The fields of an observation in the order of FIELDS.

    Args:
        row: values of COLUMNS.
        sources: (licence, redistribution) by code.
        files: (file name, sha256) by import run.
    """
    (
        pk, iso3, code, ref_end, value, unit, raw, raw_unit, source, grade, published,
        assumed, retrieved_at, run, line, column, derivation, input_lines, supersedes,
    ) = row  # fmt: skip
    licence, terms = sources[source]
    kept = withheld(terms)
    if kept:
        value, raw = None, ""
    name, digest = files[run]
    return (
        pk, iso3, code, ref_end, value, unit, raw, raw_unit, kept, source, licence, grade, published,
        assumed, retrieved_at, run, name, digest, line, column, derivation, input_lines, supersedes,
    )  # fmt: skip


def seen_data(view: ObservationView) -> dict[str, Any]:
    """An observation of a lineage: with its file and source unfolded, without what the licence keeps back."""
    data = asdict(view)
    kept = withheld(view.source.redistribution)
    if kept:
        data |= {"value": None, "raw": ""}
    return data | {"withheld": kept}
