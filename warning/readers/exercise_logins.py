"""The exercise's accounts for the login page: on an embedded copy only, and only where they exist."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from warning.models import Assignment, User
from warning.readers.accounts import holding_on
from warning.readers.role_words import roles_in_words


@dataclass(frozen=True, slots=True)
class ExerciseLogin:
    """One account of the exercise: user name, name, and its roles of today in words."""

    username: str
    name: str
    roles: str


def exercise_logins() -> list[ExerciseLogin]:
    """Active accounts of the exercise with their roles; empty in production. Two queries."""
    if not settings.EMBEDDED:
        return []
    current = Assignment.objects.filter(holding_on(timezone.now().date())).select_related("country")
    users = User.objects.filter(exercise=True, is_active=True).prefetch_related(
        Prefetch("assignments", queryset=current, to_attr="today_roles")
    )
    return [ExerciseLogin(user.username, str(user), roles_in_words(user.today_roles)) for user in users]
