"""When each part of the machine was last heard of."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

# Four missed beats: a process that is up but takes no more work counts as dead (celery #10205).
DEAD_AFTER = timedelta(seconds=120)


class Heartbeat(models.Model):
    """One row per component, overwritten: a sign of life, not a domain write, and so no event.

    The worker's row is written by a task that came through the broker: it proves the whole way, from
    beat over the queue to a child that works.
    """

    component = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.component} {self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, component: str) -> None:
        """Write that a component is alive now."""
        cls.objects.update_or_create(component=component, defaults={"at": timezone.now()})

    @classmethod
    def age(cls, component: str) -> timedelta | None:
        """Time since a component was last heard of, or None when it never was."""
        row = cls.objects.filter(component=component).first()
        return None if row is None else timezone.now() - row.at
