"""Who acts: a user, or the machine itself under a name that says which rule made it act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Actor(Protocol):
    """What an action needs to know of its author."""

    @property
    def handle(self) -> str:
        """The name that goes into the ledger: random for people, telling for the machine."""
        ...

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the author may, for the country `obj`."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """The machine: a clock, a command given at its own console, or a rule. Never reachable by request."""

    handle: str

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Who holds the console holds the database: asking would only pretend."""
        return True


def require(by: Actor, permission: str, obj: Any = None) -> None:
    """Refuse unless the author holds the permission.

    Raises:
        PermissionDenied: naming the permission and, where there is one, the country.
    """
    if by.has_perm(permission, obj):
        return
    where = _(" for %(country)s") % {"country": getattr(obj, "iso3", obj)} if obj is not None else ""
    raise PermissionDenied(
        _("This needs the permission %(permission)s%(where)s. An administrator can give you a role that has it.")
        % {"permission": permission, "where": where}
    )
