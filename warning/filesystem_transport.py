"""A broker made of files, for the embedded set-up: kombu's transport, publishing atomically.

kombu creates a message under its final name and then writes into it, so that a reader may take an
empty or half-written file, on which the worker dies. Here a message is written beside the queue and
moved in by a rename, and a reader takes it the same way: what has a final name is whole.
The exchange tables, which kombu rewrites in place, are likewise replaced as a whole.
"""

from __future__ import annotations

import fcntl
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


def write_whole(path: Path, text: bytes) -> None:
    """Write a file so that under its final name it is never seen empty or in part."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    beside.write_bytes(text)
    beside.replace(path)


class Channel(filesystem.Channel):
    """Messages are files `<time>_<uuid>.<queue>.msg`; names that begin with a dot are not there yet."""

    @contextmanager
    def _exchange_lock(self) -> Iterator[None]:
        # A file of its own: a lock on a file that is replaced would hold nothing.
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def get_table(self, exchange: str) -> list[Any]:
        """Queues bound to an exchange."""
        try:
            rows = loads(bytes_to_str(self._exchange_file(exchange).read_bytes()))
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        if row in self.get_table(exchange):
            return
        with self._exchange_lock():
            rows = [row, *(other for other in self.get_table(exchange) if other != row)]
            write_whole(self._exchange_file(exchange), str_to_bytes(dumps(rows)))

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kw: Any) -> None:
        # Past kombu's own `_delete`, which rewrites the table in place, to the purge it begins with.
        super(filesystem.Channel, self)._delete(queue, exchange, routing_key, pattern, *args, **kw)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._exchange_lock():
            rows = self.get_table(exchange)
            if row in rows:
                rows.remove(row)
                write_whole(self._exchange_file(exchange), str_to_bytes(dumps(rows)))

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        # Wall time and fixed width: the order of names is the order of publishing, over restarts too.
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, str_to_bytes(dumps(payload)))

    def _waiting(self, queue: str) -> list[str]:
        ending = f"{queue}.msg"
        names = (path.name for path in Path(self.data_folder_in).iterdir())
        return sorted(n for n in names if not n.startswith(".") and n.partition(".")[2] == ending)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder = Path(self.data_folder_in)
        for name in self._waiting(queue):
            mine = folder / f".{name}.taken.{uuid.uuid4().hex}"
            try:
                (folder / name).replace(mine)
            except FileNotFoundError:
                continue  # another worker was quicker
            payload: dict[str, Any] = loads(bytes_to_str(mine.read_bytes()))
            mine.unlink()
            return payload
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        names = self._waiting(queue)
        for name in names:
            (Path(self.data_folder_in) / name).unlink(missing_ok=True)
        return len(names)


class Transport(filesystem.Transport):
    """Named in `CELERY_BROKER_TRANSPORT` when no REDIS_URL is set."""

    Channel = Channel
