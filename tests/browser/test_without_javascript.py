"""Every task of the public site is done in a browser that runs no script."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Visitors
from tests.browser.helpers.forms import asked
from tests.browser.helpers.people import FIRM, fill_in_sign_in, signed_in

LIAISON = "demo_liaison_yamaguchi_u@example.jp"
TROUBLE = "夏になると惣菜の袋に水がたまり、返品になります。月に200袋ほどです。"


@pytest.fixture
def context(visitors: Visitors) -> BrowserContext:
    """Somebody on a phone whose browser runs no script."""
    return visitors(width=360, java_script_enabled=False)


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def counted(page: Page) -> int:
    """Return how many entries the list says it has."""
    return int(page.locator(".result-count strong").inner_text())


def test_the_menu_leads_on(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="メニュー", exact=True).click()
    page.locator("#site-menu").get_by_role("link", name="できること").click()
    expect(page).to_have_url(re.compile("/expertise/$"))


def test_a_list_is_searched_narrowed_down_and_paged(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/needs/")
    everything = counted(page)
    page.locator(".facets summary").click()
    page.get_by_label(re.compile("^スマート圏域づくり")).check()
    page.get_by_role("button", name="この条件で一覧を見る").click()
    some = counted(page)
    assert 0 < some < everything

    page.get_by_role("searchbox").fill("点検")
    page.locator(".search-box").get_by_role("button").click()
    expect(page).to_have_url(re.compile("theme=smart"))
    assert 0 < counted(page) < some
    page.locator(".facet-chips a").first.click()
    assert "theme=smart" not in page.url

    page.goto("/needs/")
    page.get_by_role("navigation", name="ページの移動").locator("[rel=next]").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator(".entry").first).to_be_visible()


def test_a_text_becomes_a_request(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.locator("#match-text").fill(TROUBLE)
    page.get_by_role("button", name="力になれる人を探す").click()
    expect(page.locator(".candidate").first).to_be_visible()
    page.get_by_role("button", name="この内容で相談を申し込む").click()
    main_of(page).get_by_role("link", name="ログイン").click()
    fill_in_sign_in(page, FIRM)
    page.wait_for_url("**/my/needs/new/")

    page.get_by_role("button", name="相談を申し込む", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("ひとことで言うと")
    trouble = asked(page, "どんなことで困っていますか")
    expect(trouble).to_have_value(TROUBLE)
    asked(page, "ひとことで言うと").fill("惣菜の袋に水がたまる")
    page.get_by_role("button", name="相談を申し込む", exact=True).click()
    expect(main_of(page)).to_contain_text("相談を申し込みました。")


def test_an_introduction_is_answered(context: BrowserContext) -> None:
    page = signed_in(context, LIAISON)
    page.get_by_role("link", name="読んで返事をする").first.click()
    page.locator("details.choice summary").filter(has_text="今回は見送").click()
    page.get_by_label("今は時間が取れない").check()
    page.get_by_role("button", name="この理由で見送る").click()
    expect(main_of(page)).to_contain_text("お返事ありがとうございます。")
    expect(page.locator(".answer-forms")).to_have_count(0)


def test_expertise_is_registered(context: BrowserContext) -> None:
    page = signed_in(context, LIAISON, "/my/expertise/new/")
    page.locator("[name=title_ja]").fill("袋の中の水分を量る")
    page.locator("[name=body_ja]").fill(
        "惣菜の袋に出る水の量を、温度を変えて量ります。"
    )
    page.locator("button[value=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("袋の中の水分を量る")


def test_the_visitor_signs_out(context: BrowserContext) -> None:
    page = signed_in(context, FIRM)
    page.goto("/accounts/logout/")
    main_of(page).get_by_role("button", name="ログアウト").click()
    page.goto("/my/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
