"""Databases, the cast, the live site and the browser. `tests/README.md` says which to ask for."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import cast, databases, servers
from tests.browser_pages import Watch, violations_of
from tests.site import Live, Site, pointed_to

BACKEND = "warning.authz.RoleBackend"
_numbers = itertools.count(1)


# --- databases ------------------------------------------------------------------------------------


def _worker(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def reference_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """This worker's copy of the `reference` layer, made the first time a test asks for it."""
    engine = databases.engine()
    name = engine.copy("reference", f"reference_{_worker(request)}")
    yield name
    connection.close()
    engine.drop(name)


@pytest.fixture(scope="session")
def exercise_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """This worker's copy of the `exercise` layer, made the first time a test asks for it."""
    engine = databases.engine()
    name = engine.copy("exercise", f"exercise_{_worker(request)}")
    yield name
    connection.close()
    engine.drop(name)


@pytest.fixture
def django_db_setup(request: pytest.FixtureRequest) -> None:
    """Instead of pytest-django's, and for each test: point to the copy of the layer that the test asked for.

    pytest-django asks for it just before it opens the transaction that is rolled back after the test.
    """
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        raise pytest.UsageError("Append-only tables cannot be flushed: ask for `committed_db` instead.")
    layer = "exercise_database" if "exercise_world" in request.fixturenames else "reference_database"
    wanted = request.getfixturevalue(layer)
    if connection.settings_dict["NAME"] != wanted:
        connection.close()
        connection.settings_dict["NAME"] = wanted


@pytest.fixture
def exercise_world(request: pytest.FixtureRequest) -> None:
    """The whole exercise world, in this worker's copy; what the test writes is rolled back."""
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture
def committed_db(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database for this test alone, in which it commits: for threads, processes and commit hooks.

    Of the `exercise` layer where the test also asks for `exercise_world`. Yields its DATABASE_URL.
    """
    engine = databases.engine()
    layer = "exercise" if "exercise_world" in request.fixturenames else "reference"
    name = engine.copy(layer, f"committed_{_worker(request)}_{next(_numbers)}")
    with pointed_to(name, django_db_blocker):
        yield engine.url(name)
    engine.drop(name)


@pytest.fixture(autouse=True)
def nobodys_language_and_time_zone() -> Iterator[None]:
    """A request in this thread leaves its reader's language and time zone behind; the next test has neither."""
    yield
    translation.deactivate()
    timezone.deactivate()


# --- the cast -------------------------------------------------------------------------------------


def _member(username: str, story: str) -> Any:
    def enter(request: pytest.FixtureRequest) -> Any:
        if "committed_db" not in request.fixturenames:
            request.getfixturevalue("db")
        return cast.enter(username)

    enter.__doc__ = story
    return pytest.fixture(enter, name=username)


amara = _member("amara", "Analyst of XAB.")
bruno = _member("bruno", "Head of delegation of XAB.")
chandra = _member("chandra", "Desk officer of the exercise's region.")
delphine = _member("delphine", "Special Adviser's office; reads French.")
emeka = _member("emeka", "Decision-maker.")
farida = _member("farida", "Manager.")
goran = _member("goran", "Data steward.")
hanna = _member("hanna", "Administrator.")
ines = _member("ines", "REST client, XAB only.")
jonas = _member("jonas", "Watch officer of the exercise's region.")
otto = _member("otto", "Outsider: an account without a role.")


@pytest.fixture
def as_user() -> Callable[[Any], Client]:
    """`as_user(amara)`: a test client that is logged in."""

    def log_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return log_in


# --- a live site ----------------------------------------------------------------------------------


@pytest.fixture
def site(request: pytest.FixtureRequest, committed_db: str, tmp_path: Path) -> Iterator[Site]:
    """Processes on this test's own database: `site.start_web()`, `site.start_worker()`, `site.start_beat()`."""
    place = Site(connection.settings_dict["NAME"], committed_db, tmp_path / "var")
    yield place
    connection.close()
    place.stop()


@pytest.fixture(scope="module")
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Live]:
    """Address of a web server on a copy of the exercise world; one for each test module."""
    engine = databases.engine()
    name = engine.copy("exercise", f"live_{_worker(request)}_{next(_numbers)}")
    place = Site(name, engine.url(name), tmp_path_factory.mktemp("live"))
    with pointed_to(name, django_db_blocker):
        cast.enter("otto")
    try:
        yield Live.at(place.start_web(), place, django_db_blocker)
    finally:
        place.stop()
        engine.drop(name)


# --- the browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless; one for each worker."""
    found = servers.find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    """What went wrong on `page`; `watch.allow(pattern)` excuses what the test provokes."""
    return Watch()


@pytest.fixture
def page(chromium: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page, 1280 px wide, in English, UTC, without animation; its test fails on any console error."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    opened = context.new_page()
    watch.attach(opened)
    yield opened
    context.close()
    watch.check()


@pytest.fixture
def login(live: Live) -> Callable[[Page, Any], None]:
    """`login(page, "amara")`: log a page in on the live site, without the form."""

    def log_in(page: Page, user: Any) -> None:
        with live.orm():
            client = Client()
            client.force_login(cast.enter(getattr(user, "username", user)), backend=BACKEND)
        cookies = [{"name": c.key, "value": c.value, "url": str(live)} for c in client.cookies.values()]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]

    return log_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: fail on anything that axe holds against the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Page) -> None:
        found = violations_of(Axe().run(page))
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check
