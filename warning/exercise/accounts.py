"""The cast's accounts, with their roles."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from ledger.actors import Actor
from ledger.record import record
from warning.exercise.cast import CAST, PASSWORD, Member
from warning.models import Assignment, User


@transaction.atomic
def create_cast(*, by: Actor, since: date) -> int:
    """Open the accounts that are missing, with the public password and their roles from `since` on.

    A user name that somebody else holds already is left to its owner. Returns the number of accounts opened.
    """
    taken = set(
        User.objects.filter(username__in=[member.username for member in CAST]).values_list("username", flat=True)
    )
    missing = [member for member in CAST if member.username not in taken]
    # One hash for all: the password is one and public, and ten hashes take a second.
    password = make_password(PASSWORD) if missing else ""
    for member in missing:
        _open(member, password, by, since)
    if missing:
        record(
            action="warning.create_exercise_cast",
            actor=by.handle,
            object="exercise:cast",
            body={"accounts": [member.handle for member in missing]},
        )
    return len(missing)


def _open(member: Member, password: str, by: Actor, since: date) -> None:
    user = User.objects.create(
        username=member.username,
        password=password,
        handle=member.handle,
        name=member.name,
        office=member.office,
        language=member.language,
        exercise=True,
    )
    Assignment.objects.bulk_create(
        Assignment(user=user, role=member.role, country_id=country, since=since, given_by=by.handle)
        for country in member.countries or (None,)
    )
