"""Loading the register: once in effect, one event, nothing lost."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction

from countries import tables
from countries.actions.reference import load_countries
from countries.models import Country, Neighbour, Region, Succession
from ledger.models import Event, EventBody

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty() -> None:
    """A database without a register, whatever the suite's template holds."""
    for rows in (
        Neighbour.objects,
        Succession.objects,
        Country.objects,
        Region.objects.exclude(parent=None),
        Region.objects,
    ):
        rows.all().delete()


@pytest.mark.usefixtures("empty")
def test_an_empty_database_gets_the_whole_register_and_one_event() -> None:
    before = Event.objects.count()
    report = load_countries(by="steward")
    rows = len(tables.countries()) + len(tables.regions()) + len(tables.successions()) + len(tables.borders())
    assert (report.created, report.updated, report.unchanged, report.removed) == (rows, 0, 0, 0)
    event = Event.objects.order_by("-seq").first()
    assert event is not None
    assert Event.objects.count() == before + 1
    assert (event.action, event.actor) == ("countries.load_countries", "steward")
    assert json.loads(EventBody.objects.get(seq=event.seq).body)["created"] == rows


def test_loading_again_changes_nothing_and_records_nothing() -> None:
    load_countries(by="steward")
    events = Event.objects.count()
    report = load_countries(by="steward")
    assert (report.created, report.updated, report.removed) == (0, 0, 0)
    assert report.unchanged == Country.objects.count() + Region.objects.count() + (
        Succession.objects.count() + Neighbour.objects.count()
    )
    assert Event.objects.count() == events


def test_a_row_that_differs_is_mended_and_a_border_that_is_gone_is_removed() -> None:
    load_countries(by="steward")
    Country.objects.filter(iso3="FRA").update(name_fr="Francie", watched=False)
    Neighbour.objects.create(a_id="FRA", b_id="GBR", note="a tunnel is no land border")
    report = load_countries(by="steward")
    assert (report.created, report.updated, report.removed) == (0, 1, 1)
    france = Country.objects.get(iso3="FRA")
    assert (france.name_fr, france.watched) == ("France", True)
    assert not Neighbour.objects.filter(a="FRA", b="GBR").exists()


def test_namibia_keeps_its_code() -> None:
    load_countries(by="steward")
    assert Country.objects.get(iso2="NA").iso3 == "NAM"


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"world": "exercise"}, "country_code_fits_world"),
        ({"world": "dream"}, "country_world_known|country_code_fits_world"),
        ({"iso3": "1QQ"}, "country_iso3_form"),
        ({"kind": "dissolved"}, "country_dissolved_has_end"),
        ({"kind": "empire"}, "country_kind_known"),
        # SQLite names the column of a unique index, PostgreSQL the index.
        ({"iso2": "FR"}, r"country_iso2_once|countries_country\.iso2"),
        ({"m49": "250"}, r"country_m49_once|countries_country\.m49"),
        ({"valid_from": "2000-01-01", "valid_to": "1999-01-01"}, "country_begins_before_it_ends"),
    ],
)
def test_the_database_itself_refuses_a_wrong_country(wrong: dict[str, str], constraint: str) -> None:
    load_countries(by="steward")
    good = {"iso3": "QQQ", "name_en": "Q", "name_fr": "Q", "short_en": "Q", "short_fr": "Q"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Country.objects.bulk_create([Country(**{**good, **wrong})])
    Country.objects.bulk_create([Country(**good)])


def test_an_exercise_country_cannot_become_real() -> None:
    load_countries(by="steward")
    with pytest.raises(IntegrityError, match="country_code_fits_world"), transaction.atomic():
        Country.objects.filter(iso3="XAB").update(world="real")


def test_a_border_is_stored_with_the_smaller_code_first_and_once() -> None:
    load_countries(by="steward")
    for pair in (("FRA", "AND"), ("AND", "FRA")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Neighbour.objects.create(a_id=pair[0], b_id=pair[1])
