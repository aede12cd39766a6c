"""Every kind of page, in both languages, on a phone and on a wide screen.

WCAG 2.2 A and AA; no page asks another host, breaks the content policy or errs in the
console.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitors
from tests.browser.helpers import looks
from tests.browser.helpers.addresses import DESK, kind_of, one_of_each_kind
from tests.browser.helpers.people import (
    COLLEAGUE,
    LIAISON,
    RESEARCHER,
    signed_in,
    speak,
)
from tests.browser.helpers.server import Site
from tests.browser.helpers.watch import Watch

START = {"ja": "/", "en": "/en/"}
LOCALE = {"ja": "ja-JP", "en": "en-GB"}
OTHERS = ("/en/", "/admin/", "/static/", "/media/", "/api/", "/design/")
TROUBLE = {
    "ja": "夏になると惣菜の袋に水がたまり、返品になります。月に200袋ほどです。",
    "en": "In summer, water collects in the bags of our side dishes.",
}
PHARMACY = "demo_pharmacy_katabami@example.jp"

languages = pytest.mark.parametrize("lang", ["ja", "en"])


def look_at(page: Page, paths: list[str], lang: str) -> list[str]:
    found = []
    for path in paths:
        page.goto(path)
        found += looks.problems(page, lang)
    return found


def ask(page: Page, lang: str, text: str) -> None:
    page.goto(f"{START[lang]}match/")
    page.locator("#match-text").fill(text)
    page.locator(".match-box").get_by_role("button").click()
    page.wait_for_load_state()


@languages
def test_every_public_page(site: Site, visitors: Visitors, lang: str) -> None:
    context = visitors(locale=LOCALE[lang])
    watch, page = Watch(context, site.url), context.new_page()
    start = START[lang]
    others = tuple(other for other in OTHERS if other != start)
    paths = one_of_each_kind(page.request, start, start, (*others, f"{start}my/"))
    assert len(paths) >= 25
    searched = [
        f"{start}needs/?q=点検&theme=smart&theme=unknown&sort=deadline",
        f"{start}expertise/?q=zzzzqqqq",
        f"{start}expertise/?page=2",
        f"{start}needs/?state=settled",
        "/api/v1/docs/",
    ]
    assert look_at(page, [*paths, *searched], lang) + watch.heard == []


@languages
def test_pages_that_are_not_there(visitors: Visitors, lang: str) -> None:
    page = visitors(locale=LOCALE[lang]).new_page()
    start = START[lang]
    missing = [f"{start}needs/?page=99", f"{start}no-such-page/"]
    assert look_at(page, missing, lang) == []


@languages
def test_the_matchers_answers(site: Site, visitors: Visitors, lang: str) -> None:
    context = visitors(locale=LOCALE[lang])
    watch, page = Watch(context, site.url), context.new_page()
    ask(page, lang, TROUBLE[lang])
    found = looks.problems(page, lang)
    page.locator(".next-step form button").click()
    page.wait_for_url("**/my/ask/")
    found += looks.problems(page, lang)
    assert found + watch.heard == []


@languages
def test_texts_without_an_answer(visitors: Visitors, lang: str) -> None:
    page = visitors(locale=LOCALE[lang]).new_page()
    found = []
    for text in ("zzzz", "\u3000"):
        ask(page, lang, text)
        found += looks.problems(page, lang)
    assert found == []


@languages
def test_my_page(site: Site, visitors: Visitors, lang: str) -> None:
    start = START[lang]
    # An introduction says to each side whose turn it is; so does the first page.
    differs = {f"{start}my/", f"{start}my/introductions/*/"}
    looked_at: set[str] = set()
    found = []
    for person in (PHARMACY, LIAISON, RESEARCHER):
        context = visitors()
        watch, page = Watch(context, site.url), signed_in(context, person)
        paths = one_of_each_kind(page.request, f"{start}my/", f"{start}my/")
        new = [path for path in paths if kind_of(path) not in looked_at]
        found += look_at(page, new, lang) + watch.heard
        looked_at |= {kind_of(path) for path in new} - differs
    assert len(looked_at) >= 14
    account = ("email", "password/change", "logout")
    paths = [f"{start}accounts/{part}/" for part in account]
    assert found + look_at(page, paths, lang) + watch.heard == []


@languages
def test_forms_that_are_refused(visitors: Visitors, lang: str) -> None:
    start = START[lang]
    page = visitors().new_page()
    page.goto(f"{start}accounts/login/")
    page.locator("[name=login]").fill("nobody@example.jp")
    page.locator("[name=password]").fill("wrong")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.locator("[data-error-summary], .error-text").first.wait_for()
    found = looks.problems(page, lang)

    page = signed_in(visitors(), PHARMACY)
    page.goto(f"{start}my/needs/new/")
    page.locator("button[value=submit]").click()
    page.locator("[data-error-summary]").wait_for()
    assert found + looks.problems(page, lang) == []


@languages
def test_the_desk(site: Site, visitors: Visitors, lang: str) -> None:
    context = visitors()
    watch, page = Watch(context, site.url), signed_in(context, COLLEAGUE)
    speak(page, lang)
    paths = one_of_each_kind(page.request, DESK, "/admin/desk/")
    assert len(paths) >= 15
    assert look_at(page, paths, lang) + watch.heard == []
