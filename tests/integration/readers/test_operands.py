"""What a derived value was made of is found again among the stored values, or its lines alone are named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from countries.readers.directory import neighbours_on
from indicators.catalogue import load
from indicators.models import ImportRun, Observation, Source
from indicators.readers.evidence_views import observation_view
from indicators.readers.lineage_steps import lines_words
from indicators.readers.operands import made_of
from indicators.readers.stand_ins import stand_in_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]
END = date(2024, 12, 31)


def stored(source: str, code: str, value: float, **known: Any) -> Observation:
    Source.objects.filter(code=source).get()
    row = Observation(
        indicator_id=code,
        country_id=known.pop("country", "XAB"),
        ref_end=known.pop("ref_end", END),
        source_id=source,
        value=value,
        unit=known.pop("unit", "deaths"),
        grade="B2",
        published=date(2025, 6, 1),
        retrieved_at=timezone.now(),
        import_run=ImportRun.objects.filter(world="exercise").first(),
        version=known.pop("version", 1),
        **known,
    )
    row.save()
    return row


def test_the_worst_neighbour_is_named_with_its_own_line() -> None:
    around = neighbours_on(stored("ucdp_deaths", "P-RF1-02", 1.0, line=2).country, END)
    assert len(around) >= 2
    for at, country in enumerate(around):
        stored("ucdp_deaths", "P-RF1-02", 100.0 * (at + 1), country=country.iso3, line=10 + at)
    worst = stored("ucdp_deaths", "P-RF1-03", 100.0 * len(around), line=9 + len(around), derivation="neighbours_worst")
    made = made_of(worst)
    assert [(part.iso3, part.line) for part in made.operands] == [(around[-1].iso3, 9 + len(around))]
    assert around[-1].name in made.arithmetic


def test_neighbours_that_do_not_give_the_value_are_not_named() -> None:
    worst = stored("ucdp_deaths", "P-RF1-03", 7.0, line=4, derivation="neighbours_worst")
    assert made_of(worst).operands == ()


def test_a_three_year_change_shows_both_values_with_their_years() -> None:
    for year, value, line in ((2021, 40.0, 5), (2024, 55.5, 8)):
        stored("wdi", "R-RF9-01", value, ref_end=date(year, 12, 31), line=line, column="wdi.trade.new")
    change = stored(
        "wdi", "P-RF9-01", 15.5, line=8, column="wdi.trade.new", derivation="three_year_change", input_lines="8;5"
    )
    made = made_of(change)
    assert [(part.ref_end.year, part.value, part.line) for part in made.operands] == [(2024, 55.5, 8), (2021, 40.0, 5)]
    assert made.arithmetic == "55.5 (2024) − 40 (2021)"
    file = change.import_run.file_name
    assert lines_words(observation_view(change)) == f"lines 8 and 5 of {file}"


def test_a_zero_without_a_record_names_no_line() -> None:
    zero = stored("ucdp_deaths", "P-RF1-02", 0.0, line=0, derivation="covered_without_record", raw="0")
    words = lines_words(observation_view(zero))
    assert words.startswith("no row for this country and 2024 in ")
    assert "line 0" not in words


def test_a_stand_in_shows_both_goalposts_and_its_reason() -> None:
    spec = load().by_code["R-RF4-01"]
    own = stand_in_of(stored("epr", "R-RF4-01", 0.5, raw="0.3", raw_unit="share 0-1", line=3), spec)
    assert own is not None
    assert (own.raw_0, own.raw_10, own.number, own.moved) == (0.0, 0.6, 0.3, True)
    assert own.reason.startswith("Stands in for")
    assert stand_in_of(stored("wdi", "R-RF9-01", 40.0, line=5), load().by_code["R-RF9-01"]) is None
