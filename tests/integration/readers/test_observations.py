"""Evidence of one world at a time, and by its publication, whatever the order it came in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from countries.models import Country
from indicators.actions.events import EventFacts, log_event
from indicators.actions.imports import Release, import_file
from indicators.models import Observation, Source
from indicators.readers.calendar import dates_ahead
from indicators.readers.observations import ObservationQuery, observations
from indicators.readers.sources import source_list
from ledger.actors import System
from tests.integration.indicators.files import row, tidy

pytestmark = pytest.mark.django_db

BY = System("system:test")


def take_in(folder: Path, *lines: str) -> None:
    """Import these lines of the tidy template; they say themselves when they were published."""
    report = import_file(by=BY, importer="tidy", path=tidy(folder, lines), release=Release(), rescore=False)
    assert report.problems == []


def values(user: Any, **query: Any) -> list[float | None]:
    return [item.value for item in observations(ObservationQuery(**query), user)]


def test_what_is_known_goes_by_publication_and_not_by_the_order_of_the_imports(tmp_path: Path, farida: Any) -> None:
    take_in(tmp_path, row(25, published="2026-06-01"))
    take_in(tmp_path, row(29, published="2025-06-01"))
    asked = {"world": "exercise", "country": "XAB"}
    assert values(farida, **asked, current=True) == [25]
    assert values(farida, **asked, known_on=date(2026, 1, 1)) == [29]
    assert values(farida, **asked, known_on=date(2026, 7, 1)) == [25]
    assert values(farida, **asked, known_on=date(2025, 1, 1)) == []


def test_of_two_publications_of_one_day_the_one_taken_in_last_counts(tmp_path: Path, farida: Any) -> None:
    take_in(tmp_path, row(25))
    take_in(tmp_path, row(29))
    assert values(farida, world="exercise", current=True) == [29]


def test_evidence_in_the_templates_own_feed_is_read_in_the_world_of_its_country(tmp_path: Path, farida: Any) -> None:
    take_in(tmp_path, row(25))
    assert Source.objects.get(pk="tidy").world == "real"
    assert values(farida, world="exercise") == [25]
    assert values(farida, world="real") == []
    held = {item.code: item.observations for item in source_list("real", farida, date(2026, 7, 1))}
    assert held["tidy"] == 0


def test_one_observation_names_the_world_of_its_country(tmp_path: Path, farida: Any, client: Any) -> None:
    take_in(tmp_path, row(25))
    client.force_login(farida, backend="warning.authz.RoleBackend")
    answer = client.get(f"/api/v1/observations/{Observation.objects.get().pk}/").json()
    assert answer["meta"]["world"] == "exercise"


def test_a_page_of_the_world_is_read_in_the_order_of_its_ids_without_sorting_all(farida: Any) -> None:
    plan = observations(ObservationQuery("real"), farida).explain()
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in plan


def test_a_date_ahead_is_the_one_published_last_though_an_older_edition_came_in_after_it(farida: Any) -> None:
    for published, title in ((date(2026, 5, 1), "second"), (date(2026, 3, 1), "first")):
        facts = EventFacts(
            indicator="T-RF2-03", country="XAB", day=date(2026, 9, 1), severity=4.0, grade="B2",
            published=published, title=title, source="tidy", external_id="feast",
        )  # fmt: skip
        log_event(by=BY, facts=facts, rescore=False)
    brevana = Country.objects.get(pk="XAB")
    assert [item.title for item in dates_ahead(brevana, farida, date(2026, 6, 1))] == ["second"]
    assert [item.title for item in dates_ahead(brevana, farida, date(2026, 4, 1))] == ["first"]
