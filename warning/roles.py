"""Roles and what each may do: one table on one screen. Pure data, no framework.

A permission is a string `room.verb`. A role holds some permissions *everywhere* (reading the matrix is
open to all who watch) and some only for the countries of its assignment (writing). A superuser has no
role by being one: decisions, signatures and acknowledgements ask for the role itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Permission(StrEnum):
    """Everything that somebody may do."""

    VIEW_COUNTRY = "countries.view_country"
    VIEW_SCORES = "indicators.view_scores"
    EXPORT_SCORES = "indicators.export_scores"
    VIEW_JOBS = "indicators.view_jobs"
    IMPORT_DATA = "indicators.import_data"
    RUN_SCORING = "indicators.run_scoring"
    CANCEL_JOB = "indicators.cancel_job"
    ADJUST_SCORES = "indicators.adjust_scores"
    LOG_EVENT = "indicators.log_event"
    USE_API = "warning.use_api"
    MANAGE_ACCOUNTS = "warning.manage_accounts"


P = Permission
ADMINISTRATOR = "administrator"
READ = frozenset({P.VIEW_COUNTRY, P.VIEW_SCORES, P.EXPORT_SCORES, P.USE_API})


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of rights.

    Attributes:
        everywhere: permissions that hold for every country.
        assigned: permissions that hold for the countries of the assignment only.
    """

    code: str
    name: str
    everywhere: frozenset[Permission] = READ
    assigned: frozenset[Permission] = field(default_factory=frozenset)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("analyst", "Analyst", assigned=frozenset({P.LOG_EVENT})),
        Role("head_of_delegation", "Head of delegation"),
        Role("desk_officer", "Desk officer", assigned=frozenset({P.LOG_EVENT})),
        Role("special_adviser", "Special Adviser’s office"),
        Role("decision_maker", "Decision-maker"),
        Role("manager", "Manager", READ | {P.VIEW_JOBS}),
        Role("protection_officer", "Protection officer", frozenset()),
        Role("duty_officer", "Duty officer"),
        Role("watch_officer", "Watch officer", assigned=frozenset({P.LOG_EVENT})),
        Role("coder", "Coder", frozenset({P.VIEW_COUNTRY})),
        Role(
            "data_steward",
            "Data steward",
            READ | {P.VIEW_JOBS, P.IMPORT_DATA, P.RUN_SCORING, P.CANCEL_JOB},
        ),
        Role(ADMINISTRATOR, "Administrator", frozenset({P.VIEW_COUNTRY, P.VIEW_JOBS, P.MANAGE_ACCOUNTS})),
        Role("rest_client", "REST client", frozenset(), READ),
    )
}


def roles_with(permission: str) -> tuple[frozenset[str], frozenset[str]]:
    """Codes of the roles that hold a permission: (everywhere, for assigned countries)."""
    return (
        frozenset(code for code, role in ROLES.items() if permission in role.everywhere),
        frozenset(code for code, role in ROLES.items() if permission in role.assigned),
    )
