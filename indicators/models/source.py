"""Where evidence comes from: a source row per file or feed, and what each of its fields feeds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redistribution(models.TextChoices):
    """What may be passed on to others."""

    FULL = "full", _("values may be published")
    DERIVED = "derived", _("only derived scores may be published")
    NONE = "none", _("nothing may be published")


class Source(models.Model):
    """A publisher's file or feed. Written by `load_reference` from the catalogue."""

    code = models.CharField(primary_key=True, max_length=40)
    publisher = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    licence = models.CharField(max_length=160)
    redistribution = models.CharField(max_length=8, choices=Redistribution)
    cadence_days = models.PositiveIntegerField()
    lag_days = models.PositiveIntegerField()
    reference_rule = models.CharField(max_length=200)
    max_age_days = models.PositiveIntegerField()
    url = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    world = models.CharField(max_length=10, default="real")

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            # Else late data expire before they arrive.
            models.CheckConstraint(
                condition=models.Q(max_age_days__gte=models.F("lag_days") + models.F("cadence_days")),
                name="source_max_age_covers_lag_and_cadence",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Series(models.Model):
    """One field of a source that feeds one indicator, as first choice, second choice or stand-in."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="series")
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="series")
    field = models.CharField(max_length=120)
    raw_unit = models.CharField(max_length=80)
    stand_in = models.BooleanField(default=False)
    raw_goalpost_0 = models.FloatField(null=True)
    raw_goalpost_10 = models.FloatField(null=True)
    max_age_days = models.PositiveIntegerField()
    priority = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=2)
    derivation = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["indicator", "priority"]
        verbose_name_plural = "series"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "indicator"], name="series_once_per_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.field}"
