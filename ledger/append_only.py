"""Rows that are written once: a correction is a new row that names the old one.

This is the first line (the application cannot do it by accident); database triggers are the second
and separate database roles the third (reliability plan 3.14).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NoReturn, Self

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row that is written once."""

    def __init__(self, model: type[models.Model], verb: str) -> None:
        super().__init__(f"{model.__name__} is append-only: {verb} refused. Write a superseding row instead.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and inserts only."""

    def _refuse(self, verb: str) -> NoReturn:
        raise AppendOnlyError(self.model, verb)

    def update(self, **kwargs: Any) -> NoReturn:
        """Always refused."""
        self._refuse("update")

    def delete(self) -> NoReturn:
        """Always refused."""
        self._refuse("delete")

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        """Always refused."""
        self._refuse("bulk_update")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        self._refuse("update_or_create")

    def _raw_delete(self, using: str | None) -> NoReturn:
        """Always refused: Django's short way of deleting, around `delete`."""
        self._refuse("_raw_delete")

    def bulk_create(
        self,
        objs: Iterable[Any],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Any]:
        """Insert; the upsert form is an update in disguise and is refused."""
        if update_conflicts:
            self._refuse("bulk_create with update_conflicts")
        return super().bulk_create(objs, batch_size=batch_size, ignore_conflicts=ignore_conflicts)


class AppendOnly(models.Model):
    """Base of every row that is written once. It must never grow a way around itself."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self: Self, *args: Any, **kwargs: Any) -> None:
        """Insert, never update: the one `save` we override, because this rule is what the class is."""
        if not self._state.adding:
            raise AppendOnlyError(type(self), "save of an existing row")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """The same rule for who calls past `save`."""
        if not self._state.adding:
            raise AppendOnlyError(type(self), "save_base of an existing row")
        super().save_base(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        raise AppendOnlyError(type(self), "delete")
