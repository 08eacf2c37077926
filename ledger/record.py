"""Append one event to the chain, in the caller's transaction: both are stored or neither."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ledger.canonical import GENESIS, body_digest, canonical_json, event_hash
from ledger.models import Event, EventBody

# Any constant will do; it names the chain among PostgreSQL's advisory locks.
_CHAIN_LOCK = 0x1EDCE7


class RecordOutsideTransaction(RuntimeError):
    """An event was to be written apart from the write it witnesses."""


def _hold_the_chain() -> None:
    """One writer at a time. SQLite gives the same by its IMMEDIATE transactions."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def record(*, action: str, actor: str, object: str, body: dict[str, Any] | None = None, stream: str = "main") -> Event:
    """Write one chained event.

    Args:
        action: dotted name of the verb, such as `indicators.import_rows`.
        actor: handle of who acted, or the name of a system rule.
        object: what it was done to, as `kind:key`.
        body: JSON facts; committed to by a salted digest.
        stream: a label for readers; there is one chain.

    Returns:
        The stored event, its hash included.

    Raises:
        RecordOutsideTransaction: called outside `transaction.atomic()`.
        ValueError, TypeError: the body is not JSON.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RecordOutsideTransaction(f"{action}: record() belongs inside the action's transaction.")
    text = canonical_json(body or {})
    _hold_the_chain()
    last = Event.objects.order_by("-seq").values("seq", "hash").first()
    salt = secrets.token_hex(16)
    event = Event(
        seq=(last["seq"] + 1) if last else 1,
        stream=stream,
        actor=actor,
        action=action,
        object=object,
        at=timezone.now(),
        salt=salt,
        body_digest=body_digest(salt, text),
        prev_hash=last["hash"] if last else GENESIS,
    )
    event.hash = event_hash(event.header(), event.prev_hash)
    event.save()
    EventBody.objects.create(seq=event.seq, body=text)
    return event
