"""Judgement, as it reaches the matrix: bounded adjustments and expert-only scores."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ledger.append_only import AppendOnly


class Judgement(AppendOnly):
    """What an expert said of a factor, from a day until it lapses (at most 184 days). Never edited."""

    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=1)
    factor = models.CharField(max_length=4)
    since = models.DateField()
    expires = models.DateField()
    author = models.CharField(max_length=80)
    second_reader = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    # What the judgement came from, such as `assessment:17/statement:4`.
    reference = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Adjustment(Judgement):
    """A bounded move of a factor score: proposed by the rule, applied by the author, never more."""

    proposed = models.FloatField()
    applied = models.FloatField()
    panel = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["country", "since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(applied__gte=-2.5) & Q(applied__lte=2.5), name="adjustment_within_panel_bound"
            ),
            models.CheckConstraint(condition=Q(expires__gt=F("since")), name="adjustment_expires_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.level}:{self.factor} {self.applied:+.1f}"


class ExpertScore(Judgement):
    """A score in the place of a factor that has no data; marked, and without coverage."""

    score = models.FloatField()

    class Meta:
        ordering: ClassVar = ["country", "since"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=10), name="expert_score_0_10"),
            models.CheckConstraint(condition=Q(expires__gt=F("since")), name="expert_score_expires_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.level}:{self.factor} {self.score:.1f}"
