"""M49 regions and sub-regions, and the invented ones of the exercise."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.models.worlds import World


class Region(models.Model):
    """A region or sub-region to group and filter by.

    Never a unit of evidence: a publisher's regional total is out of register.
    """

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    name_en = models.CharField(_("English name"), max_length=60)
    name_fr = models.CharField(_("French name"), max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    world = models.CharField(_("world"), max_length=10, choices=World, default=World.REAL)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(world__in=World.values), name="region_world_known"),
            # M49 codes are digits; the exercise's begin with X, so that no code can be in both.
            models.CheckConstraint(
                condition=models.Q(world=World.REAL, code__gte="000", code__lte="999")
                | models.Q(world=World.EXERCISE, code__startswith="X"),
                name="region_code_fits_world",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en
