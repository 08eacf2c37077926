"""Celery beat's scheduler, with a sign of life, and silent while nobody takes its messages."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry
from django.conf import settings

log = logging.getLogger(__name__)

# More than this many waiting messages, and nobody is taking them.
CROWDED = 20


def alive_file() -> Path:
    """Touched at every tick: how `manage.py health beat` sees that the clock runs."""
    return Path(settings.VAR_DIR) / "beat.alive"


class Scheduler(PersistentScheduler):
    """Celery's own, with a sign of life, everything due at the start, and silent while the queue is crowded."""

    def setup_schedule(self) -> None:
        """At a start all is due: the first sign of life comes at once, and a night that was missed is made up."""
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at -= timedelta(days=1)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One step of the clock; at most five seconds to the next."""
        alive_file().touch()
        return min(5.0, float(super().tick(*args, **kwargs)))

    def waiting(self) -> int:
        """Messages in the queue."""
        with self.app.connection_for_write(connect_timeout=1) as connection:
            # Asking the channel: an empty queue of Redis does not exist, so a declaration cannot tell.
            return int(connection.default_channel._size(self.app.conf.task_default_queue))

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send one message, unless those before it still wait."""
        try:
            crowded = self.waiting() > CROWDED
        except Exception:
            # No broker: sending says so, and is tried again in five seconds.
            crowded = False
        if crowded:
            log.warning("%s not sent: nobody takes the %s messages that wait", entry.name, CROWDED)
            return
        super().apply_entry(entry, producer=producer)
