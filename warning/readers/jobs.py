"""Jobs as a page shows them: in words, with what they may be asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import World
from ledger.models import Job, JobState
from warning.letters import KIND as LETTER
from warning.models import User
from warning.roles import Permission


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job.

    Attributes:
        title: what it does, in words.
        owner: name of who asked, or the machine's name for itself.
        facts, results: (word, value) of its arguments and its summary; a letter's are kept back.
        stuck: it runs under a lease that ran out; another worker will take it.
        lasted: from start to end, or to now.
    """

    job: Job
    title: str
    owner: str
    facts: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str], ...]
    may_cancel: bool
    stuck: bool
    lasted: timedelta | None

    @property
    def took(self) -> str:
        """How long it ran, short: "4.2 s", "3 min 12 s", "1 h 05 min"; a dash where it has not begun."""
        if self.lasted is None:
            return "–"
        seconds = self.lasted.total_seconds()
        if seconds < 60:
            return f"{seconds:.1f} s"
        minutes, rest = divmod(int(seconds), 60)
        return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def kind_words() -> dict[str, str]:
    """Kinds of jobs in the active language."""
    return {
        "indicators.score": _("Score countries"),
        "indicators.rescore": _("Score again what new data touched"),
        "indicators.import": _("Import a file"),
        LETTER: _("Send a letter about an account"),
    }


def _fact_words() -> dict[str, str]:
    return {
        "as_of": _("as of"),
        "countries": _("countries"),
        "profile": _("profile"),
        "draws": _("draws"),
        "world": _("world"),
        "reason": _("reason"),
        "runs": _("runs"),
        "dates": _("dates"),
        "rows": _("rows"),
        "new": _("new values"),
        "superseding": _("superseding values"),
        "unchanged": _("unchanged values"),
        "sent": _("letters sent"),
        "done": _("done"),
        "upto": _("evidence up to"),
    }


def jobs(world: str, user: Any, *, state: str = "", kind: str = "") -> QuerySet[Job]:
    """Jobs the user may see, newest first: all by role, else one's own; letters only for who manages accounts.

    Args:
        world: real or exercise; empty for both (one job by its id).
    """
    found = Job.objects.all()
    if world:
        # Accounts, and so letters about them, belong to no world.
        found = found.filter(Q(world=world) | Q(kind=LETTER))
    if not user.has_perm(Permission.VIEW_JOBS):
        found = found.filter(owner=user.handle)
    if not user.has_perm(Permission.MANAGE_ACCOUNTS):
        found = found.exclude(kind=LETTER)
    if state in JobState.values:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    return found


def job_rows(found: list[Job], user: Any) -> list[JobRow]:
    """Jobs in words; one query for the names of all owners."""
    owners = {job.owner for job in found}
    names = {account.handle: str(account) for account in User.objects.filter(handle__in=owners)}
    may = user.has_perm(Permission.CANCEL_JOB)
    now = timezone.now()
    return [_row(job, names.get(job.owner, job.owner), may or job.owner == user.handle, now) for job in found]


def row_of(job: Job, user: Any) -> JobRow:
    """One job in words."""
    return job_rows([job], user)[0]


def _row(job: Job, owner: str, may_cancel: bool, now: Any) -> JobRow:
    letter = job.kind == LETTER
    return JobRow(
        job=job,
        title=kind_words().get(job.kind, job.kind),
        owner=owner,
        facts=() if letter else _pairs(job.arguments),
        results=_pairs(job.summary),
        may_cancel=may_cancel and job.active and not job.cancel_requested_by,
        stuck=job.state == JobState.RUNNING and job.lease_until is not None and job.lease_until < now,
        lasted=(job.finished_at or now) - job.started_at if job.started_at else None,
    )


def _pairs(values: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(values, dict):
        return ()
    words, worlds = _fact_words(), {code: str(label) for code, label in World.choices}
    return tuple(
        (str(words.get(name, name)), worlds.get(str(value), _text(value)) if name == "world" else _text(value))
        for name, value in values.items()
        if value not in (None, "", [], {})
    )


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        shown = ", ".join(_text(item) for item in value[:12])
        return (
            shown if len(value) <= 12 else _("%(first)s and %(more)d more") % {"first": shown, "more": len(value) - 12}
        )
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(item)}" for name, item in value.items())
    return str(value)
