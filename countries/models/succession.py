"""Which state followed or left which, and when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Succession(models.Model):
    """One successor of one predecessor: dissolution, union or separation.

    Says who came after whom. It never hands evidence down: a successor inherits past atrocities only by a
    recorded mapping (specification, vectors E5).
    """

    predecessor = models.ForeignKey(
        "countries.Country",
        on_delete=models.PROTECT,
        related_name="successions",
        verbose_name=_("predecessor"),
    )
    successor = models.ForeignKey(
        "countries.Country", on_delete=models.PROTECT, related_name="origins", verbose_name=_("successor")
    )
    on = models.DateField(_("on"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["on", "predecessor_id", "successor_id"]
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id} {self.on.isoformat()}"
