"""What a query string of the heatmap may ask, and how it is told back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.readers.heatmap_query import HeatmapQuery, ParamErrors

TODAY = date(2026, 11, 20)


def read(world: str | None = None, **given: str) -> HeatmapQuery:
    return HeatmapQuery.from_params(given, None, TODAY, world=world)


def test_nothing_asked_is_the_real_world_under_its_own_profile() -> None:
    query = read()
    assert (query.world, query.profile, query.as_of, query.view, query.sort) == (
        "real",
        "public",
        None,
        "adjusted",
        "concern",
    )


def test_the_exercise_is_shown_in_full() -> None:
    assert read(world="exercise").profile == "full"
    assert read(**{"world": "exercise"}).profile == "full"


@pytest.mark.parametrize(
    "given",
    [
        {"as_of": "2025-06-30", "view": "data", "level": "T"},
        {"region": "X00", "subregion": "X01", "band": "very-high", "trend": "worsening"},
        {"status": "base_only", "mine": "1", "sort": "-trend", "search": "côte d’or"},
    ],
)
def test_the_address_holds_the_whole_view(given: dict[str, str]) -> None:
    query = read(world="exercise", **given)
    again = HeatmapQuery.from_params(query.params(), None, TODAY)
    assert again == query


def test_what_is_as_usual_is_left_out_of_the_address_but_the_world() -> None:
    assert read(level="all", view="adjusted").params() == {"world": "real"}


def test_a_link_changes_one_thing() -> None:
    query = read(band="high")
    assert query.querystring(sort="country") == "world=real&band=high&sort=country"


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"bandd": "high"}, "bandd", "unknown_parameter"),
        ({"band": "High"}, "band", "unknown_choice"),
        ({"as_of": "2026-11-21"}, "as_of", "date_in_future"),
        ({"as_of": "30/06/2025"}, "as_of", "bad_date"),
        ({"region": "../"}, "region", "unknown_choice"),
        ({"mine": "perhaps"}, "mine", "bad_flag"),
        ({"search": "x" * 81}, "search", "bad_text"),
        ({"search": "a\x00b"}, "search", "bad_text"),
        ({"profile": "mine"}, "profile", "unknown_choice"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(given: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(ParamErrors) as caught:
        read(**given)
    error = caught.value.errors[0]
    assert (error.field, error.code) == (field, code)
    assert error.remedy


def test_all_mistakes_are_told_together() -> None:
    with pytest.raises(ParamErrors) as caught:
        read(band="x", trend="y", level="z")
    assert [error.field for error in caught.value.errors] == ["level", "band", "trend"]


def test_a_caller_may_read_parameters_of_its_own() -> None:
    given: Any = {"format": "csv"}
    assert HeatmapQuery.from_params(given, None, TODAY, also=("format",)).world == "real"
