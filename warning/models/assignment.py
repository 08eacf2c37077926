"""Who holds which role, for which country, from when until when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from warning.roles import ROLES


def today() -> object:
    """Today's date in UTC."""
    return timezone.now().date()


class Assignment(models.Model):
    """One role of one user, for one country or all. Ended by a date, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=30)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(_("from"), default=today)
    until = models.DateField(_("until"), null=True, blank=True)
    given_by = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["user", "role", "country"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.country_id or 'all'}"

    @property
    def role_name(self) -> str:
        """The role's name for people."""
        return ROLES[self.role].name if self.role in ROLES else self.role
