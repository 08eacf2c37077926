"""The user: alone in migration 0001, so that every room can point at it without a cycle."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

# Without 0, O, 1, I and L: a handle is read aloud over bad telephone lines.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_handle() -> str:
    """A random name for logs and the ledger, which tells nothing about the person."""
    return "U-" + "".join(secrets.choice(_ALPHABET) for _digit in range(6))


class UserManager(BaseUserManager["User"]):
    """Creates users; a password is always hashed."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **more: Any) -> User:
        """Create an account; without a password nobody can log in until one is set by link."""
        user = self.model(username=self.model.normalize_username(username), email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **more: Any) -> User:
        """Create an administrator of the machine. That is not a decision-maker."""
        return self.create_user(username, email, password, is_superuser=True, **more)


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # knox's tokens have an untyped manager
    """Somebody who logs in. Rights come from assignments, never from this row."""

    username = models.CharField(_("user name"), max_length=80, unique=True, validators=[UnicodeUsernameValidator()])
    handle = models.CharField(max_length=12, unique=True, default=new_handle, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    timezone = models.CharField(_("time zone"), max_length=40, default="UTC")
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(default=False)
    # Accounts of the exercise world show themselves as such and go with its reset.
    exercise = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=now)
    # Up to when the user says to have seen what changed; home shows what came later.
    looked_at = models.DateTimeField(null=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["email"]

    class Meta:
        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a role of today gives the permission for the country `obj` (any country when None)."""
        from warning.authz import RoleBackend  # noqa: PLC0415 - the backend module needs the app registry

        return RoleBackend().has_perm(self, perm, obj)

    def has_role(self, role: str, obj: Any = None) -> bool:
        """Whether the user holds this very role (for the country `obj`). No superuser short-cut."""
        iso3 = getattr(obj, "iso3", obj)
        return any(r == role and (c is None or iso3 is None or c == iso3) for r, c in self._assigned)

    @cached_property
    def _assigned(self) -> tuple[tuple[str, str | None], ...]:
        today = now().date()
        rows = self.assignments.filter(models.Q(until__isnull=True) | models.Q(until__gt=today), since__lte=today)
        return tuple(rows.order_by("pk").values_list("role", "country_id"))

    def current_assignments(self) -> tuple[tuple[str, str | None], ...]:
        """(role, ISO3 or None for all countries) that hold today; a superuser is an administrator."""
        return (*self._assigned, ("administrator", None)) if self.is_superuser else self._assigned

    def countries_with(self, permission: str) -> frozenset[str] | None:
        """Countries for which the permission holds; None means every country."""
        from warning.authz import countries_with  # noqa: PLC0415 - the backend module needs the app registry

        return countries_with(self, permission)

    def my_countries(self) -> frozenset[str]:
        """Countries named in any assignment of today: what "my countries" means on a page."""
        return frozenset(iso3 for _role, iso3 in self._assigned if iso3 is not None)
