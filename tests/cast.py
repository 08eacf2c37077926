"""The fixed cast. Every permission test is a story about the same people (see `warning/exercise/cast.py`).

Otto is the one more: an account that works, with no role at all.
"""

from __future__ import annotations

from datetime import date

from warning.exercise.cast import CAST, Member
from warning.models import Assignment, User

OTTO = Member("otto", "Otto Nowak", "U-EXTTWO", "", "No office")
PEOPLE = {member.username: member for member in (*CAST, OTTO)}
SINCE = date(2015, 1, 1)


def enter(username: str) -> User:
    """The member's account, opened when this database does not have it (an exercise world does)."""
    member = PEOPLE[username]
    found = User.objects.filter(username=username).first()
    if found is not None:
        return found
    # No password: hashing one takes longer than most tests, and tests log in without.
    user = User.objects.create_user(
        member.username, name=member.name, handle=member.handle, office=member.office, language=member.language
    )
    if member.role:
        Assignment.objects.bulk_create(
            Assignment(user=user, role=member.role, country_id=country, since=SINCE, given_by="system:tests")
            for country in member.countries or (None,)
        )
    return user
