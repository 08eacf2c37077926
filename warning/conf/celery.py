"""Settings of Celery. The broker only rings the bell: a `Job` row is the truth (ADR 3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any


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
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_MAX_TASKS_PER_CHILD": 200,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_TASK_PUBLISH_RETRY_POLICY": {"max_retries": 1, "interval_start": 0, "interval_max": 0.2},
    }
    if redis_url:
        return common | {
            "CELERY_BROKER_URL": redis_url,
            "CELERY_BROKER_TRANSPORT_OPTIONS": {
                "visibility_timeout": 900,
                "socket_timeout": 5,
                "socket_connect_timeout": 2,
            },
        }
    folder = var_dir / "broker"
    for name in ("queue", "processed", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    return common | {
        "CELERY_BROKER_URL": "filesystem://",
        "CELERY_BROKER_TRANSPORT": "warning.filesystem_transport:Transport",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
            "polling_interval": 0.1,
        },
    }
