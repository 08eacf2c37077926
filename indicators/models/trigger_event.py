"""A dated event or date ahead that feeds a trigger indicator."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ledger.append_only import AppendOnly


class TriggerEvent(AppendOnly):
    """One real-world event, filed under one code; or a scheduled date. A correction supersedes.

    Severity 0-10 by the guide of specification A.7; null only for elections, whose severity the method computes.
    """

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT)
    date = models.DateField()
    severity = models.FloatField(null=True)
    grade = models.CharField(max_length=2, blank=True)
    published = models.DateField()
    published_assumed = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    source = models.ForeignKey("indicators.Source", on_delete=models.PROTECT)
    import_run = models.ForeignKey("indicators.ImportRun", on_delete=models.PROTECT, null=True)
    line = models.PositiveIntegerField(default=0)
    # The publisher's own key of the event, so that the next edition of a calendar finds it again.
    external_id = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    # 1 for the first publication of this event, then 2, 3…: two writers cannot fork its history.
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # The last row of an event that turned out not to be one.
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["date", "pk"]
        indexes: ClassVar = [models.Index(fields=["country", "date"], name="trigger_country_date")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | (Q(severity__gte=0) & Q(severity__lte=10)),
                name="trigger_severity_0_10",
            ),
            models.CheckConstraint(
                condition=Q(severity__isnull=False) | Q(indicator="T-RF2-01"), name="trigger_severity_needed"
            ),
            models.UniqueConstraint(
                fields=["source", "country", "external_id", "version"], name="trigger_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id} {self.date}"
