"""The ledger's tables: the chained event, its erasable body, and the job."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.append_only import AppendOnly


class Event(AppendOnly):
    """One thing that happened, chained to the one before. Never holds a body, a name in clear or a foreign key."""

    seq = models.BigIntegerField(primary_key=True)
    stream = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    at = models.DateTimeField()
    salt = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["object", "seq"], name="event_object"),
            models.Index(fields=["action", "seq"], name="event_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object}"

    def header(self) -> dict[str, Any]:
        """What the hash covers, besides the hash before it."""
        return {
            "seq": self.seq,
            "stream": self.stream,
            "actor": self.actor,
            "action": self.action,
            "object": self.object,
            "at": self.at.isoformat(timespec="microseconds"),
            "salt": self.salt,
            "body_digest": self.body_digest,
        }


class EventBody(models.Model):
    """The canonical JSON of an event. Apart, so that a text may be erased and the chain still hold."""

    seq = models.BigIntegerField(primary_key=True)
    body = models.TextField()

    def __str__(self) -> str:
        return f"body of {self.seq}"


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """Work to be done once in effect. The row is the truth; the broker only rings the bell.

    `owner` is a handle in text, not a key: the ledger knows no user. `arguments` hold ids and dates only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    # The same key while queued is the same work: a second bell adds nothing.
    key = models.CharField(max_length=64)
    world = models.CharField(max_length=10, default="real")
    owner = models.CharField(max_length=80)
    priority = models.SmallIntegerField(default=5)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    # What was finished so far, so that a job taken up again does not do it twice.
    checkpoint = models.JSONField(default=dict)
    cancel_requested_by = models.CharField(max_length=80, blank=True)
    summary = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["state", "priority", "not_before"], name="job_claim"),
            models.Index(fields=["-created_at"], name="job_recent"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], condition=models.Q(state="queued"), name="job_queued_once"),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="job_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def active(self) -> bool:
        """Whether it may still do something."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def percent(self) -> int | None:
        """Progress in whole percent, or None where the total is not known."""
        return None if not self.total_steps else min(100, 100 * self.done_steps // self.total_steps)
