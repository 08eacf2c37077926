"""May this user do this, for this country? Answers come from the assignments of today and `roles.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend

from warning.roles import roles_with

if TYPE_CHECKING:
    from warning.models import User


class RoleBackend(ModelBackend):
    """Passwords as Django keeps them; permissions by role, country and date.

    Django's own groups and model permissions are not asked: there is one table, and it is `roles.py`.
    A superuser is an administrator of the machine and gets the administrator's rights, no more.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the permission holds for the country `obj` (model or ISO3), or anywhere when None."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        scope = user_obj.countries_with(perm)
        if scope is None:
            return True
        if obj is None:
            return bool(scope)
        return getattr(obj, "iso3", obj) in scope

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Django's model permissions do not apply here."""
        return set()


def countries_with(user: User, permission: str) -> frozenset[str] | None:
    """Countries for which the user holds the permission; None means every country.

    Reads the user's assignments once per user object (so once per request).
    """
    everywhere, assigned = roles_with(permission)
    held: set[str] = set()
    for role, iso3 in user.current_assignments():
        if role in everywhere or (role in assigned and iso3 is None):
            return None
        if role in assigned and iso3 is not None:
            held.add(iso3)
    return frozenset(held)
