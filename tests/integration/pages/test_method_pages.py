"""The method on screen: every indicator, factor, UN risk factor, source and country has its page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from indicators.catalogue import load
from indicators.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]
As = Callable[[Any], Client]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.content[:300])
    return html.unescape(response.content.decode())


def test_all_seventy_indicators_are_listed_under_their_factors(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/indicators/?world=exercise")
    found = re.findall(r'href="/indicators/([PRT]-[A-Z0-9]+-\d\d)/"', text)
    assert found == [spec.code for spec in load().indicators]
    assert text.count('class="group-title"') == 25


def test_a_profile_says_what_it_leaves_out_and_why(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/indicators/?world=exercise&profile=public")
    outside = load().outside_profile("public")
    assert text.count(">not watched</span>") == len(outside)
    reason = next(row.reason for row in load().profiles if row.profile == "public" and not row.member)
    assert reason.split("'")[0][:40] in text


def test_search_and_filters_narrow_the_list(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/indicators/?world=exercise&search=infant")
    assert "R-RF8-01" in text
    assert "P-RF7-01" not in text
    assert "No indicator matches" in text_of(as_user(farida), "/indicators/?world=exercise&search=zzzz")


def test_a_wrong_filter_is_named(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/indicators/?world=exercise&profile=secret")
    assert response.status_code == 400
    assert "<b>Profile</b> “secret”: " in response.content.decode()


@pytest.mark.parametrize("code", ["R-RF8-01", "R-RT-01", "R-RF6-01", "T-RF2-01", "T-RF3-01", "P-RF7-04"])
def test_an_indicator_shows_unit_goalposts_reason_weight_and_licence(farida: Any, as_user: As, code: str) -> None:
    spec = load().by_code[code]
    text = text_of(as_user(farida), f"/indicators/{code}/?world=real")
    for part in (spec.name, spec.unit, spec.norm_reason, spec.cadence, spec.licence_note):
        assert part in text, part
    assert "<polyline points=" in text
    assert f"{spec.max_age_days} d" in text
    if spec.takes_never:
        assert "never = 0" in text
        assert "Scores 0 at" not in text


def test_a_stand_in_is_marked_with_its_reason_and_its_own_goalposts(farida: Any, as_user: As) -> None:
    stand_in = next(row for row in load().series if row.stand_in)
    text = text_of(as_user(farida), f"/indicators/{stand_in.indicator}/?world=real")
    assert ">stand-in</span>" in text
    assert stand_in.reason[:40] in text


def test_every_factor_and_every_un_risk_factor_has_a_page(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    for factor in load().factors:
        assert factor.name in text_of(client, f"/factors/{factor.factor}/")
    for row in load().un_risk_factors:
        assert row.name in text_of(client, f"/un-factors/{row.un_rf}/")


@pytest.mark.parametrize("address", ["/indicators/X-RF1-01/", "/factors/RF99/", "/un-factors/15/", "/sources/nobody/"])
def test_what_the_method_does_not_know_is_not_found(farida: Any, as_user: As, address: str) -> None:
    assert as_user(farida).get(address).status_code == 404


def test_sources_show_licence_terms_age_and_state_in_words(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/sources/?world=exercise")
    for source in Source.objects.filter(world="exercise"):
        assert source.title in text
        assert source.get_redistribution_display() in text
    assert re.search(r'class="pill (ok|warn|bad)">(fresh|late|too old)</span>', text)
    assert "days old" in text


def test_an_event_log_that_brought_events_is_not_called_never_imported(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/sources/exercise_watch_desk/?world=exercise")
    assert "never imported" not in text


def test_a_source_tells_what_it_feeds_and_what_was_imported(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/sources/exercise_statistics/?world=exercise")
    assert "exercise_statistics.csv" in text
    assert "R-RF8-01" in text
    assert "sha256" in text


def test_a_source_of_the_real_world_without_data_says_what_to_do(goran: Any, as_user: As) -> None:
    text = text_of(as_user(goran), "/sources/wdi/?world=real")
    assert "never imported" in text
    assert "manage.py import_file" in text


def test_worlds_do_not_share_sources(farida: Any, as_user: As) -> None:
    assert as_user(farida).get("/sources/wdi/?world=exercise").status_code == 404


def test_countries_are_found_by_any_name_or_code(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    for word in ("brevana", "Brévanie", "XAB", "BREV"):
        text = text_of(client, f"/countries/?world=exercise&q={word}")
        assert re.findall(r'href="/countries/(X[A-Z]{2})/"', text) == ["XAB"]


def test_the_directory_shows_closed_states_as_such(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/countries/?world=exercise&q=lumeria")
    assert "Dissolved" in text
    assert ">Closed</span>" not in text, "said once"
    assert "2026-01-01" in text


def test_a_name_nobody_has_gets_a_hint(farida: Any, as_user: As) -> None:
    assert "No country has this name or code." in text_of(as_user(farida), "/countries/?world=exercise&q=atlantis")


def test_the_real_directory_is_paged_and_mixes_in_no_exercise(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida), "/countries/?world=real")
    assert "Page 1 of" in text
    assert "Brevana" not in text


def test_htmx_gets_the_list_alone(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/countries/?world=exercise&q=brev", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
