"""Indicators, factors, sources and observations as pages and API read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from indicators.catalogue import load
from indicators.models import ImportRun, Observation, Source
from indicators.readers.catalogue import (
    factor_list,
    factor_page,
    indicator_list,
    indicator_view,
    un_factor_list,
    un_factor_page,
)
from indicators.readers.observations import ObservationQuery, country_observations, observations
from indicators.readers.runs import as_of_dates, run_summary, runs
from indicators.readers.sources import source_list, source_page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def test_an_indicator_comes_with_its_goalposts_sources_and_profiles() -> None:
    view = indicator_view("R-RF8-01")
    assert (view.spec.goalpost_0, view.spec.goalpost_10) == (3, 80)
    assert {"wdi_imr", "un_imr"} <= {row.source for row in view.series}
    assert [row.priority for row in view.series] == sorted(row.priority for row in view.series)
    assert {row.profile: row.member for row in view.profiles}["full"]
    assert all(row.reason for row in view.profiles)
    with pytest.raises(KeyError):
        indicator_view("X-RF8-01")


def test_a_stand_in_is_marked_with_goalposts_of_its_own_and_a_reason() -> None:
    stand_ins = [row for view in indicator_list() for row in view.series if row.stand_in]
    assert stand_ins
    assert all(row.raw_goalpost_0 is not None and row.raw_goalpost_10 is not None and row.reason for row in stand_ins)


def test_the_shares_of_a_factor_add_up() -> None:
    for page in factor_list():
        for _level, _name, indicators in page.levels:
            assert sum(view.share for view in indicators) == pytest.approx(1)


def test_a_list_is_filtered_by_level_factor_profile_and_words() -> None:
    assert len(indicator_list()) == 70
    assert {view.spec.level for view in indicator_list(level="T")} == {"T"}
    assert {view.spec.factor for view in indicator_list(factor="RF4")} == {"RF4"}
    outside = load().outside_profile("public")
    assert {view.spec.code for view in indicator_list(profile="public")} == set(load().by_code) - outside
    assert "R-RF8-01" in {view.spec.code for view in indicator_list(search="infant mortality")}
    with pytest.raises(KeyError):
        indicator_list(profile="mine")


def test_each_world_has_its_own_sources(exercise_world: None) -> None:
    assert all(row.source.startswith("exercise") for row in indicator_view("R-RF8-01", "exercise").series)
    assert not any(row.source.startswith("exercise") for row in indicator_view("R-RF8-01", "real").series)


def test_all_fourteen_risk_factors_of_the_un_have_a_page() -> None:
    pages = un_factor_list()
    assert len(pages) == 14
    assert all(page.factors or page.indicators for page in pages)
    assert un_factor_page(8).un_factor.un_rf == "8"
    assert factor_page("RF8").un_risk_factors
    with pytest.raises(KeyError):
        un_factor_page(15)


def test_the_catalogue_is_shown_in_one_query() -> None:
    for read in (indicator_list, factor_list, un_factor_list):
        with CaptureQueriesContext(connection) as queries:
            read()
        assert len(queries) == 1


def test_a_source_tells_what_it_holds_and_how_old_it_is(exercise_world: None, farida: Any) -> None:
    cache.clear()
    rows = {row.code: row for row in source_list("exercise", farida, TODAY)}
    row = rows["exercise_statistics"]
    mine = Observation.objects.filter(source="exercise_statistics")
    assert row.observations == mine.count()
    assert row.last_ref == mine.latest("ref_end").ref_end
    assert row.age_days == (TODAY - row.last_ref).days
    assert row.last_import_id == mine.latest("import_run_id").import_run_id
    assert {row.code: row.state for row in source_list("real", farida, TODAY)}["wdi"] == "never"


def test_a_source_is_late_after_lag_and_cadence_and_dead_after_twice_its_age(exercise_world: None, farida: Any) -> None:
    source = Source.objects.get(code="exercise_statistics")
    last = Observation.objects.filter(source=source).latest("ref_end").ref_end

    def state(days: int) -> str:
        today = date.fromordinal(last.toordinal() + days)
        return source_page(source.code, "exercise", farida, today).row.state

    due = source.lag_days + source.cadence_days
    assert [state(due), state(due + 1), state(2 * source.max_age_days), state(2 * source.max_age_days + 1)] == [
        "fresh",
        "late",
        "late",
        "dead",
    ]


def test_a_new_import_is_seen_at_once(exercise_world: None, farida: Any) -> None:
    before = {row.code: row for row in source_list("exercise", farida, TODAY)}["exercise_statistics"]
    seen = Observation.objects.filter(source="exercise_statistics").latest("pk")
    run = ImportRun.objects.latest("pk")
    run.pk, run._state.adding = run.pk + 1, True
    run.save()
    seen.pk, seen._state.adding, seen.version, seen.import_run = None, True, seen.version + 7, run
    seen.save()
    after = {row.code: row for row in source_list("exercise", farida, TODAY)}["exercise_statistics"]
    assert after.observations == before.observations + 1
    assert after.last_import_id == run.pk


def test_a_source_page_lists_its_imports_newest_first(exercise_world: None, farida: Any) -> None:
    page = source_page("exercise_economy", "exercise", farida, TODAY)
    assert [run.id for run in page.imports] == sorted((run.id for run in page.imports), reverse=True)
    assert page.imports[0].id == page.row.last_import_id
    with pytest.raises(Source.DoesNotExist):
        source_page("exercise_economy", "real", farida, TODAY)


def test_observations_stay_within_world_and_rights(exercise_world: None, farida: Any, ines: Any, otto: Any) -> None:
    query = ObservationQuery(world="exercise")
    assert observations(query, farida).count() == Observation.objects.count()
    assert set(observations(query, ines).values_list("country_id", flat=True)) == {"XAB"}
    assert not observations(query, otto).exists()
    assert not observations(ObservationQuery(world="real"), farida).exists()


def test_a_country_shows_what_is_current_newest_first(exercise_world: None, farida: Any) -> None:
    found = country_observations(Country.objects.get(pk="XAB"), farida, world="exercise", limit=50)
    days = [view.ref_end for view in found]
    assert len(found) == 50
    assert days == sorted(days, reverse=True)
    replaced = set(Observation.objects.filter(supersedes__isnull=False).values_list("supersedes_id", flat=True))
    everything = country_observations(Country.objects.get(pk="XAB"), farida, world="exercise", limit=10_000)
    assert not replaced & {view.id for view in everything}


def test_runs_and_dates_are_newest_first_and_of_one_world(exercise_world: None, farida: Any, otto: Any) -> None:
    days = as_of_dates("exercise", "full")
    assert days == tuple(sorted(days, reverse=True))
    assert days[0] == date(2026, 10, 31)
    summary = run_summary("exercise")
    assert (summary.runs, summary.newest_as_of, summary.profiles) == (36, days[0], ("full",))
    assert run_summary("real").runs == 0
    assert [run.pk for run in runs("exercise", farida)] == sorted(
        (r.pk for r in runs("exercise", farida)), reverse=True
    )
    assert not runs("exercise", otto).exists()
