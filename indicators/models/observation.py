"""What was observed: one value, with everything needed to find it again in its file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ledger.append_only import AppendOnly


class Observation(AppendOnly):
    """A value of an indicator for a country and period, as one source published it on one day.

    `value` is on the indicator's scale; null means *never* (a recorded absence, in `decay_*` indicators
    only), not "unknown": what is unknown has no row. `raw` is the text as it stood in the file, where a
    stand-in or a derivation made another number of it. A correction is a new row that names the old one;
    "as known on" a date is a query on `published`.
    """

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, db_index=False)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, db_index=False)
    ref_end = models.DateField()
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=80)
    raw = models.CharField(max_length=60, blank=True)
    raw_unit = models.CharField(max_length=80, blank=True)
    source = models.ForeignKey("indicators.Source", on_delete=models.PROTECT, db_index=False)
    grade = models.CharField(max_length=2, blank=True)
    published = models.DateField()
    published_assumed = models.BooleanField(default=False)
    retrieved_at = models.DateTimeField()
    import_run = models.ForeignKey("indicators.ImportRun", on_delete=models.PROTECT)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    derivation = models.CharField(max_length=60, blank=True)
    input_lines = models.CharField(max_length=200, blank=True)
    # 1 for the first publication of this natural key, then 2, 3…: two writers cannot fork its history.
    version = models.PositiveSmallIntegerField(default=1)
    # The publication before this one. No database constraint: the row it names is never deleted, and a
    # million of them must go in fast.
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_constraint=False, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "indicator", "source", "ref_end", "version"],
                name="observation_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id} {self.ref_end}"
