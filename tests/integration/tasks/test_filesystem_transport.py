"""The broker made of files loses nothing and hands nothing out twice or in part."""

from __future__ import annotations

import base64
import json
import multiprocessing
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue

from warning.filesystem_transport import Channel, write_whole

QUEUE = Queue("bells", Exchange("bells"), routing_key="bells")
WRITERS, READERS, EACH = 4, 3, 150
# Longer than one write() of the kernel, so that a message written in place would be seen in part.
BODY = "x" * 70_000


def _connect(folder: str) -> Connection:
    options = {
        "data_folder_in": f"{folder}/queue",
        "data_folder_out": f"{folder}/queue",
        "control_folder": f"{folder}/control",
        "polling_interval": 0.01,
    }
    return Connection("filesystem://", transport="warning.filesystem_transport:Transport", transport_options=options)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "queue").mkdir()
    (tmp_path / "control").mkdir()
    return str(tmp_path)


def _write(folder: str, writer: int) -> None:
    with _connect(folder) as connection:
        producer = connection.Producer()
        for number in range(EACH):
            producer.publish(
                {"id": f"{writer}-{number}", "body": BODY},
                exchange=QUEUE.exchange,
                routing_key="bells",
                declare=[QUEUE],
            )


def _read(folder: str, result: Any) -> None:
    taken, broken = [], 0
    idle = time.monotonic() + 3
    with _connect(folder) as connection:
        channel = connection.default_channel
        QUEUE(channel).declare()
        while time.monotonic() < idle:
            try:
                message = channel._get("bells")
            except Empty:
                time.sleep(0.002)
                continue
            except ValueError:
                broken += 1
                continue
            idle = time.monotonic() + 3
            taken.append(json.loads(base64.b64decode(message["body"]))["id"])
    result.put((taken, broken))


def test_four_writers_and_three_readers_pass_every_message_whole_and_once(folder: str) -> None:
    context = multiprocessing.get_context("fork")
    result = context.Queue()
    readers = [context.Process(target=_read, args=(folder, result)) for _ in range(READERS)]
    writers = [context.Process(target=_write, args=(folder, number)) for number in range(WRITERS)]
    for process in (*readers, *writers):
        process.start()
    seen: Counter[str] = Counter()
    broken = 0
    for _reader in readers:
        taken, torn = result.get(timeout=120)
        seen.update(taken)
        broken += torn
    for process in (*readers, *writers):
        process.join(30)
        assert process.exitcode == 0
    assert broken == 0
    assert len(seen) == WRITERS * EACH
    assert set(seen.values()) == {1}
    assert list(Path(folder, "queue").iterdir()) == []


def test_a_file_is_never_seen_empty_or_in_part_under_its_name(tmp_path: Path) -> None:
    path, stop, torn = tmp_path / "file", threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            with suppress(FileNotFoundError):
                size = path.stat().st_size
                if size != len(BODY):
                    torn.append(size)

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(300):
        write_whole(path, BODY.encode())
        path.unlink()
    stop.set()
    reader.join()
    assert torn == []


def test_messages_come_out_in_the_order_they_were_published(folder: str) -> None:
    with _connect(folder) as connection:
        channel: Channel = connection.default_channel
        for number in range(20):
            channel._put("bells", {"number": number})
        assert channel._size("bells") == 20
        assert [channel._get("bells")["number"] for _ in range(20)] == list(range(20))
        with pytest.raises(Empty):
            channel._get("bells")


def test_a_half_written_message_is_not_there_yet(folder: str) -> None:
    Path(folder, "queue", ".00000000000000000001_abc.bells.msg.beside").write_text("{")
    with _connect(folder) as connection:
        channel: Channel = connection.default_channel
        assert channel._size("bells") == 0
        with pytest.raises(Empty):
            channel._get("bells")


def test_twenty_processes_binding_at_once_leave_every_binding_in_the_table(folder: str) -> None:
    def bind(number: int) -> None:
        with _connect(folder) as connection:
            connection.default_channel._queue_bind("bells", "key", "", f"queue-{number}")

    threads = [threading.Thread(target=bind, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with _connect(folder) as connection:
        table = connection.default_channel.get_table("bells")
    assert {row.queue for row in table} == {f"queue-{number}" for number in range(20)}
