"""The API's documentation in a browser: it can be tried, and asks nothing of another host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def docs(live: Live, page: Page, login: Callable[[Page, Any], None]) -> Page:
    login(page, "farida")
    page.goto(f"{live}/api/docs/")
    page.wait_for_selector("#swagger-ui .opblock")
    return page


def test_every_operation_is_listed_under_the_strict_policy(docs: Page) -> None:
    # `page` fails its test on any console error: a violation of the policy is one.
    assert docs.locator(".opblock").count() >= 20
    expect(docs.locator("h1:visible")).to_have_text("API")


def test_an_operation_is_tried_with_the_login_and_shows_its_curl(docs: Page) -> None:
    block = docs.locator("#operations-scores-scores_list")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    block.locator("tr[data-param-name=world] select").select_option("exercise")
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    expect(block.locator(".curl-command")).to_contain_text("/api/v1/scores/?world=exercise")


def test_a_job_is_asked_for_with_the_protection_of_a_form(live: Live, page: Page, login: Callable[..., None]) -> None:
    login(page, "goran")
    page.goto(f"{live}/api/docs/")
    block = page.locator("#operations-jobs-jobs_create")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    block.locator("textarea.body-param__text").fill('{"world": "exercise", "as_of": ["2024-12-31"], "draws": 0}')
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("202")


def test_a_command_is_copied_by_its_button(docs: Page) -> None:
    docs.context.grant_permissions(["clipboard-read", "clipboard-write"])
    docs.locator("[data-copy]").first.click()
    expect(docs.locator("[data-copied]").first).to_have_text("Copied")
    copied = docs.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('curl -sS -H "Authorization: Token $EWRM_TOKEN"')
    assert "/api/v1/heatmap/?world=exercise" in copied


def test_axe_finds_nothing_on_the_page(docs: Page, axe: Callable[[Page], None]) -> None:
    axe(docs)
