"""Sources on screen: imports with what they left out, events as well as values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from indicators.models import ImportRun, Source, TriggerEvent

pytestmark = pytest.mark.django_db
As = Callable[[Any], Client]


@pytest.fixture
def imported() -> ImportRun:
    """An import of one event, with two names that are no country."""
    source = Source.objects.filter(world="real").order_by("code")[0]
    run = ImportRun.objects.create(
        importer="reign_elections", world="real", file_name="votes.csv", sha256="a" * 64, size=10, lag_assumed=True,
        by="x", at=timezone.now(), catalogue_digest="", event_seq=1, rows=72016, new=1, superseding=0, unchanged=0,
        out_of_register={"Arab World": {"rows": 1650, "reason": "aggregate"}, "SUM": {"rows": 1, "reason": "a total"}},
    )  # fmt: skip
    TriggerEvent.objects.create(
        indicator_id="T-RF2-01", country_id="KEN", date=date(2024, 5, 1), published=date(2024, 1, 1), title="Vote",
        source=source, import_run=run, line=7, external_id="v", recorded_at=timezone.now(), by="x",
    )  # fmt: skip
    return run


def page(client: Client, code: str) -> str:
    client.post("/world", {"world": "real"})
    return client.get(f"/sources/{code}/").content.decode()


def test_a_source_of_events_names_its_imports_and_its_file(imported: ImportRun, goran: Any, as_user: As) -> None:
    client = as_user(goran)
    code = TriggerEvent.objects.get(import_run=imported).source_id
    text = page(client, code)
    assert "Nothing of this source has been imported" not in text
    assert text.count("votes.csv") == 2
    assert "votes.csv" in client.get("/sources/").content.decode()


def test_names_out_of_register_are_counted_and_stand_in_a_table(imported: ImportRun, goran: Any, as_user: As) -> None:
    text = page(as_user(goran), TriggerEvent.objects.get(import_run=imported).source_id)
    assert "2 names of votes.csv are out of register" in text
    assert "{&#x27;" not in text
    assert '<th scope="row">Arab World</th><td class="num">1,650</td><td>aggregate</td>' in text
    assert '<td class="num">72,016</td>' in text
