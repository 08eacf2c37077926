"""Runs and what they found. Written once; a correction is another run."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.append_only import AppendOnly


class Status(models.TextChoices):
    """What a country's score amounts to (specification C.8)."""

    RATED = "rated", _("Rated")
    BASE_ONLY = "base_only", _("Base only")
    NOT_RATED = "not_rated", _("Not rated")
    CLOSED = "closed", _("Closed")


class ScoringRun(AppendOnly):
    """Some countries of one world, scored as of one date by one version of everything.

    Two runs of the same method, weights, profile, catalogue, code, date and evidence give the same numbers.
    """

    world = models.CharField(max_length=10)
    as_of = models.DateField()
    profile = models.CharField(max_length=30)
    method = models.CharField(max_length=30)
    weights = models.CharField(max_length=30)
    catalogue_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    draws = models.PositiveIntegerField()
    # The newest evidence it could see, so that "what was known" is a query.
    known_at = models.DateTimeField()
    # Null where a person scored by command; the job makes an effect happen once.
    job = models.UUIDField(null=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    countries = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=40)
    event_seq = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["world", "profile", "as_of"], name="run_world_profile_as_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "as_of"], name="run_once_per_job_and_date"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} as of {self.as_of}"


class Score(AppendOnly):
    """One country in one run: data-only and adjusted side by side.

    The columns are what a list filters and sorts by; `detail` holds the engine's output for the country
    (specification C.15) without its indicator rows, which are contributions.
    """

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="scores")
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="scores", db_index=False)
    world = models.CharField(max_length=10)
    profile = models.CharField(max_length=30)
    as_of = models.DateField()
    status = models.CharField(max_length=10, choices=Status)
    root = models.FloatField(null=True)
    proximate = models.FloatField(null=True)
    trigger = models.FloatField(null=True)
    base = models.FloatField(null=True)
    overall = models.FloatField(null=True)
    overall_data_only = models.FloatField(null=True)
    base_data_only = models.FloatField(null=True)
    p10 = models.FloatField(null=True)
    p90 = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    confidence = models.CharField(max_length=8, blank=True)
    band = models.CharField(max_length=12, blank=True)
    published_band = models.CharField(max_length=12, blank=True)
    trend = models.CharField(max_length=12, blank=True)
    trend_delta = models.FloatField(null=True)
    detail = models.JSONField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["country", "profile", "as_of", "id"], name="score_latest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "country"], name="score_once_per_run"),
            models.CheckConstraint(
                condition=models.Q(status="rated") | models.Q(overall__isnull=True),
                name="score_overall_only_if_rated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.as_of} {self.status}"

    @property
    def headline(self) -> float | None:
        """The number that leads: the overall index, or the base where triggers are unknown."""
        return self.overall if self.overall is not None else self.base


class Contribution(AppendOnly):
    """One scored indicator in one score, down to the observation.

    Indicators without a score have no row: `Score.detail["silent"]` names them by state (missing, not watched…).
    """

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="contributions")
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, db_index=False)
    state = models.CharField(max_length=16)
    value = models.FloatField(null=True)
    points = models.FloatField(null=True)
    freshness = models.FloatField(null=True)
    # No database constraint: an observation is never deleted, and SQLite would search this table, without an
    # index, for every observation that an import adds before its own run.
    observation = models.ForeignKey(
        "indicators.Observation",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    # Everything else the engine says of the indicator: source, grade, error, alternates, event ids.
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.state}"
