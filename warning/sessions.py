"""Sessions in the database with their owner beside them: listed for the user, ended at once when need be."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Exists
from django.utils import timezone

from indicators.models import ImportRun
from indicators.worlds import REAL
from warning.models.session import Session

DEVICE_KEY = "device"


class SessionStore(DatabaseStore):
    """Django's database store over our rows. The row that was read is kept: its times cost no query."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of sessions."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        # Whether there are real data comes with the row: every page asks, and none pays a query for it.
        rows = Session.objects.annotate(real_data=Exists(ImportRun.objects.filter(world=REAL)))
        self.row = rows.filter(session_key=self.session_key, expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this session's data; the times of an existing row are kept."""
        row = cast(Session, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = str(data.get(DEVICE_KEY, ""))[:60]
        if self.row is not None and self.row.session_key == row.session_key:
            row.started_at, row.seen_at = self.row.started_at, self.row.seen_at
            row.expire_date = self.row.expire_date  # twelve hours from the login, whatever is saved meanwhile
        return row
