"""Letters about accounts: written by a job, so that no request waits for a mail server or tells by its time
whether there is somebody to write to. A letter carries a one-time link, never a password.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from ledger.job import Claim, enqueue, handles
from ledger.models import Job, JobState
from warning.models import User

KIND = "warning.letter"
# Whoever asks again sooner gets no second letter: nobody's letter box is flooded through us.
_PAUSE = timedelta(minutes=2)
# A visitor without a login may ask for so many letters from one place, and all of them together.
_FROM_ONE_PLACE, _SPAN = 10, timedelta(hours=1)
_WAITING = 200
_ANYBODYS = 5
# Done with; what failed stays in the list of jobs.
_KEPT = timedelta(days=1)


class Letter(StrEnum):
    """What a letter is about; also the name of its template."""

    INVITE = "invite"
    ALREADY = "already"
    RESET = "reset"


def post(letter: Letter, *, user: User | None, site: str, key: str = "", asked_from: str = "") -> Job:
    """Queue a letter; with no user the same job is queued, and does nothing.

    Args:
        site: root of its links; the job has no request to ask.
        key: what makes two letters the same one while queued.
        asked_from: mark of the place that a visitor asked from; "" for a letter that an administrator sends.
    """
    arguments = {"letter": letter, "user": user.pk if user else 0, "site": site}
    return enqueue(
        kind=KIND,
        arguments=arguments | ({"from": asked_from} if asked_from else {}),
        by="system:accounts",
        # What anybody may ask for goes behind what a user asked for.
        priority=_ANYBODYS if asked_from else 1,
        key=key or uuid.uuid4().hex,
    )


def place_of(address: str) -> str:
    """A mark of the network that somebody asks from, to count by: keyed, good for a day, and no address.

    An IPv6 customer has a whole /64 to ask from, which counts as one place.
    """
    try:
        known = ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(ip_network((known, 64 if known.version == 6 else 32), strict=False))
    return salted_hmac("warning.letters.place", f"{timezone.now():%Y-%m-%d} {network}").hexdigest()[:16]


def too_many(asked_from: str) -> bool:
    """Whether visitors have asked for enough letters: from this place in the last hour, or waiting from all."""
    asked = Job.objects.filter(kind=KIND, arguments__has_key="from")
    here = asked.filter(arguments__from=asked_from, created_at__gte=timezone.now() - _SPAN)
    return here.count() >= _FROM_ONE_PLACE or asked.filter(state=JobState.QUEUED).count() >= _WAITING


def one_time_link(user: User, site: str) -> str:
    """A link to set a password: good once, for two days, and dead as soon as the password or address changes."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password-link", args=[uid, default_token_generator.make_token(user)])
    return site.rstrip("/") + path


@handles(KIND)
def send(claim: Claim) -> dict[str, Any]:
    """Send the letter of a job, in its reader's language."""
    letter, site = Letter(claim.job.arguments["letter"]), claim.job.arguments["site"]
    Job.objects.filter(kind=KIND, state=JobState.DONE, finished_at__lt=timezone.now() - _KEPT).delete()
    user = User.objects.filter(pk=claim.job.arguments["user"], is_active=True).exclude(email="").first()
    if user is None or _just_sent(user, letter, claim.job):
        return {"sent": 0}
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {
            "user": user,
            "link": one_time_link(user, site),
            "site": site,
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        subject = render_to_string(f"emails/{letter}_subject.txt", context).strip()
        send_mail(subject, render_to_string(f"emails/{letter}.txt", context), None, [user.email])
    return {"sent": 1}


def _just_sent(user: User, letter: Letter, job: Job) -> bool:
    recent = Job.objects.filter(
        kind=KIND,
        state=JobState.DONE,
        finished_at__gte=timezone.now() - _PAUSE,
        arguments__user=user.pk,
        arguments__letter=letter,
        summary__sent=1,
    )
    return recent.exclude(pk=job.pk).exists()
