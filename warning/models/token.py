"""API tokens: hashed, expiring, with scopes and a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):  # type: ignore[misc]  # knox has no types
    """A client's key. Only its hash is stored; it can never do more than its owner may today."""

    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(default=list)
    last_used = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-created"]

    def __str__(self) -> str:
        return self.name
