"""What Celery beat sends, and when.

Intervals in UTC only: a calendar in local time runs twice or never on the days when clocks change.
What is due on a date is decided from the database by the task, so that a night without beat is made up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

# Every message expires before the next of its kind, so that a worker that comes back has one of each.
SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep": {"task": "warning.tasks.sweep", "schedule": timedelta(seconds=5), "options": {"expires": 5}},
    "canary": {"task": "warning.tasks.canary", "schedule": timedelta(seconds=30), "options": {"expires": 30}},
    "nightly": {
        "task": "warning.tasks.nightly",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
}
