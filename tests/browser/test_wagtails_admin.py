"""Wagtail's admin asks no other host, breaks no content policy and does not err."""

from playwright.sync_api import Page

from tests.browser.conftest import Visitors
from tests.browser.helpers.people import SECRETARIAT, signed_in
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


def test_it_asks_no_other_host(site: Site, visitors: Visitors) -> None:
    context = visitors()
    watch, page = Watch(context, site.url), signed_in(context, SECRETARIAT)
    open_all(page, ADMIN)
    page.goto("/admin/pages/")
    explorer = page.locator("a[href*='/admin/pages/'][href$='/edit/']").first
    explorer.click()
    page.locator("#page-edit-form").wait_for()
    page.wait_for_load_state("networkidle")
    assert watch.heard == []
