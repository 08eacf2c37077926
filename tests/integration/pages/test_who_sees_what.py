"""Every address and every role: what is open, what is refused, and that nothing new is open by accident."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from countries.models import Country, Succession
from indicators.models import Score
from ledger.job import enqueue
from tests.cast import PEOPLE, enter
from warning.roles import ROLES

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db

# Whoever stands before the door sees these and nothing else.
# The schema says how the API is asked, and holds no answer.
OPEN = {"login", "password-forgot", "password-sent", "password-link", "api-schema"}
# Takes a POST from anybody; a GET is refused by its method.
POST_ONLY_OPEN = {"logout", "set-password"}
EXAMPLES: dict[str, Any] = {
    "uid": "MQ",
    "token": "abc-def",
    "iso3": "FRA",
    "score": 1,
    "code": "R-RF4-01",
    "number": 1,
    "pk": 1,
    "assignment": 1,
}


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def address(pattern: URLPattern) -> str:
    """A concrete address of a pattern, with made-up but well-formed keys."""
    converters = pattern.pattern.converters or pattern.pattern.regex.groupindex
    wanted = {
        name: "6f1c3c5a-7d0e-4a55-9a36-0b6c2f6a1a11" if "uuid" in type(kind).__name__.lower() else EXAMPLES[name]
        for name, kind in (converters if isinstance(converters, dict) else dict.fromkeys(converters)).items()
    }
    return reverse(pattern.name, kwargs=wanted)


ROUTES = [pytest.param(entry, id=entry.name) for _path, entry in routes()]
BEHIND = [route for route in ROUTES if route.id not in OPEN | POST_ONLY_OPEN]
# What belongs to the person, not to a role; and how the API is asked.
OWN = {"home", "looked", "world", "profile", "preferences", "change-password", "end-login", "api-docs"}


def test_every_address_has_a_name_of_its_own() -> None:
    names = [entry.name for _path, entry in routes()]
    assert all(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("pattern", ROUTES)
def test_a_stranger_sees_the_doors_and_nothing_behind_them(pattern: URLPattern, client: Client) -> None:
    answer = client.get(address(pattern))
    if pattern.name in OPEN:
        assert answer.status_code in {200, 404}
    elif pattern.name in POST_ONLY_OPEN:
        assert answer.status_code == 405
    elif answer.status_code == 302:
        assert answer.url.startswith(reverse("login"))
    else:
        assert answer.status_code in {401, 403}, "neither a login nor a refusal"


@pytest.mark.parametrize("pattern", BEHIND)
def test_a_stranger_changes_nothing(pattern: URLPattern, client: Client) -> None:
    answer = client.post(address(pattern), {})
    assert answer.status_code in {302, 401, 403}
    assert answer.status_code != 302 or answer.url.startswith(reverse("login"))


@pytest.mark.parametrize("pattern", BEHIND)
def test_an_account_without_a_role_sees_its_own_account_only(pattern: URLPattern, otto: Any, as_user: As) -> None:
    answer = as_user(otto).get(address(pattern))
    assert answer.status_code in ({200, 405} if pattern.name in OWN else {403, 404, 405})


def test_a_form_without_its_token_is_refused(otto: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(otto, backend="warning.authz.RoleBackend")
    for name in ("world", "looked", "preferences", "change-password", "end-login", "logout"):
        answer = strict.post(reverse(name), {})
        assert answer.status_code == 403, name
        assert "The form could not be accepted" in answer.content.decode()


# --- role x page ----------------------------------------------------------------------------------

READERS = {
    "analyst",
    "head_of_delegation",
    "desk_officer",
    "special_adviser",
    "decision_maker",
    "manager",
    "duty_officer",
    "watch_officer",
    "data_steward",
    "rest_client",
}
EVERYBODY = set(ROLES)
OPEN_TO = {
    "home": EVERYBODY,
    "profile": EVERYBODY,
    "search": EVERYBODY - {"protection_officer"},
    "country-list": EVERYBODY - {"protection_officer"},
    "heatmap": READERS,
    "heatmap-csv": READERS,
    "heatmap-json": READERS,
    "heatmap-hxl": READERS,
    "indicator-list": READERS,
    "source-list": READERS,
    "token-list": READERS,
    "job-list": {"manager", "data_steward", "administrator"},
    "account-list": {"administrator"},
    "account-invite": {"administrator"},
}


def somebody_with(role: str) -> Any:
    from warning.models import Assignment, User

    member = next((name for name, person in PEOPLE.items() if person.role == role), None)
    if member is not None:
        return enter(member)
    user = User.objects.create_user(f"a.{role}")
    Assignment.objects.create(user=user, role=role, given_by="system:tests")
    return user


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_its_pages_and_no_other(role: str, exercise_world: None, as_user: As) -> None:
    client = as_user(somebody_with(role))
    seen = {name: client.get(reverse(name)).status_code for name in OPEN_TO}
    assert seen == {name: 200 if role in who else 403 for name, who in OPEN_TO.items()}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_navigation_shows_what_opens_and_nothing_else(role: str, exercise_world: None, as_user: As) -> None:
    client = as_user(somebody_with(role))
    frame = client.get(reverse("home")).context["frame"]
    for link in [*frame.nav, *frame.mine]:
        assert client.get(link.url).status_code == 200, link.url


def test_a_rest_client_finds_its_country_and_no_other(exercise_world: None, ines: Any, as_user: As) -> None:
    client = as_user(ines)
    assert client.get(reverse("country", args=["XAB"])).status_code == 200
    assert client.get(reverse("country", args=["XAC"])).status_code == 404


@pytest.mark.parametrize("field", ["neighbours", "successors", "predecessors"])
def test_a_country_names_no_other_that_its_reader_may_not_open(
    field: str, exercise_world: None, ines: Any, farida: Any, as_user: As
) -> None:
    if field != "neighbours":
        # The invented world broke up and came together nowhere near XAB.
        one, other = ("XAB", "XAC") if field == "successors" else ("XAC", "XAB")
        Succession.objects.create(predecessor_id=one, successor_id=other, on=date(2020, 1, 1))
    path = reverse("country", args=["XAB"])
    assert as_user(farida).get(path).context[field]
    answer = as_user(ines).get(path)
    assert not answer.context[field]
    assert not re.search(r"/countries/(?!XAB/)X", answer.content.decode())


def test_no_page_may_be_kept_by_anybody_between(exercise_world: None, goran: Any, as_user: As) -> None:
    client = as_user(goran)
    names = ("home", "country-list", "indicator-list", "source-list", "search", "api-docs", "heatmap")
    for path in (*map(reverse, names), reverse("country", args=["XAB"]), "/nowhere"):
        assert "private" in client.get(path)["Cache-Control"], path


def test_a_score_of_another_country_does_not_exist_for_a_rest_client(
    exercise_world: None, ines: Any, as_user: As
) -> None:
    score = Score.objects.filter(country="XAC", contributions__isnull=False).latest("pk")
    code = score.contributions.first().indicator_id
    assert as_user(ines).get(reverse("lineage", args=["XAC", score.pk, code])).status_code == 404


def test_somebody_elses_job_does_not_exist_for_who_may_not_see_jobs(amara: Any, bruno: Any, as_user: As) -> None:
    job = enqueue(kind="indicators.score", arguments={"as_of": ["2024-12-31"]}, by=amara.handle)
    assert as_user(amara).get(reverse("job", args=[job.pk])).status_code == 200
    assert as_user(bruno).get(reverse("job", args=[job.pk])).status_code == 404


def test_the_exercise_world_says_so_on_every_page(exercise_world: None, goran: Any, as_user: As) -> None:
    client = as_user(goran)
    assert Country.objects.filter(world="exercise").exists()
    for name in ("home", "heatmap", "country-list", "indicator-list", "source-list", "job-list", "profile", "search"):
        assert "invented countries, invented data" in client.get(reverse(name)).content.decode(), name
