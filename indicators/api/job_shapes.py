"""What jobs look like over REST, and what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from indicators.catalogue import load
from indicators.dates import month_ends
from indicators.worlds import WORLDS
from ledger.models import Job, JobState

# Five hundred months are forty years: more is several jobs.
MOST_DATES = 500


class JobSerializer(serializers.Serializer[Any]):
    """Work to be done once in effect."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    world = serializers.ChoiceField(choices=WORLDS)
    state = serializers.ChoiceField(choices=JobState.values)
    owner = serializers.CharField(help_text="Handle of who asked.")
    arguments = serializers.DictField()
    done_steps = serializers.IntegerField()
    total_steps = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    message = serializers.CharField(allow_blank=True)
    attempts = serializers.IntegerField()
    cancel_requested = serializers.BooleanField()
    summary = serializers.DictField()
    error = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class Strict(serializers.Serializer[Any]):
    """A body whose unknown fields are refused: a misspelt field must not be silently left out."""

    def to_internal_value(self, data: Any) -> Any:
        """As DRF, after naming every field nobody reads."""
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            known = ", ".join(self.fields)
            raise serializers.ValidationError(
                {
                    str(name)[:60]: serializers.ErrorDetail(f"Not a field. Known: {known}.", "unknown_field")
                    for name in unknown
                }
            )
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """An ISO date from 1946, before which nothing is observed, up to today."""

    def to_internal_value(self, value: Any) -> date:
        """The date."""
        found: date = super().to_internal_value(value)
        if not date(1946, 1, 1) <= found <= timezone.now().date():
            raise serializers.ValidationError("Use a date from 1946-01-01 up to today.", "out_of_range")
        return found


class ScoreRequestSerializer(Strict):
    """Scores to be made: on the dates named, or at every month end or year end of a span (a back-cast)."""

    world = serializers.ChoiceField(choices=WORLDS, default="real")
    profile = serializers.ChoiceField(choices=load().profile_names, required=False)
    as_of = serializers.ListField(child=Day(), required=False, min_length=1, max_length=MOST_DATES)
    since = Day(required=False)
    until = Day(required=False)
    every = serializers.ChoiceField(choices=["month", "year"], required=False)
    countries = serializers.ListField(
        child=serializers.RegexField(r"^[A-Z]{3}\Z"), required=False, min_length=1, max_length=300
    )
    draws = serializers.IntegerField(required=False, min_value=0, max_value=20000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Either dates or a whole span; the dates are spelt out in `as_of`."""
        span = [name for name in ("since", "until", "every") if name in attrs]
        if "as_of" in attrs and span:
            raise _refused(span[0], "Name dates in as_of, or a span; not both.", "conflict")
        if "as_of" in attrs:
            return attrs
        missing = next((name for name in ("since", "until", "every") if name not in attrs), None)
        if missing:
            field = missing if span else "as_of"
            raise _refused(field, "Name dates in as_of, or a span by since, until and every.", "required")
        days = list(month_ends(attrs["since"], attrs["until"]))
        if attrs["every"] == "year":
            days = [day for day in days if day.month == 12]
        if not days:
            raise _refused("until", "No month end or year end lies in this span.", "empty_span")
        if len(days) > MOST_DATES:
            raise _refused("until", f"At most {MOST_DATES} dates a job; these are {len(days)}.", "too_many")
        return attrs | {"as_of": days}


def _refused(field: str, text: str, code: str) -> serializers.ValidationError:
    return serializers.ValidationError({field: serializers.ErrorDetail(text, code)})


class NothingSerializer(Strict):
    """An empty body."""


_AS_THEY_ARE = (
    "id", "kind", "world", "state", "owner", "arguments", "done_steps", "total_steps", "percent", "message", "attempts",
    "summary", "error", "created_at", "started_at", "finished_at",
)  # fmt: skip


def job_data(job: Job) -> dict[str, Any]:
    """One job."""
    return {name: getattr(job, name) for name in _AS_THEY_ARE} | {"cancel_requested": bool(job.cancel_requested_by)}
