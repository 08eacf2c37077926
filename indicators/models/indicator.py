"""An indicator, as other rows point at it. Its method lives in `indicators/catalogue`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Indicator(models.Model):
    """One of the catalogue's indicators. Written by `load_reference` only, never edited by hand.

    Goalposts, weights and reasons are not copied here: `catalogue.load()` holds them, with a digest.
    """

    code = models.CharField(primary_key=True, max_length=10)
    # Catalogue order, which is also the order in which the draws take their random numbers.
    position = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=160)
    level = models.CharField(max_length=1)
    factor = models.CharField(max_length=4)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(level__in=["R", "P", "T"]), name="indicator_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
