"""Settings of Celery. The broker only rings the bell: a `Job` row is the truth (ADR 3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warning.schedule import SCHEDULE

# One value in all places that know it: the shortest of them wins over all others.
VISIBILITY_SECONDS = 900


def celery_settings(redis_url: str, var_dir: Path) -> dict[str, Any]:
    """Django settings with the CELERY_ prefix, for Redis or for the embedded file-system transport.

    Args:
        redis_url: `redis://…` or empty for the embedded transport.
        var_dir: folder of state; the embedded broker lives in `var_dir/broker`.
    """
    common: dict[str, Any] = {
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_TIMEZONE": "UTC",
        "CELERY_ENABLE_UTC": True,
        "CELERY_TASK_ACKS_LATE": True,
        # Re-driven by lease, not by requeue: a poisonous job would loop for ever.
        "CELERY_TASK_REJECT_ON_WORKER_LOST": False,
        "CELERY_TASK_TIME_LIMIT": 600,
        "CELERY_TASK_SOFT_TIME_LIMIT": 540,
        "CELERY_WORKER_CONCURRENCY": 2,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_MAX_TASKS_PER_CHILD": 200,
        # Kilobytes. Looked at after each task; pandas and the catalogue alone take about 200 MB.
        "CELERY_WORKER_MAX_MEMORY_PER_CHILD": 600_000,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_SEND_TASK_EVENTS": False,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,
        "CELERY_TASK_PUBLISH_RETRY_POLICY": {"max_retries": 1, "interval_start": 0, "interval_max": 0.2},
        "CELERY_BEAT_SCHEDULE": SCHEDULE,
        "CELERY_BEAT_SCHEDULER": "warning.clock:Scheduler",
        "CELERY_BEAT_SCHEDULE_FILENAME": str(var_dir / "beat-schedule"),
        "CELERY_BEAT_MAX_LOOP_INTERVAL": 5,
    }
    return common | (_redis(redis_url) if redis_url else _files(var_dir / "broker"))


def _redis(url: str) -> dict[str, Any]:
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": VISIBILITY_SECONDS,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
        },
        # At SIGTERM a running task has this long to end before its worker does; the lease covers the rest.
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 20,
        # A request that stores a job waits no longer than this for a broker that does not answer.
        "BELL_TRANSPORT_OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0},
    }


def _files(folder: Path) -> dict[str, Any]:
    # One by one: with `parents` the mode would hold for the innermost folder only.
    for part in (folder, folder / "queue", folder / "control"):
        part.mkdir(exist_ok=True, mode=0o700)
    return {
        "CELERY_BROKER_URL": "filesystem://",
        "CELERY_BROKER_TRANSPORT": "warning.filesystem_transport:Transport",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
            "polling_interval": 0.1,
        },
        # Remote control would leave one more queue behind at every start.
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": False,
        "BELL_TRANSPORT_OPTIONS": {},
    }
