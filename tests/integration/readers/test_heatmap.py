"""The heatmap's rows: everybody who is watched, in the order of concern, in a bounded number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import big_world
from countries.models import Country
from indicators.catalogue import load
from indicators.models import Contribution, Score, ScoringRun
from indicators.readers.heatmap import Heatmap, HeatmapQuery, HeatmapRow, heatmap, heatmap_stamp

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def show(user: Any, **given: str) -> Heatmap:
    return heatmap(HeatmapQuery.from_params({"world": "exercise"} | given, user, TODAY), user)


def rows(user: Any, **given: str) -> dict[str, HeatmapRow]:
    return {row.iso3: row for row in show(user, **given).rows}


def test_every_watched_country_that_exists_has_a_row(exercise_world: None, farida: Any) -> None:
    found = show(farida)
    assert {row.iso3 for row in found.rows} == {f"XA{letter}" for letter in "ABCDEFGHIJKL"}
    assert found.total == 12
    assert {row.look for row in found.rows} == {"rated", "base_only", "not_rated", "closed"}


def test_the_real_countries_are_all_listed_and_honestly_never_scored(exercise_world: None, farida: Any) -> None:
    found = show(farida, world="real")
    assert len(found.rows) > 190
    assert {row.look for row in found.rows} <= {"never_scored", "closed"}
    for row in found.rows:
        assert (row.number, row.band, row.levels, row.sparkline) == (None, None, {}, ())
    assert found.run_id is None
    assert "Never scored" in found.rows[0].why


def test_the_order_is_concern_then_what_has_a_base_then_who_has_no_number(exercise_world: None, farida: Any) -> None:
    found = show(farida).rows
    assert [row.look for row in found] == ["rated"] * 9 + ["base_only", "not_rated", "closed"]
    numbers = [row.number for row in found if row.look == "rated"]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    ("sort", "read"),
    [
        ("country", lambda row: row.name),
        ("root", lambda row: row.levels["R"].score if row.levels else None),
        ("trigger", lambda row: row.levels["T"].score if row.levels else None),
        ("coverage", lambda row: row.coverage),
    ],
)
def test_a_column_sorts_both_ways_and_what_is_empty_stays_last(
    exercise_world: None, farida: Any, sort: str, read: Any
) -> None:
    for sign in ("", "-"):
        values = [read(row) for row in show(farida, sort=sign + sort).rows]
        there = [value for value in values if value is not None]
        assert values[: len(there)] == there
        falling = (sort == "country") == bool(sign)
        assert there == sorted(there, reverse=falling)


def test_filters_keep_what_they_name_and_the_counts_stay_those_of_all(exercise_world: None, farida: Any) -> None:
    whole = show(farida)
    assert {row.trend for row in show(farida, trend="worsening").rows} == {"worsening"}
    assert {row.band.slug for row in show(farida, band="high").rows if row.band} == {"high"}
    assert [row.iso3 for row in show(farida, status="not_rated").rows] == ["XAJ"]
    north = show(farida, subregion="X01")
    assert {row.subregion for row in north.rows} == {"X01"}
    assert (north.total, north.counts) == (whole.total, whole.counts)
    assert [row.iso3 for row in show(farida, search="brev").rows] == ["XAB"]
    assert [row.iso3 for row in show(farida, search="BRÉV ania").rows] == []


def test_a_base_only_country_is_found_by_the_band_of_its_base(exercise_world: None, farida: Any) -> None:
    row = rows(farida)["XAF"]
    assert row.band is not None
    assert "XAF" in rows(farida, band=row.band.slug)


def test_my_countries_are_those_of_my_assignments(exercise_world: None, farida: Any, amara: Any) -> None:
    assert set(rows(amara, mine="1")) == {"XAB"}
    assert rows(farida, mine="1") == {}


def test_each_country_shows_its_newest_score_up_to_the_day(exercise_world: None, farida: Any) -> None:
    for day in ("2026-10-31", "2026-10-30", "2025-01-15", "2024-02-29"):
        for iso3, row in rows(farida, as_of=day).items():
            newest = (
                Score.objects.filter(country=iso3, profile="full", as_of__lte=day).order_by("-as_of", "-pk").first()
            )
            assert row.score_id == (newest.pk if newest else None)


def test_a_later_run_for_the_same_day_takes_the_place_of_the_first(exercise_world: None, farida: Any) -> None:
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    score = Score.objects.get(run=run, country="XAB")
    run.pk, run.job, run._state.adding = run.pk + 1, None, True
    run.save()
    score.pk, score._state.adding, score.run, score.overall = None, True, run, 1.25
    score.save()
    row = rows(farida)["XAB"]
    assert (row.number, row.run_id, row.sparkline[-1]) == (1.25, run.pk, (date(2026, 10, 31), 1.25))


def test_a_country_ends_on_the_day_it_ends(exercise_world: None, farida: Any) -> None:
    end = Country.objects.get(pk="XAL").valid_to
    assert end is not None
    before = date.fromordinal(end.toordinal() - 1).isoformat()
    assert rows(farida, as_of=before)["XAL"].look != "closed"
    closed = rows(farida, as_of=end.isoformat())["XAL"]
    assert (closed.look, closed.number, closed.levels, closed.successors) == ("closed", None, {}, ("XAE",))
    assert "XAE" in closed.why


def test_data_only_leaves_judgement_out(exercise_world: None, farida: Any) -> None:
    adjusted, data = rows(farida)["XAB"], rows(farida, view="data")["XAB"]
    assert adjusted.adjusted
    assert adjusted.number == adjusted.number_adjusted
    assert data.number == data.number_data_only == adjusted.number_data_only
    assert data.number != adjusted.number
    for row, name in ((adjusted, "adjusted_score"), (data, "data_score")):
        for level in row.level_cells:
            assert level.score == getattr(level, name)
            assert all(cell.score == getattr(cell, name) for cell in level.factors)


def test_the_sparkline_is_one_point_a_month_of_the_last_year(exercise_world: None, farida: Any) -> None:
    for row in show(farida).rows:
        if row.look != "rated":
            continue
        days = [day for day, _number in row.sparkline]
        assert len(days) == 13
        assert days == sorted(set(days))
        assert days[-1] == date(2026, 10, 31)
        stored = dict(Score.objects.filter(country=row.iso3, as_of__in=days).values_list("as_of", "overall"))
        assert dict(row.sparkline) == stored


def test_a_factor_without_a_number_says_why_and_has_no_band(exercise_world: None, farida: Any) -> None:
    looks = {cell.look for row in show(farida).rows for level in row.level_cells for cell in level.factors}
    assert {"scored", "not_scored"} <= looks
    for row in show(farida).rows:
        for level in row.level_cells:
            for cell in level.factors:
                assert (cell.score is None) == (cell.band is None)
                assert (cell.score is None) == (cell.look in {"not_scored", "not_watched", "not_applicable"})


def test_a_factor_is_stale_where_half_of_its_weight_is_past_its_age(exercise_world: None, farida: Any) -> None:
    weights = {spec.code: spec.weight for spec in load().indicators}
    for row in show(farida).rows:
        read = Contribution.objects.filter(score=row.score_id).values_list(
            "indicator_id", "state", "indicator__level", "indicator__factor"
        )
        for level in row.level_cells:
            for cell in level.factors:
                mine = [(weights[code], state) for code, state, lv, f in read if (lv, f) == (cell.level, cell.factor)]
                old = sum(weight for weight, state in mine if state == "stale")
                expected = cell.data_score is not None and 2 * old >= sum(weight for weight, _state in mine) > 0
                assert cell.stale == expected, (row.iso3, cell)


def test_who_sees_one_country_sees_one_row(exercise_world: None, ines: Any, otto: Any, hanna: Any) -> None:
    assert set(rows(ines)) == {"XAB"}
    assert rows(otto) == {}
    # Accounts are managed without a look at scores.
    assert rows(hanna) == {}


def test_the_stamp_changes_with_the_run_the_view_and_the_countries(
    exercise_world: None, farida: Any, ines: Any
) -> None:
    query = HeatmapQuery.from_params({"world": "exercise"}, farida, TODAY)
    first = heatmap_stamp(query, farida)
    assert heatmap(query, farida).stamp == first
    other = HeatmapQuery.from_params({"world": "exercise", "view": "data"}, farida, TODAY)
    assert len({first, heatmap_stamp(other, farida), heatmap_stamp(query, ines)}) == 3
    run = ScoringRun.objects.filter(world="exercise").latest("pk")
    run.pk, run.job, run._state.adding = run.pk + 1, None, True
    run.save()
    assert heatmap_stamp(query, farida) != first


def test_a_world_built_anew_has_another_stamp_for_the_same_run_number(exercise_world: None, farida: Any) -> None:
    query = HeatmapQuery.from_params({"world": "exercise"}, farida, TODAY)
    first = heatmap_stamp(query, farida)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_scoringrun SET at = '2031-01-01T00:00:00+00:00'")
    assert heatmap_stamp(query, farida) != first


def test_two_hundred_countries_take_as_many_queries_as_twelve(exercise_world: None, farida: Any) -> None:
    def queries() -> int:
        cache.clear()
        user = type(farida).objects.get(pk=farida.pk)
        with CaptureQueriesContext(connection) as taken:
            found = show(user)
        assert found.rows
        return len(taken)

    few = queries()
    big_world.build(countries=200, dates=3)
    assert len(show(farida).rows) == 200
    assert queries() <= max(few, 9) <= 12
