"""What waits for a user: one list, the urgent first. Each role's part is one function."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.actions.world_clock import today_in
from indicators.readers.sources import source_list
from ledger.models import Job, JobState
from warning.letters import KIND as LETTER
from warning.models import ApiToken, User
from warning.readers.accounts import AccountFilter, accounts, ending_soon
from warning.readers.role_words import role_name
from warning.readers.todo_countries import country_todos
from warning.readers.todo_item import Todo
from warning.roles import Permission

_WEEK = timedelta(days=7)
_SOON = timedelta(days=14)


def todos(user: Any, world: str) -> list[Todo]:
    """Everything that waits for the user in a world."""
    found = [*_own_jobs(user), *_own_rights(user), *country_todos(user, world)]
    if user.has_perm(Permission.IMPORT_DATA):
        found += _steward(user, world)
    if user.has_perm(Permission.MANAGE_ACCOUNTS):
        found += _administrator()
    return sorted(found, key=lambda todo: (not todo.urgent, todo.due or date.max, todo.text))


def _failed(**narrower: Any) -> Any:
    """Jobs that failed in the last week."""
    return Job.objects.filter(state=JobState.FAILED, finished_at__gte=timezone.now() - _WEEK, **narrower)


def _own_jobs(user: Any) -> list[Todo]:
    return [
        Todo(
            _("Your job failed: %(error)s") % {"error": job.error[:160]},
            reverse("job", args=[job.pk]),
            _("See why"),
            urgent=True,
        )
        for job in _failed(owner=user.handle)[:5]
    ]


def _own_rights(user: Any) -> list[Todo]:
    found = []
    for row in ending_soon(user):
        role = role_name(row.role)
        text = _("Your role %(role)s ends. Ask an administrator if you still need it.") % {"role": role}
        found.append(Todo(text, reverse("profile"), _("Your account"), due=row.until))
    today = timezone.now()
    for token in ApiToken.objects.filter(user=user, expiry__gt=today, expiry__lte=today + _SOON):
        text = _("Your API token “%(name)s” expires. Make a new one in time.") % {"name": token.name}
        found.append(Todo(text, reverse("token-list"), _("API tokens"), due=token.expiry.date()))
    return found


def _steward(user: Any, world: str) -> list[Todo]:
    found = []
    if failed := _failed(world=world).exclude(kind=LETTER).exclude(owner=user.handle).count():
        text = ngettext("%(n)d job failed this week.", "%(n)d jobs failed this week.", failed) % {"n": failed}
        found.append(Todo(text, reverse("job-list") + "?state=failed", _("See the jobs"), urgent=True))
    for row in source_list(world, user, today_in(world)):
        # A source that never brought anything is no task: nobody promised that every file is used.
        if row.state not in {"late", "dead"} or row.last_ref is None:
            continue
        text = {
            "late": _("%(title)s is late: the newest data are of %(day)s."),
            "dead": _("%(title)s is past its maximum age: the newest data are of %(day)s, and weigh nothing."),
        }[row.state] % {"title": row.title, "day": row.last_ref.isoformat()}
        found.append(Todo(text, reverse("source", args=[row.code]), _("See the source")))
    return found


def _administrator() -> list[Todo]:
    found = []
    page = reverse("account-list")
    if failed := _failed(kind=LETTER).count():
        text = ngettext("%(n)d letter could not be sent.", "%(n)d letters could not be sent.", failed) % {"n": failed}
        found.append(Todo(text, reverse("job-list") + f"?state=failed&kind={LETTER}", _("See the jobs"), urgent=True))
    if bare := accounts(AccountFilter(state="without_role")).count():
        text = ngettext("%(n)d account has no role.", "%(n)d accounts have no role.", bare) % {"n": bare}
        found.append(Todo(text, page + "?state=without_role", _("Give roles")))
    if stale := _stale_invitations():
        text = ngettext("%(n)d invitation has expired unused.", "%(n)d invitations have expired unused.", stale) % {
            "n": stale
        }
        found.append(Todo(text, page + "?state=invited", _("Send a new link or disable")))
    for row in ending_soon()[:10]:
        role = role_name(row.role)
        text = _("The role %(role)s of %(who)s ends.") % {"role": role, "who": row.user}
        found.append(Todo(text, reverse("account", args=[row.user_id]), _("See the account"), due=row.until))
    return found


def _stale_invitations() -> int:
    """Accounts older than the life of a link that nobody ever logged into; the exercise's are not invited."""
    before = timezone.now() - timedelta(days=2)
    return User.objects.filter(
        is_active=True, last_login__isnull=True, date_joined__lt=before, exercise=False, is_superuser=False
    ).count()
