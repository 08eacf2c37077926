"""The frame and the people pages in a real browser: by keyboard, on a phone, without script, for axe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from ledger.job import enqueue, run_one
from ledger.models import Job, JobState
from tests.browser_pages import Watch
from tests.site import Live
from warning.exercise.cast import PASSWORD
from warning.models import Session, User

pytestmark = pytest.mark.browser
LogIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]
# Not by role alone: the options of a select have it too.
HITS = "#find-hits [role=option]"
NEW = "seven loud sparrows leave"


def enter(page: Page, live: Live, username: str, password: str = PASSWORD) -> None:
    """Log in through the form, by keyboard alone."""
    page.goto(f"{live}/login")
    # The field has the focus by itself, but on a busy machine a key may come before it.
    page.locator("input[name=username]:focus").wait_for()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


# --- login ----------------------------------------------------------------------------------------


def test_a_login_by_keyboard_leads_home(live: Live, page: Page, axe: Axe) -> None:
    page.goto(f"{live}/login")
    axe(page)
    enter(page, live, "farida")
    expect(page.get_by_role("heading", level=1)).to_have_text("Good day, Farida Haddad")
    axe(page)


def test_a_wrong_password_is_said_at_the_top_and_read_out(live: Live, page: Page, axe: Axe) -> None:
    enter(page, live, "farida", "not the password")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("do not go together")
    expect(summary).to_be_focused()
    axe(page)


def test_an_exercise_name_is_typed_by_a_click_on_it(live: Live, page: Page) -> None:
    page.goto(f"{live}/login")
    page.get_by_role("button", name="jonas").click()
    expect(page.get_by_label("User name")).to_have_value("jonas")
    expect(page.get_by_label("Password")).to_be_focused()


def test_after_logging_out_the_back_button_shows_nothing(live: Live, page: Page) -> None:
    enter(page, live, "farida")
    page.goto(f"{live}/profile/")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_too_many_tries_lead_to_a_page_that_says_how_long(live: Live, page: Page, axe: Axe) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        enter(page, live, "bruno", "guessing")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wait a little")
    expect(page.get_by_role("main")).to_contain_text("Try again in 5 minutes")
    axe(page)


# --- invite, set a password, reset ----------------------------------------------------------------


def letter_of(live: Live) -> str:
    """Do the waiting letter as the worker would; returns the path of its link."""
    with live.orm():
        run_one()
    found = re.search(r"https?://[^/\s]+(/password/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


def test_somebody_is_invited_sets_a_password_gets_a_role_and_is_disabled(
    live: Live, chromium: Browser, page: Page, login: LogIn, axe: Axe
) -> None:
    login(page, "hanna")
    page.goto(f"{live}/accounts/invite")
    axe(page)
    page.get_by_label("Name", exact=True).fill("Nadia Nový")
    page.get_by_label("User name").fill("nadia")
    page.get_by_label("E-mail address").fill("nadia@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("A letter is on its way to nadia@example.org")

    context = chromium.new_context(locale="en-GB")
    hers = context.new_page()
    hers.goto(str(live) + letter_of(live))
    axe(hers)
    hers.get_by_label("New password").fill(NEW)
    hers.get_by_label("The same again").fill(NEW + "!")
    hers.get_by_role("button", name="Set the password").click()
    field = hers.get_by_label("The same again")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(hers.locator(f"#{field.get_attribute('aria-describedby')}")).to_contain_text("differ")
    hers.get_by_role("alert").get_by_role("link", name="The same again").click()
    expect(field).to_be_focused()
    axe(hers)
    hers.get_by_label("New password").fill(NEW)
    field.fill(NEW)
    hers.get_by_role("button", name="Set the password").click()
    expect(hers.get_by_role("status")).to_contain_text("Your password is set")
    enter(hers, live, "nadia", NEW)
    expect(hers.get_by_role("main")).to_contain_text("You have no role yet")
    axe(hers)

    page.get_by_role("link", name="Nadia Nový").click()
    page.get_by_label("Role", exact=True).select_option("analyst")
    page.get_by_label("Countries").select_option(["XAB", "XAC"])
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_role("row", name=re.compile("Analyst Brevana"))).to_be_visible()
    axe(page)

    enter(hers, live, "nadia", NEW)
    expect(hers.get_by_role("heading", name="Your countries")).to_be_visible()
    page.get_by_role("button", name="Disable the account").click()
    expect(page.get_by_role("status")).to_contain_text("its logins have ended")
    hers.reload()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Log in")
    context.close()


# --- the frame by keyboard and on a phone ---------------------------------------------------------


def test_the_search_suggests_countries_to_the_keyboard(live: Live, page: Page, login: LogIn, axe: Axe) -> None:
    login(page, "farida")
    page.goto(f"{live}/")
    field = page.get_by_role("combobox", name="Find a country")
    field.press_sequentially("an")
    expect(page.locator(HITS).first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    axe(page)
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(field).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    name = chosen.locator("span").first.inner_text()
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_escape_closes_the_suggestions_and_the_menu(live: Live, page: Page, login: LogIn, axe: Axe) -> None:
    login(page, "farida")
    page.goto(f"{live}/")
    field = page.get_by_role("combobox", name="Find a country")
    field.press_sequentially("brev")
    expect(page.locator(HITS)).to_have_count(1)
    field.press("Escape")
    expect(page.locator(HITS)).to_be_hidden()
    summary = page.locator("details.menu summary")
    summary.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Log out")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_first_tab_skips_the_menu(live: Live, page: Page, login: LogIn) -> None:
    login(page, "farida")
    page.goto(f"{live}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_switch_of_worlds_keeps_the_page_and_drops_the_banner(live: Live, page: Page, login: LogIn) -> None:
    login(page, "farida")
    page.goto(f"{live}/countries/")
    expect(page.get_by_label("Exercise", exact=True)).to_contain_text("invented countries")
    page.get_by_role("button", name="Real").click()
    expect(page).to_have_url(re.compile(r"/countries/$"))
    expect(page.get_by_text("invented countries")).to_be_hidden()
    expect(page.get_by_role("button", name="Real")).to_have_attribute("aria-pressed", "true")


PLACES = ["/", "/accounts/", "/accounts/invite", "/accounts/4/", "/jobs/", "/profile/", "/search?q=an", "/nowhere"]


# One page object walks many pages: opening a browser window costs more than looking at one.
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("who", "paths"), [("hanna", PLACES), ("goran", ["/", "/tokens/", "/jobs/"])])
def test_people_pages_are_clean_for_axe(
    who: str, paths: list[str], scheme: Any, live: Live, page: Page, login: LogIn, axe: Axe
) -> None:
    page.emulate_media(color_scheme=scheme)
    login(page, who)
    for path in paths:
        page.goto(str(live) + path)
        axe(page)


@pytest.mark.parametrize(
    ("who", "paths"), [("hanna", PLACES), ("goran", ["/", "/tokens/"]), ("", ["/login", "/password/"])]
)
def test_nothing_is_wider_than_a_phone(who: str, paths: list[str], live: Live, page: Page, login: LogIn) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    if who:
        login(page, who)
    wide = {}
    for path in paths:
        page.goto(str(live) + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(paths, 360)


def test_light_and_dark_are_the_readers_choice_and_are_kept(live: Live, page: Page, login: LogIn) -> None:
    login(page, "farida")
    page.goto(f"{live}/")
    page.get_by_label("Light or dark").select_option("dark")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


# --- without script -------------------------------------------------------------------------------


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_everything_needed_works_without_script(live: Live, plain: Page) -> None:
    plain.goto(f"{live}/login")
    plain.get_by_label("User name").fill("farida")
    plain.get_by_label("Password").fill(PASSWORD)
    plain.get_by_role("button", name="Log in").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Good day, Farida Haddad")
    plain.get_by_label("Find a country").fill("brevana")
    plain.get_by_label("Find a country").press("Enter")
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Brevana")
    plain.get_by_role("button", name="Real").click()
    expect(plain.get_by_role("button", name="Real")).to_have_attribute("aria-pressed", "true")
    plain.locator("details.menu summary").click()
    plain.get_by_role("button", name="Log out").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Log in")


# --- live jobs, tokens, logins --------------------------------------------------------------------


def test_a_job_is_followed_live_to_its_end(live: Live, page: Page, login: LogIn, axe: Axe) -> None:
    with live.orm():
        job = enqueue(kind="indicators.score", arguments={"as_of": ["2024-12-31"]}, by="system:test", world="exercise")
        now = timezone.now()
        row = Job.objects.filter(pk=job.pk)
        row.update(state=JobState.RUNNING, lease_until=now + timedelta(minutes=5), started_at=now, total_steps=8)
    login(page, "goran")
    page.goto(f"{live}/jobs/{job.pk}/")
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", "0")
    axe(page)
    with live.orm():
        row.update(done_steps=5)
    expect(bar).to_have_attribute("value", "5", timeout=6000)
    with live.orm():
        row.update(state=JobState.DONE, finished_at=timezone.now(), summary={"dates": 8})
    expect(page.get_by_role("heading", name="Result")).to_be_visible(timeout=6000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(3000)
    assert asked == []  # 286 ended the polling


def test_a_waiting_job_is_cancelled_by_its_button(live: Live, page: Page, login: LogIn) -> None:
    with live.orm():
        job = enqueue(kind="indicators.score", arguments={"as_of": ["2023-12-31"]}, by="system:test", world="exercise")
    login(page, "goran")
    page.goto(f"{live}/jobs/{job.pk}/")
    page.get_by_role("button", name="Cancel the job").click()
    expect(page.get_by_role("main")).to_contain_text("cancelled")
    expect(page.get_by_role("button", name="Cancel the job")).to_be_hidden()


def test_a_token_is_made_shown_once_and_revoked(live: Live, page: Page, login: LogIn, axe: Axe) -> None:
    login(page, "goran")
    page.goto(f"{live}/tokens/")
    page.get_by_label("Name", exact=True).fill("notebook")
    page.get_by_label(re.compile("scores:read")).check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("code.key")).to_contain_text("ewrm_")
    axe(page)
    page.goto(f"{live}/tokens/")
    expect(page.locator("code.key")).to_have_count(0)
    page.get_by_role("button", name="Revoke notebook").click()
    expect(page.get_by_role("heading", name="No token yet")).to_be_visible()


def test_another_login_is_seen_and_ended(live: Live, page: Page, login: LogIn, watch: Watch) -> None:
    enter(page, live, "emeka")
    with live.orm():
        Session.objects.create(
            session_key="another-device-of-his",
            user=User.objects.get(username="emeka"),
            device="Firefox, Android",
            expire_date=timezone.now() + timedelta(hours=3),
            started_at=timezone.now() - timedelta(hours=1),
        )
    page.goto(f"{live}/profile/")
    row = page.get_by_role("row", name=re.compile("Firefox, Android"))
    row.get_by_role("button", name="End").click()
    expect(page.get_by_role("status")).to_contain_text("That login has ended")
    expect(row).to_be_hidden()


def test_a_choice_of_language_changes_the_next_page(live: Live, page: Page, login: LogIn) -> None:
    login(page, "emeka")
    page.goto(f"{live}/profile/")
    page.locator("#id_language").select_option("fr")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
