"""No page asks another host, breaks the content policy or errs in the console."""

from playwright.sync_api import Page

from tests.browser.conftest import Visitors
from tests.browser.helpers.addresses import DESK, one_of_each_kind
from tests.browser.helpers.people import LIAISON, RESEARCHER, SECRETARIAT, signed_in
from tests.browser.helpers.server import Site
from tests.browser.helpers.watch import Watch

# The parts of Wagtail's admin that the secretariat uses besides the desk.
ADMIN = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/documents/",
    "/admin/account/",
]


def open_all(page: Page, paths: list[str]) -> None:
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and answer.ok, path
        page.wait_for_load_state("networkidle")


def test_public_pages(site: Site, visitors: Visitors) -> None:
    context = visitors()
    watch, page = Watch(context, site.url), context.new_page()
    closed = ("/en/", "/admin/", "/static/", "/media/", "/api/", "/design/", "/my/")
    paths = one_of_each_kind(page.request, "/", "/", closed)
    open_all(page, [*paths, "/en/", "/api/v1/docs/"])
    page.goto("/match/")
    page.locator("#match-text").fill("惣菜の袋に水がたまり、返品になります。")
    page.locator(".match-box").get_by_role("button").click()
    page.locator(".candidate").first.wait_for()
    assert watch.heard == []


def test_my_page(site: Site, visitors: Visitors) -> None:
    for person in (LIAISON, RESEARCHER):
        context = visitors()
        watch, page = Watch(context, site.url), signed_in(context, person)
        open_all(page, one_of_each_kind(page.request, "/my/", "/my/"))
        assert watch.heard == []


def test_the_desk(site: Site, visitors: Visitors) -> None:
    context = visitors()
    watch, page = Watch(context, site.url), signed_in(context, SECRETARIAT)
    open_all(page, one_of_each_kind(page.request, DESK, "/admin/desk/"))
    assert watch.heard == []


def test_wagtails_admin(site: Site, visitors: Visitors) -> None:
    context = visitors()
    watch, page = Watch(context, site.url), signed_in(context, SECRETARIAT)
    open_all(page, ADMIN)
    page.goto("/admin/pages/")
    explorer = page.locator("a[href*='/admin/pages/'][href$='/edit/']").first
    explorer.click()
    page.locator("#page-edit-form").wait_for()
    page.wait_for_load_state("networkidle")
    assert watch.heard == []
