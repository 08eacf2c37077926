"""What people set for themselves."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.record import record
from warning.models import User


def change_preferences(*, by: User, language: str, timezone: str) -> User:
    """Set one's own language and time zone.

    Args:
        language: a code of `settings.LANGUAGES`, or empty to follow the browser.
        timezone: a name of the IANA table, such as `Africa/Nairobi`.

    Raises:
        ValidationError: a value the account cannot hold.
    """
    if timezone not in available_timezones():
        raise ValidationError({"timezone": _("%(name)s is no time zone.") % {"name": timezone}}, code="unknown_zone")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=by.pk)
        user.language, user.timezone = language, timezone
        user.full_clean(exclude=["password", "looked_at"])
        user.save(update_fields=["language", "timezone"])
        record(
            action="warning.change_preferences",
            actor=user.handle,
            object=f"account:{user.handle}",
            body={"language": language, "timezone": timezone},
        )
    return user
