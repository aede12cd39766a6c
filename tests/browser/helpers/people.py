"""The demonstration's people, and how one of them signs in."""

import re

from playwright.sync_api import BrowserContext, Page

from tests.browser.helpers.server import PASSWORD

FIRM = "demo_firm_hofu@example.jp"
SECRETARIAT = "demo_secretariat@example.jp"
COLLEAGUE = "demo_secretariat2@example.jp"
"""Of the secretariat too; looks at the desk in both languages by turns."""
LIAISON = "demo_liaison_ube_kosen@example.jp"
RESEARCHER = "demo_researcher_nawata@example.jp"


def fill_in_sign_in(page: Page, email: str) -> None:
    """Sign in with the form that the page shows, in Japanese."""
    main = page.get_by_role("main")
    main.get_by_label("メールアドレス").fill(email)
    main.get_by_label("パスワード").fill(PASSWORD)
    main.get_by_role("button", name="ログイン").click()


def signed_in(context: BrowserContext, email: str, goes_to: str = "/my/") -> Page:
    """Sign a visitor in; return their page at ``goes_to``."""
    page = context.new_page()
    page.goto(f"/accounts/login/?next={goes_to}")
    fill_in_sign_in(page, email)
    page.wait_for_url(f"**{goes_to}")
    return page


def speak(page: Page, lang: str) -> None:
    """Choose the language in which the desk speaks to an account."""
    page.goto("/my/account/")
    page.locator(f"[name=language][value={lang}]").check()
    page.get_by_role("button", name=re.compile("保存|Save")).first.click()
    page.wait_for_load_state()
