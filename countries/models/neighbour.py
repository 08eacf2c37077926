"""Land borders with the dates between which they held."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BorderKind(models.TextChoices):
    """What makes two countries neighbours."""

    LAND = "land", _("Land border")


class Neighbour(models.Model):
    """Two countries that share a border, stored once with the smaller code as `a`.

    Dates stand only where the border changed while both countries existed; otherwise the countries' own dates
    bound it. It is a fact of geography and never says where a line runs or whose it is.
    """

    a = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+", verbose_name=_("country"))
    b = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+", verbose_name=_("country"))
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=BorderKind, default=BorderKind.LAND)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["a_id", "b_id"]
        verbose_name = _("neighbour")
        verbose_name_plural = _("neighbours")
        constraints: ClassVar = [
            # One row for both directions: the readers turn it round.
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="neighbour_smaller_code_first"),
            models.CheckConstraint(condition=Q(kind__in=BorderKind.values), name="neighbour_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="neighbour_begins_before_it_ends",
            ),
            models.UniqueConstraint(fields=["a", "b", "kind"], name="neighbour_once"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id}-{self.b_id}"
