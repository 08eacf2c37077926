"""One file, taken in as a whole."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ledger.append_only import AppendOnly


class ImportRun(AppendOnly):
    """A committed import. A file with errors leaves no run; the same file twice leaves one.

    Must never be changed: an undo is a later run that supersedes.
    """

    importer = models.CharField(max_length=30)
    world = models.CharField(max_length=10)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    # Publication date given for the whole file, or null where assumed by lag or named row by row.
    released = models.DateField(null=True)
    lag_assumed = models.BooleanField(default=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    superseding = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    out_of_register = models.JSONField(default=dict)
    catalogue_digest = models.CharField(max_length=64)
    event_seq = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="import_sha256")]

    def __str__(self) -> str:
        return f"{self.importer} {self.file_name}"
