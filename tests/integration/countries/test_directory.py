"""What pages, the API and exports ask of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import translation

from countries.actions.reference import load_countries
from countries.models import Country
from countries.neighbours import Neighbours
from countries.readers import directory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    load_countries(by="steward")


def codes(found: object) -> set[str]:
    return {country.iso3 for country in found}  # type: ignore[attr-defined]


def test_no_list_mixes_the_worlds() -> None:
    real = codes(directory.countries(world="real"))
    exercise = codes(directory.countries(world="exercise"))
    assert exercise == {f"XA{letter}" for letter in "ABCDEFGHIJKL"}
    assert not real & exercise
    assert codes(directory.countries(world="real", text="brevana")) == set()


def test_197_watched_countries_exist_today_in_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = list(directory.countries(world="real", on=TODAY, watched=True))
        names = [(row.name, row.region and row.region.name, row.subregion and row.subregion.name) for row in rows]
    assert len(names) == 197


def test_a_dissolved_state_is_listed_for_the_years_it_existed() -> None:
    assert "DDR" in codes(directory.countries(world="real", on=date(1990, 10, 2)))
    assert "DDR" not in codes(directory.countries(world="real", on=date(1990, 10, 3)))
    assert "DEU" in codes(directory.countries(world="real", on=date(1990, 10, 3)))


def test_a_region_filter_takes_regions_and_sub_regions() -> None:
    africa = codes(directory.countries(world="real", region="002", on=TODAY, watched=True))
    assert len(africa) == 54
    north = codes(directory.countries(world="real", region="015", on=TODAY, watched=True))
    assert north == {"DZA", "EGY", "LBY", "MAR", "SDN", "TUN"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ivory", {"CIV"}),
        ("côte d’ivoire", {"CIV"}),
        ("COTE DIVOIRE", {"CIV"}),
        ("Allemagne", {"DEU", "DDR"}),
        ("zaire", {"COD"}),
        ("guinée bissau", {"GNB"}),
        ("xkx", {"XKX"}),
        ("   ", None),
        ("%", set()),
        ("atlantis", set()),
    ],
)
def test_search_finds_codes_names_and_spellings_without_accents(text: str, expected: set[str] | None) -> None:
    found = codes(directory.countries(world="real", text=text))
    assert found == (codes(directory.countries(world="real")) if expected is None else expected)


def test_names_follow_the_active_language() -> None:
    germany = Country.objects.get(iso3="DEU")
    assert (germany.name, str(germany)) == ("Germany", "Germany (DEU)")
    with translation.override("fr"):
        assert (germany.name, germany.short_name) == ("Allemagne", "Allemagne")
        assert [region.name for region in directory.regions(world="real")][:3] == [
            "Afrique",
            "Afrique septentrionale",
            "Afrique subsaharienne",
        ]


def test_neighbours_from_the_database_are_those_of_the_pure_table() -> None:
    pure = Neighbours.load()
    for day in (date(1990, 6, 30), date(2009, 1, 1), TODAY):
        for country in Country.objects.existing_on(day).filter(iso3__in=["DEU", "SDN", "SRB", "NOR", "XAB", "JPN"]):
            assert codes(directory.neighbours_on(country, day)) == set(pure.of(country.iso3, day))


def test_predecessors_and_successors_are_told_with_their_date() -> None:
    sudan, south = Country.objects.get(iso3="SDN"), Country.objects.get(iso3="SSD")
    assert [(row.successor_id, row.on) for row in directory.successors(sudan)] == [("SSD", date(2011, 7, 9))]
    assert [row.predecessor_id for row in directory.predecessors(south)] == ["SDN"]


def test_the_country_page_gets_every_code_with_its_dates() -> None:
    rows = directory.codes_of(Country.objects.get(iso3="YUG"))
    assert {("cow", "345", date(2003, 2, 4)), ("iso3", "YUG", None)} <= {
        (row.scheme, row.key, row.valid_to) for row in rows
    }


@dataclass
class Somebody:
    """Stands for a user: which countries a permission holds for; None is all."""

    allowed: frozenset[str] | None

    def countries_with(self, permission: str) -> frozenset[str] | None:
        assert permission == "countries.view_country"
        return self.allowed


def test_a_user_sees_all_or_the_assigned_countries_alone() -> None:
    everything = Country.objects.visible_to(Somebody(None))
    assert everything.count() == Country.objects.count()
    some = Country.objects.visible_to(Somebody(frozenset({"XAB", "FRA"})))
    assert codes(some) == {"XAB", "FRA"}
    assert codes(directory.countries(world="exercise", among=some)) == {"XAB"}
    assert not Country.objects.visible_to(Somebody(frozenset())).exists()


def test_one_exercise_country_closes_within_the_three_years() -> None:
    lumeria = Country.objects.get(iso3="XAL")
    assert lumeria.exists_on(date(2025, 12, 31))
    assert not lumeria.exists_on(date(2026, 1, 1))
    assert [row.successor_id for row in directory.successors(lumeria)] == ["XAE"]
