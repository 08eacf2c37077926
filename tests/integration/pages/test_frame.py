"""The frame: world, language, time zone, search, error pages, and the headers every page must have."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import ImportRun
from warning.models import User

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
BANNER = "invented countries, invented data"


def real_import() -> None:
    now = timezone.now()
    numbers = {"size": 1, "rows": 1, "new": 1, "superseding": 0, "unchanged": 0, "event_seq": 1}
    ImportRun.objects.create(
        importer="wdi", world="real", file_name="x.csv", sha256="0" * 64, by="system:tests", at=now,
        catalogue_digest="0" * 64, **numbers,
    )  # fmt: skip


# --- the world ------------------------------------------------------------------------------------


def test_the_exercise_is_the_world_until_real_data_were_imported(amara: User, as_user: As) -> None:
    client = as_user(amara)
    assert client.get(reverse("profile")).context["world"] == "exercise"
    real_import()
    assert client.get(reverse("profile")).context["world"] == "real"


def test_a_chosen_world_is_kept_and_the_url_goes_before_it(amara: User, as_user: As) -> None:
    client = as_user(amara)
    assert client.post(reverse("world"), {"world": "real", "next": reverse("country-list")}).url == reverse(
        "country-list"
    )
    assert BANNER not in client.get(reverse("profile")).content.decode()
    assert BANNER in client.get(reverse("profile"), {"world": "exercise"}).content.decode()
    assert BANNER not in client.get(reverse("profile")).content.decode()


@pytest.mark.parametrize(
    "back", ["/countries/XAB/", "https://elsewhere.example/", "//elsewhere.example", "/nowhere", ""]
)
def test_a_switch_leads_home_from_a_page_of_one_world(back: str, amara: User, as_user: As) -> None:
    assert as_user(amara).post(reverse("world"), {"world": "real", "next": back}).url == reverse("home")


def test_the_api_itself_knows_no_session_and_its_documentation_does(amara: User, as_user: As) -> None:
    client = as_user(amara)
    client.post(reverse("world"), {"world": "exercise"})
    assert BANNER in client.get(reverse("api-docs")).content.decode()
    assert client.get(reverse("api-heatmap")).json()["meta"]["world"] == "real"


def test_an_invented_world_is_refused_by_name(amara: User, as_user: As) -> None:
    client = as_user(amara)
    answer = client.get(reverse("home"), {"world": "moon"})
    assert answer.status_code == 400
    assert "moon" in answer.content.decode()
    assert client.post(reverse("world"), {"world": "moon"}).status_code == 400


def test_a_search_stays_in_its_world(exercise_world: None, amara: User, as_user: As) -> None:
    client = as_user(amara)
    assert client.get(reverse("search"), {"q": "namibia"}).context["hits"] == []
    client.post(reverse("world"), {"world": "real"})
    assert client.get(reverse("search"), {"q": "namibia"}).url == reverse("country", args=["NAM"])


# --- language and time ----------------------------------------------------------------------------


def test_a_page_speaks_the_language_of_the_account_whatever_the_browser_asks(delphine: User, as_user: As) -> None:
    answer = as_user(delphine).get(reverse("profile"), headers={"accept-language": "en"})
    assert '<html lang="fr"' in answer.content.decode()
    assert answer["Content-Language"] == "fr"


def test_the_language_of_one_request_does_not_reach_the_next(delphine: User, amara: User, as_user: As) -> None:
    as_user(delphine).get(reverse("profile"))
    assert '<html lang="en"' in as_user(amara).get(reverse("profile")).content.decode()


def test_times_are_shown_in_the_time_zone_of_the_account(amara: User, as_user: As) -> None:
    client = as_user(amara)
    client.post(reverse("preferences"), {"language": "en", "timezone": "Pacific/Kiritimati"})
    assert User.objects.get(pk=amara.pk).timezone == "Pacific/Kiritimati"
    began = amara.sessions.get().started_at + timedelta(hours=14)
    assert f"{began:%Y-%m-%d %H:%M}" in client.get(reverse("profile")).content.decode()
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


def test_a_time_zone_that_does_not_exist_is_refused_at_its_field(amara: User, as_user: As) -> None:
    answer = as_user(amara).post(reverse("preferences"), {"language": "en", "timezone": "Moon/Sea"})
    assert answer.status_code == 422
    assert "timezone" in answer.context["preferences"].errors


# --- search ---------------------------------------------------------------------------------------


@pytest.fixture
def real(amara: User, as_user: As) -> Client:
    client = as_user(amara)
    client.post(reverse("world"), {"world": "real"})
    return client


@pytest.mark.parametrize(
    ("typed", "found"),
    [("NAM", "NAM"), ("cote d'ivoire", "CIV"), ("Côte d’Ivoire", "CIV"), ("burkina", "BFA"), ("  TCHAD ", "TCD")],
)
def test_a_name_in_any_spelling_leads_straight_to_its_country(typed: str, found: str, real: Client) -> None:
    assert real.get(reverse("search"), {"q": typed}).url == reverse("country", args=[found])


def test_several_hits_are_listed_the_likeliest_first(real: Client) -> None:
    codes = [hit.iso3 for hit in real.get(reverse("search"), {"q": "guinea"}).context["hits"]]
    assert codes[:2] == ["GIN", "GNB"]
    assert {"GNQ", "PNG"} <= set(codes)


def test_a_list_that_was_cut_says_of_how_many(real: Client) -> None:
    answer = real.get(reverse("search"), {"q": "a"})
    assert len(answer.context["hits"]) < answer.context["total"]
    assert f"of {answer.context['total']} entries" in answer.content.decode()


def test_a_name_that_two_countries_share_is_never_decided_for_the_reader(real: Client) -> None:
    answer = real.get(reverse("search"), {"q": "congo"})
    assert {"COG", "COD"} <= {hit.iso3 for hit in answer.context["hits"]}


def test_a_search_without_a_hit_says_so_and_what_to_do(real: Client) -> None:
    answer = real.get(reverse("search"), {"q": "<b>atlantis"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "&lt;b&gt;atlantis" in text
    assert "three-letter code" in text


def test_suggestions_are_a_list_without_the_frame(real: Client) -> None:
    text = real.get(reverse("search"), {"q": "guinea", "part": "1"}).content.decode()
    assert 'role="option"' in text
    assert "<html" not in text


# --- what it costs ------------------------------------------------------------------------------


def test_the_frame_costs_few_queries(amara: User, as_user: As, django_assert_max_num_queries: Any) -> None:
    client = as_user(amara)
    # Session, user, assignments, the strip.
    with django_assert_max_num_queries(4):
        client.get(reverse("search"))


def test_the_heatmap_in_its_frame_takes_at_most_twelve_queries(
    exercise_world: None, farida: User, as_user: As, django_assert_max_num_queries: Any
) -> None:
    client = as_user(farida)
    cache.clear()  # nothing rendered before may help
    with django_assert_max_num_queries(12):
        assert client.get(reverse("heatmap")).status_code == 200


# --- errors ---------------------------------------------------------------------------------------


def test_a_page_that_does_not_exist_says_so_and_leads_on(amara: User, as_user: As, client: Client) -> None:
    answer = as_user(amara).get("/nowhere")
    assert answer.status_code == 404
    assert reverse("home") in answer.content.decode()
    assert reverse("login") in client.get("/nowhere").content.decode()


def test_an_unknown_address_of_the_api_gets_problem_details(client: Client) -> None:
    answer = client.get("/api/v1/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_refusal_names_the_permission(amara: User, as_user: As) -> None:
    answer = as_user(amara).get(reverse("account-list"))
    assert answer.status_code == 403
    assert "warning.manage_accounts" in answer.content.decode()


def test_our_own_failure_is_told_without_the_frame(amara: User, as_user: As, monkeypatch: Any) -> None:
    client = as_user(amara)
    client.raise_request_exception = False
    monkeypatch.setattr("warning.pages.home.news", lambda *_args, **_more: 1 / 0)
    answer = client.get(reverse("home"))
    assert answer.status_code == 500
    assert "Something failed here" in answer.content.decode()
    assert "division" not in answer.content.decode()


# --- what every page must have --------------------------------------------------------------------

PAGES = ["home", "profile", "search", "country-list", "heatmap", "indicator-list", "source-list", "token-list"]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_inline_script_or_style(name: str, exercise_world: None, goran: User, as_user: As) -> None:
    answer = as_user(goran).get(reverse(name))
    text = answer.content.decode()
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    assert not re.search(
        r"(?:src|href|action)=\"(?:https?:)?//(?!127\.0\.0\.1)", text.replace("https://creativecommons.org", "")
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title_a_heading_and_a_way_past_the_menu(
    name: str, exercise_world: None, goran: User, as_user: As
) -> None:
    text = as_user(goran).get(reverse(name)).content.decode()
    assert text.count("<h1") == 1
    assert 'href="#main"' in text
    assert '<main id="main"' in text
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    assert title is not None
    assert title.group(1).strip().endswith("Early Warning Risk Matrix")


def test_titles_tell_pages_apart(exercise_world: None, goran: User, as_user: As) -> None:
    client = as_user(goran)
    titles = [re.search(r"<title>(.*?)</title>", client.get(reverse(name)).content.decode(), re.S) for name in PAGES]
    assert len({match.group(1).strip() for match in titles if match}) == len(PAGES)
