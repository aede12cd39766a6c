"""Whoever uses no mouse: skip link, visible focus, menu, refused forms."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors
from tests.browser.helpers.forms import asked
from tests.browser.helpers.people import FIRM, signed_in

STOPS = 40
# Whether the focused element differs to the eye from how it looks without focus.
SHOWS_FOCUS = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = element.getBoundingClientRect();
    return ring && box.width > 0 && box.height > 0;
}"""
FOCUSED = "document.activeElement.outerHTML.slice(0, 120)"


def test_the_first_stop_leads_to_the_main_text(visitors: Visitors) -> None:
    page = visitors().new_page()
    page.goto("/needs/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ移動")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/needs/", "/accounts/login/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_is_seen(visitors: Visitors, path: str, width: int) -> None:
    page = visitors(width=width).new_page()
    page.goto(path)
    unseen = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if not page.evaluate(SHOWS_FOCUS):
            unseen.append(page.evaluate(FOCUSED))
    assert [stop for stop in unseen if not stop.startswith("<body")] == []


def test_the_menu_of_a_phone_opens_and_closes(visitors: Visitors) -> None:
    page = visitors(width=360).new_page()
    page.goto("/")
    toggle = page.get_by_role("button", name="メニュー", exact=True)
    entry = page.locator("#site-menu").get_by_role("link", name="できること")
    expect(entry).to_be_hidden()
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(entry).to_be_visible()
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(toggle).to_be_focused()


def test_a_refused_form_leads_to_what_must_be_mended(visitors: Visitors) -> None:
    page = signed_in(visitors(), FIRM, "/my/needs/new/")
    page.get_by_role("button", name="相談を申し込む", exact=True).press("Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked(page, "ひとことで言うと")).to_be_focused()


def test_the_whole_question_is_asked_by_keyboard(visitors: Visitors) -> None:
    page = visitors().new_page()
    page.goto("/match/")
    page.locator("#match-text").focus()
    page.keyboard.type("惣菜の袋に水がたまり、返品になります。")
    press_tab_until(page, "探す")
    page.keyboard.press("Enter")
    expect(page.locator(".candidate").first).to_be_visible()
    press_tab_until(page, "この内容で相談を申し込む")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/my/ask/$"))


def press_tab_until(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name)
    for _ in range(200):
        if button.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"「{name}」 is not reached by Tab")
