"""The desk's pages that come of a step, not of a link: forms tried, plans, answers."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors
from tests.browser.helpers import looks
from tests.browser.helpers.people import COLLEAGUE, SECRETARIAT, signed_in, speak
from tests.browser.helpers.server import Site, serve

languages = pytest.mark.parametrize("lang", ["ja", "en"])
PLANNED_WITHIN = 30  # times that the page is loaded anew, each a second apart


def desk(visitors: Visitors, lang: str) -> Page:
    """The page, in a language, of an account that no Japanese walk uses."""
    page = signed_in(visitors(), COLLEAGUE)
    speak(page, lang)
    return page


def press(page: Page, action: str) -> None:
    """Press the button of an action, behind its verb where it asks once."""
    button = page.locator(f"button[name=action][value={action}]").first
    if not button.is_visible():
        page.locator("details", has=button).locator("summary").first.click()
    button.click()
    page.wait_for_load_state()


@languages
def test_an_entry_of_the_dictionary_that_is_tried(
    visitors: Visitors, lang: str
) -> None:
    page = desk(visitors, lang)
    page.goto("/admin/desk/dictionary/new/")
    press(page, "try")
    found = looks.problems(page, lang)
    page.locator("[name=plain]").fill("ぬめり")
    page.locator("[name=term]").fill("バイオフィルム")
    press(page, "try")
    assert found + looks.problems(page, lang) == []


@languages
def test_a_matching_event_from_the_form_to_its_timetable(
    visitors: Visitors, lang: str
) -> None:
    page = desk(visitors, lang)
    page.goto("/admin/desk/events/new/")
    page.locator("[name=title]").fill(f"秋のマッチング会 {lang}")
    page.locator("[name=on]").fill("2027-01-20")
    page.locator("[name=starts_at]").fill("13:00")
    press(page, "save")
    found = looks.problems(page, lang)
    for box in page.locator("[name=chosen]").all()[-4:]:
        box.check()
    press(page, "choose")
    found += looks.problems(page, lang)
    page.locator(".desk a[href$='/offers/']").click()
    page.wait_for_load_state()
    found += looks.problems(page, lang)
    page.go_back()
    press(page, "plan")
    planned(page)
    found += looks.problems(page, lang)
    # With more candidates than there can be, it cannot be planned, and says why.
    page.locator(".desk a[href$='/edit/']").first.click()
    for name in ("at_least", "at_most"):
        page.locator(f"[name={name}]").fill("20")
    press(page, "save")
    press(page, "plan")
    planned(page)
    expect(page.locator("#event-problem")).to_be_visible()
    assert found + looks.problems(page, lang) == []


def planned(page: Page) -> None:
    """Load the page anew until the event is planned."""
    for _ in range(PLANNED_WITHIN):
        if not page.locator("progress").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("The event is still being planned.")


@languages
def test_why_an_expertise_is_not_proposed(visitors: Visitors, lang: str) -> None:
    page = desk(visitors, lang)
    page.goto("/admin/desk/needs/?state=open")
    page.locator("table.queue tbody th a").first.click()
    page.locator("form[action$='/why-not/'] [name=q]").fill("の")
    page.locator("form[action$='/why-not/'] button").click()
    page.wait_for_load_state()
    found = looks.problems(page, lang)
    page.locator("table.queue tbody th a").first.click()
    page.wait_for_load_state()
    expect(page.locator(".desk [name=q]")).to_have_value("の")
    assert found + looks.problems(page, lang) == []


@languages
def test_learning_says_what_is_missing(visitors: Visitors, lang: str) -> None:
    page = desk(visitors, lang)
    page.goto("/admin/desk/learning/")
    press(page, "learn")
    assert looks.problems(page, lang) == []


@pytest.fixture
def approving_site(region_data: Path, tmp_path: Path) -> Iterator[Site]:
    """The region as its data would be where opening a need takes a second person."""
    data = tmp_path / "data"
    shutil.copytree(region_data, data)
    with sqlite3.connect(data / "renkei.sqlite3") as rows:
        rows.execute(
            "UPDATE accounts_region SET approvals = '[\"catalogue.need:open\"]'"
        )
    rows.close()
    with serve(data) as site:
        yield site


def test_a_step_that_takes_a_second_person(
    approving_site: Site, visitors: Visitors
) -> None:
    first = signed_in(visitors(base_url=approving_site.url), SECRETARIAT)
    first.goto("/admin/desk/needs/?state=submitted")
    first.locator("table.queue tbody th a").first.click()
    first.wait_for_load_state()
    found = looks.problems(first, "ja")
    press(first, "ask_approval")
    found += looks.problems(first, "ja")
    need = first.url
    second = signed_in(visitors(base_url=approving_site.url), COLLEAGUE)
    second.goto(need)
    expect(second.locator("button[value=approve]")).to_have_count(1)
    found += looks.problems(second, "ja")
    for page in (first, second):
        speak(page, "en")
        page.goto(need)
        found += looks.problems(page, "en")
    assert found == []
