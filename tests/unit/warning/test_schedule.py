"""The clock sends intervals in UTC, lets nothing pile up, and says that it lives."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from warning import tasks
from warning.celery import app
from warning.clock import CROWDED, Scheduler, alive_file
from warning.conf.celery import celery_settings
from warning.schedule import SCHEDULE


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Scheduler]:
    made = Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    made.setup_schedule()
    yield made
    made.close()


def test_every_entry_is_an_interval_names_a_task_and_expires_before_the_next() -> None:
    app.loader.import_default_modules()
    for name, entry in SCHEDULE.items():
        assert isinstance(entry["schedule"], timedelta), name
        assert entry["task"] in app.tasks, name
        assert entry["options"]["expires"] <= entry["schedule"].total_seconds(), name


def test_the_clock_is_utc() -> None:
    assert settings.CELERY_TIMEZONE == "UTC" and settings.CELERY_ENABLE_UTC is True


def test_everything_is_due_at_the_start(scheduler: Scheduler) -> None:
    for name in SCHEDULE:
        assert scheduler.schedule[name].is_due()[0], name


def test_nothing_more_is_sent_while_the_queue_is_crowded(scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(
        Scheduler, "apply_async", lambda self, entry, **more: sent.append(entry) or SimpleNamespace(id=1)
    )
    entry = scheduler.schedule["sweep"]
    monkeypatch.setattr(Scheduler, "waiting", lambda self: CROWDED)
    scheduler.apply_entry(entry)
    assert len(sent) == 1
    monkeypatch.setattr(Scheduler, "waiting", lambda self: CROWDED + 1)
    scheduler.apply_entry(entry)
    assert len(sent) == 1


def test_the_queue_is_counted_over_the_broker_itself(scheduler: Scheduler) -> None:
    with app.connection_for_write() as connection:
        connection.default_channel.queue_purge(app.conf.task_default_queue)
    assert scheduler.waiting() == 0
    tasks.canary.apply_async()
    assert scheduler.waiting() == 1


def test_a_tick_leaves_a_sign_of_life(scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scheduler, "apply_entry", lambda self, entry, producer=None: None)
    alive_file().unlink(missing_ok=True)
    assert scheduler.tick() <= 5
    assert time.time() - alive_file().stat().st_mtime < 5


def test_both_brokers_share_what_keeps_a_job_from_running_for_ever(tmp_path: Path) -> None:
    for url in ("", "redis://:p@host/0"):
        known = celery_settings(url, tmp_path)
        assert known["CELERY_TASK_ACKS_LATE"] is True
        assert known["CELERY_TASK_REJECT_ON_WORKER_LOST"] is False
        assert known["CELERY_WORKER_PREFETCH_MULTIPLIER"] == 1
        assert known["CELERY_ACCEPT_CONTENT"] == ["json"]
        assert known["CELERY_TASK_IGNORE_RESULT"] is True
    assert celery_settings("redis://:p@host/0", tmp_path)["BELL_TRANSPORT_OPTIONS"]["socket_timeout"] <= 1
