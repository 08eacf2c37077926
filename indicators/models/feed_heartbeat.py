"""Which feeds were watched, and which indicators do not apply: what turns silence into knowledge."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ledger.append_only import AppendOnly


class FeedHeartbeat(AppendOnly):
    """Somebody watched a trigger feed for a country from a day through a day. Silence elsewhere is missing."""

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT)
    watched_from = models.DateField()
    through = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["country", "indicator", "through"]
        indexes: ClassVar = [models.Index(fields=["country", "through"], name="heartbeat_country")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(through__gte=F("watched_from")), name="heartbeat_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id} {self.watched_from} to {self.through}"


class Applicability(AppendOnly):
    """An indicator that does not apply to a country from a day until a day, with the reason."""

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT)
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["country", "indicator", "since"]

    def __str__(self) -> str:
        return f"{self.indicator_id} does not apply to {self.country_id}"
