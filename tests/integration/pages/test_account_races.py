"""Two at once, each in a transaction of its own: what one test's rolled-back transaction cannot show."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from warning.actions.accounts import disable
from warning.actions.roles import assign_role
from warning.models import Assignment, User


def at_once(*calls: object) -> list[str]:
    """Call functions in threads that start together; each answers "done" or "refused"."""
    start = Barrier(len(calls))

    def run(call: object) -> str:
        start.wait()
        try:
            call()  # type: ignore[operator]
        except (ValidationError, PermissionDenied):
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def again(user: User) -> User:
    """The user as another request would find it."""
    return User.objects.get(pk=user.pk)


def give(user: User, role: str, by: User) -> None:
    assign_role(user=user, role=role, countries=[None], since=timezone.now().date(), until=None, by=by)


def test_two_administrators_who_disable_each_other_at_once_leave_one(
    committed_db: str, hanna: User, otto: User
) -> None:
    give(otto, "administrator", hanna)
    answers = at_once(
        lambda: disable(user=again(hanna), by=again(otto)), lambda: disable(user=again(otto), by=again(hanna))
    )
    assert answers == ["done", "refused"]
    assert User.objects.filter(pk__in=[hanna.pk, otto.pk], is_active=True).count() == 1


def test_the_same_role_given_twice_at_once_is_given_once(committed_db: str, hanna: User, otto: User) -> None:
    answers = at_once(*[lambda: give(again(otto), "manager", again(hanna))] * 2)
    assert answers == ["done", "refused"]
    assert Assignment.objects.filter(user=otto).count() == 1
