"""The evidence pages in a real browser: axe finds nothing, nothing overflows, keyboard and htmx work.

The `page` fixture fails its test on any console error, refused style or script, and any request to another host.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site import Live

pytestmark = pytest.mark.browser
Login = Callable[[Page, Any], None]
Axe = Callable[[Page], None]

PAGES = {
    "heatmap": "/heatmap?world=exercise",
    "heatmap of one level": "/heatmap?world=exercise&level=T&view=data",
    "heatmap without data": "/heatmap?world=real",
    "country": "/countries/XAB/",
    "country with thin data": "/countries/XAJ/",
    "country base only": "/countries/XAF/",
    "country that ended": "/countries/XAL/",
    "country never scored": "/countries/FRA/",
    "directory": "/countries/?world=exercise",
    "directory without a match": "/countries/?world=exercise&q=atlantis",
    "indicators": "/indicators/?world=exercise&profile=public",
    "indicator": "/indicators/R-RF8-01/?world=real",
    "trigger indicator": "/indicators/T-RF2-01/?world=exercise",
    "factor": "/factors/RF6/?world=exercise",
    "un factor": "/un-factors/8/?world=exercise",
    "sources": "/sources/?world=exercise",
    "source": "/sources/exercise_statistics/?world=exercise",
}


@pytest.fixture
def open_page(page: Page, live: Live, login: Login) -> Callable[[str], Page]:
    """`open_page("/heatmap")`: as the manager."""
    login(page, "farida")

    def go(address: str) -> Page:
        page.goto(f"{live}{address}")
        return page

    return go


def overflow(page: Page) -> list[str]:
    """Elements that stick out of the window sideways, outside boxes that scroll."""
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((e) => !e.closest(".scroll, .vh, svg, i"))
            .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((e) => `${e.tagName}.${e.className}`)"""
    )


def looked_at_every_way(page: Page, axe: Axe) -> None:
    """Light, dark and on a phone: axe finds nothing, nothing needs sideways scrolling."""
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == []
    axe(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_everybody_in_light_in_dark_and_on_a_phone(
    open_page: Callable[[str], Page], axe: Axe, name: str
) -> None:
    looked_at_every_way(open_page(PAGES[name]), axe)


def lineage_address(page: Page, code: str) -> str:
    return str(page.locator(f'a[href$="/{code}/"][href*="/lineage/"]').first.get_attribute("href"))


@pytest.mark.parametrize("code", ["P-RF7-01", "T-RF3-01", "T-RF2-01", "P-RF3-03"])
def test_lineage_is_accessible_for_values_events_and_calendars(
    open_page: Callable[[str], Page], axe: Axe, code: str
) -> None:
    address = lineage_address(open_page("/countries/XAB/"), code)
    looked_at_every_way(open_page(address), axe)


def test_arrow_keys_move_over_the_matrix_and_enter_opens_where_it_is_explained(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page("/heatmap?world=exercise")
    page.locator("#matrix tbody tr").first.locator("th").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    focused = page.locator("#matrix :focus")
    expect(focused).to_have_class(re.compile("lead"))
    assert focused.evaluate("cell => [cell.parentElement.sectionRowIndex, cell.cellIndex]") == [1, 1]
    assert page.locator("#matrix tbody [tabindex='0']").count() == 1, "one stop for the tab key"
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    assert focused.evaluate("cell => cell.cellIndex") == 32
    seen = focused.evaluate(
        "cell => { const a = cell.closest('.scroll').getBoundingClientRect(), b = cell.getBoundingClientRect();"
        " return b.right <= a.right + 1 && b.left >= a.left; }"
    )
    assert seen, "the focused cell was scrolled into view"
    for _step in range(25):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/countries/XAB/.*#T$"))


def test_a_click_on_a_cell_opens_the_factor(open_page: Callable[[str], Page]) -> None:
    page = open_page("/heatmap?world=exercise")
    heads = page.locator("#matrix thead tr").nth(1).locator("th")
    at = heads.evaluate_all("heads => heads.findIndex((head) => head.dataset.a === 'P-RF7')")
    page.locator("#XAB td").nth(at).click()
    page.wait_for_url(re.compile(r"/countries/XAB/.*#P-RF7$"))
    expect(page.locator("tbody#P-RF7")).to_be_in_viewport()


def test_a_filter_changes_the_table_and_the_address_without_a_reload(open_page: Callable[[str], Page]) -> None:
    page = open_page("/heatmap?world=exercise")
    page.evaluate("window.__still_here = true")
    page.select_option("select[name=band]", "very-high")
    expect(page.locator("#matrix tbody tr")).to_have_count(1)
    assert "band=very-high" in page.url
    assert page.evaluate("window.__still_here") is True
    expect(page.locator(".above a", has_text="HXL")).to_have_attribute("href", re.compile("band=very-high"))
    page.go_back()
    expect(page.locator("#matrix tbody tr")).to_have_count(12)


def test_search_as_one_types(open_page: Callable[[str], Page]) -> None:
    page = open_page("/heatmap?world=exercise")
    page.locator("form.filters input[type=search]").press_sequentially("halm")
    expect(page.locator("#matrix tbody tr")).to_have_count(1)
    expect(page.locator("#XAH")).to_be_visible()


def test_the_matrix_works_without_script(live: Live, chromium: Any, login: Login) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    login(page, "farida")
    page.goto(f"{live}/heatmap?world=exercise")
    page.select_option("form.filters select[name=status]", "base_only")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#matrix tbody tr")).to_have_count(1)
    page.locator("#XAF a").click()
    expect(page.locator("h1")).to_contain_text("Felisia")
    context.close()


def test_heads_and_names_stay_in_sight_while_the_matrix_scrolls(open_page: Callable[[str], Page]) -> None:
    page = open_page("/heatmap?world=real")
    box = page.locator(".scroll.heat")
    before = page.locator("#matrix thead .who").bounding_box()
    box.evaluate("box => { box.scrollTop = 2000; box.scrollLeft = 600; }")
    after = page.locator("#matrix thead .who").bounding_box()
    assert before == after


def test_charts_are_drawn_in_the_colours_of_the_scheme_and_have_tables(open_page: Callable[[str], Page]) -> None:
    page = open_page("/countries/XAB/")
    expect(page.locator(".chart-box .main-svg").first).to_be_visible()
    colour = "document.querySelector('.chart-box .xtick text').style.fill"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    # Not `wait_for_function`: it evaluates text inside the page, which the page's policy refuses.
    expect(page.locator(".chart-box .xtick text").first).not_to_have_css("fill", light)
    page.get_by_text("The same as a table").first.click()
    assert page.locator(".chart-box table").first.locator("tbody tr").count() >= 30


def test_the_reader_may_choose_light_or_dark(open_page: Callable[[str], Page]) -> None:
    page = open_page("/heatmap?world=exercise")
    page.select_option("select[data-theme-choice]", "dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(18, 22, 27)"
    page.reload()
    assert page.evaluate(ground) == "rgb(18, 22, 27)"


def test_print_shows_the_table_whole_and_on_white(open_page: Callable[[str], Page]) -> None:
    page = open_page("/heatmap?world=exercise")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator("form.filters")).to_be_hidden()
    assert page.locator(".scroll.heat").evaluate("box => getComputedStyle(box).overflow") == "visible"
