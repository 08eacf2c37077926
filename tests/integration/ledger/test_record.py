"""Events are chained, written with what they witness, and never changed."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from ledger.append_only import AppendOnlyError
from ledger.canonical import GENESIS, body_digest, event_hash
from ledger.models import Event, EventBody
from ledger.record import RecordOutsideTransaction, record

pytestmark = pytest.mark.django_db


def _write(number: int) -> Event:
    return record(action="test.write", actor="U-TEST22", object=f"thing:{number}", body={"number": number})


def test_each_event_carries_the_hash_of_the_one_before() -> None:
    start = Event.objects.order_by("-seq").first()
    first, second = _write(1), _write(2)
    assert first.prev_hash == (start.hash if start else GENESIS)
    assert second.prev_hash == first.hash
    assert second.seq == first.seq + 1


def test_hash_and_digest_can_be_computed_again_from_what_is_stored() -> None:
    stored = Event.objects.get(pk=_write(7).pk)
    body = EventBody.objects.get(seq=stored.seq).body
    assert json.loads(body) == {"number": 7}
    assert stored.body_digest == body_digest(stored.salt, body)
    assert stored.hash == event_hash(stored.header(), stored.prev_hash)


def test_an_event_cannot_be_changed_or_deleted_by_any_door_of_the_model() -> None:
    event = _write(1)
    event.actor = "somebody else"
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(actor="somebody else"),
        lambda: Event.objects.bulk_update([event], ["actor"]),
        lambda: Event.objects.update_or_create(seq=event.seq, defaults={"actor": "x"}),
        lambda: Event.objects.all()._raw_delete("default"),
        lambda: Event.objects.bulk_create([event], None, False, True, ["actor"], ["seq"]),
        event.save_base,
    ):
        with pytest.raises(AppendOnlyError, match="append-only"):
            attempt()
    assert Event.objects.get(pk=event.pk).actor == "U-TEST22"


def test_an_event_goes_with_the_write_it_witnesses_when_that_fails() -> None:
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        _write(1)
        raise RuntimeError("the write failed")
    assert Event.objects.count() == before


@pytest.mark.django_db(transaction=False)
def test_an_event_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RecordOutsideTransaction, match="inside the action's transaction"):
        _write(1)
