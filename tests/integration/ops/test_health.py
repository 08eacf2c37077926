"""`manage.py health` tells a container engine the truth about each part."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ledger.job import claim, enqueue
from ledger.models import Job
from tests.private_servers import free_port
from tests.processes import until
from tests.site import Site
from warning.clock import alive_file
from warning.management.commands import serve
from warning.models import Heartbeat
from warning.models.heartbeat import DEAD_AFTER


def test_a_worker_that_was_never_heard_of_is_not_well(db: None) -> None:
    with pytest.raises(CommandError, match="never heard of"):
        call_command("health", "worker")


def test_a_worker_heard_of_lately_is_well_and_a_silent_one_is_not(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Heartbeat.beat("worker")
    call_command("health", "worker")
    assert "heard of 0 s ago" in capsys.readouterr().out
    Heartbeat.objects.update(at=timezone.now() - DEAD_AFTER - timedelta(seconds=1))
    with pytest.raises(CommandError, match="last heard of 121 s ago"):
        call_command("health", "worker")


def test_a_silent_worker_is_started_anew_unless_a_job_keeps_it_busy(db: None) -> None:
    # `worker_is_deaf` closes its connection, which would end the transaction of this test.
    def deaf() -> bool:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serve.connection, "close", lambda: None)
            return serve.worker_is_deaf()

    assert deaf() is False, "never heard of: it may still be starting"
    Heartbeat.beat("worker")
    assert deaf() is False
    Heartbeat.objects.update(at=timezone.now() - DEAD_AFTER - timedelta(seconds=1))
    assert deaf() is True
    enqueue(kind="tests.steps", arguments={}, by="system:test")
    held = claim()
    assert held is not None and deaf() is False
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deaf() is True, "its worker is gone: nobody is busy with it"


def test_a_clock_that_stopped_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    alive_file().unlink(missing_ok=True)
    with pytest.raises(CommandError, match="never ticked"):
        call_command("health", "clock")
    alive_file().touch()
    call_command("health", "clock")
    then = time.time() - 90
    os.utime(alive_file(), (then, then))
    with pytest.raises(CommandError, match="last tick 9"):
        call_command("health", "clock")


def test_the_web_server_is_asked_over_its_own_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = site.start_web().rpartition(":")[2]
    monkeypatch.setenv("PORT", port)
    call_command("health", "web")
    monkeypatch.setenv("PORT", str(free_port()))
    with pytest.raises(CommandError, match="does not answer"):
        call_command("health", "web")


def test_beat_and_worker_together_keep_the_sign_of_life_fresh(site: Site) -> None:
    from tests.private_servers import start_redis
    from tests.servers import session

    broker = start_redis() if session()["engine"] == "postgresql" else None
    if broker:
        site.environment["REDIS_URL"] = broker.url
    try:
        site.start_worker()
        site.start_beat()
        until(lambda: Heartbeat.age("worker") is not None, 120, lambda: site.log("celery"))
    finally:
        site.stop()
        if broker:
            broker.stop()
