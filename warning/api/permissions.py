"""May this caller: the user's roles of today, narrowed by the token's scopes."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission

from warning.models import ApiToken
from warning.roles import Permission


class Missing(PermissionDenied):
    """A right that is missing, by kind (`permission` or `scope`) and name."""

    def __init__(self, kind: str, name: str, remedy: str) -> None:
        super().__init__(f"This needs the {kind} {name}.", code=f"missing_{kind}")
        self.kind, self.name, self.remedy = kind, name, remedy


def declared(view: Any, what: str, method: str) -> str:
    """What a view declares for a method; an endpoint that declares nothing is closed to everybody."""
    value = getattr(view, what, None)
    if isinstance(value, dict):
        value = value.get(method) or value.get("GET")
    return value or ""


class ScopePermission(BasePermission):
    """Every endpoint declares `permission` and `scope`; both must hold, and the use of the API itself."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether the endpoint opens; rows are narrowed later, to the countries of the permission.

        Raises:
            Missing: naming the permission or the scope.
        """
        user = request.user
        if not user.is_authenticated:
            return False
        method = "GET" if request.method in {"HEAD", "OPTIONS"} else request.method
        permission = declared(view, "permission", method)
        scope = declared(view, "scope", method)
        if not permission or not scope:
            return False
        for needed in (Permission.USE_API, permission):
            if not user.has_perm(needed):
                raise Missing("permission", str(needed), "An administrator can give you a role that has it.")
        if isinstance(request.auth, ApiToken) and scope not in request.auth.scopes:
            raise Missing("scope", scope, "Make a token with this scope on your token page.")
        return True
