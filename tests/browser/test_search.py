"""The search of everything: by keyboard alone, with names for a screen reader, and the
questions of people who put the same thing in different words."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors
from tests.browser.helpers import looks
from tests.browser.helpers.camera import Camera

START = {"ja": "/", "en": "/en/"}
LOCALE = {"ja": "ja-JP", "en": "en-GB"}
languages = pytest.mark.parametrize("lang", ["ja", "en"])


@pytest.fixture
def page(visitors: Visitors) -> Page:
    return visitors().new_page()


def type_into_box(page: Page, text: str) -> None:
    page.get_by_role("combobox").focus()
    page.keyboard.insert_text(text)
    expect(page.get_by_role("option").first).to_be_visible()


def test_proposals_are_chosen_by_keyboard_alone(page: Page) -> None:
    page.goto("/search/")
    box = page.get_by_role("combobox", name="探す言葉")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    type_into_box(page, "山口")
    expect(box).to_have_attribute("aria-expanded", "true")
    proposals = page.get_by_role("listbox", name="候補")
    expect(proposals).to_be_visible()
    expect(page.locator(".search-row [role=status]")).to_contain_text("候補が")

    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    chosen = first.get_attribute("id") or ""
    expect(box).to_have_attribute("aria-activedescendant", chosen)
    expect(box).to_be_focused()
    text = box.input_value()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    expect(page.get_by_role("combobox")).to_have_value(text)
    expect(page.locator(".entry").first).to_be_visible()


def test_arrows_go_round_and_give_back_what_was_typed(page: Page) -> None:
    page.goto("/search/")
    box = page.get_by_role("combobox")
    type_into_box(page, "山口")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_value("山口")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("山口")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_leaving_the_box_closes_the_list(page: Page) -> None:
    page.goto("/search/")
    type_into_box(page, "山口")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("button", name="探す", exact=True)).to_be_focused()


def test_a_proposal_is_chosen_with_a_finger(visitors: Visitors) -> None:
    page = visitors(width=360, has_touch=True).new_page()
    page.goto("/search/")
    type_into_box(page, "山口")
    page.get_by_role("option").first.tap()
    page.wait_for_url(re.compile(r"\?q="))


@pytest.mark.parametrize("address", ["/search/", "/needs/"])
def test_a_pasted_complaint_is_answered_with_evidence(page: Page, address: str) -> None:
    page.goto(address)
    box = page.locator("#q")
    text = "夏になると惣菜の袋に水がたまり、返品になります。" * 400
    box.focus()
    page.keyboard.insert_text(text)
    expect(page.locator("#q-whole")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/match/$"))
    expect(page.locator(".candidate").first).to_be_visible()


def test_without_script_it_is_a_plain_field(visitors: Visitors) -> None:
    page = visitors(width=360, java_script_enabled=False).new_page()
    page.goto("/search/")
    box = page.get_by_role("searchbox")
    box.fill("点検")
    box.press("Enter")
    expect(page.locator(".entry").first).to_be_visible()


@pytest.mark.parametrize("address", ["/search/", "/needs/"])
def test_without_script_no_text_is_cut_unseen(visitors: Visitors, address: str) -> None:
    page = visitors(java_script_enabled=False).new_page()
    page.goto(address)
    box = page.get_by_role("searchbox")
    text = "夏になると惣菜の袋に水がたまり、返品になります。" * 30
    box.focus()
    page.keyboard.insert_text(text)
    expect(box).to_have_value(text)
    box.press("Enter")
    expect(page.get_by_text("はじめの部分だけで探しました")).to_be_visible()
    page.get_by_role("button", name="この文章で力になれる人を探す").click()
    page.wait_for_url(re.compile("/match/"))
    expect(page.locator(".candidate").first).to_be_visible()

    page.goto(address)
    box.focus()
    page.keyboard.insert_text(text * 2)
    box.press("Enter")
    expect(page).to_have_url(re.compile(f"{address}$"))
    expect(box).to_have_value(text * 2)


@languages
def test_the_page_is_accessible(visitors: Visitors, lang: str) -> None:
    page = visitors(locale=LOCALE[lang]).new_page()
    found = []
    for query in (
        "",
        "?q=点検",
        "?q=点検&kind=need&deadline=quarter&theme=smart",
        "?field=C&industry=E&kind=dragon",
        "?q=zzzzqqqq",
        "?q=夏になると惣菜の袋に水がたまって困っています",
        "?q=点検 竜宮城",
    ):
        page.goto(f"{START[lang]}search/{query}")
        found += looks.problems(page, lang)
    page.goto(f"{START[lang]}search/")
    page.set_viewport_size({"width": looks.PHONE, "height": 900})
    type_into_box(page, "山口" if lang == "ja" else "Yama")
    assert found + looks.problems(page, lang, within="main") == []


WASTE = "店・旅館・工場のごみを開けて量り、減らす順番を決める"
PACKING = "食品の袋・容器の破れ、はがれ、湿気を減らす素材選び"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ごみ 捨てる 安く", WASTE),
        ("廃棄物 再資源化", WASTE),
        ("ﾊﾞｲｵﾏｽ", PACKING),
        ("biomass", PACKING),
        ("渡辺", "渡邊 志津"),
        ("ﾜﾀﾅﾍﾞ", "渡邊 志津"),
    ],
)
def test_the_same_thing_in_other_words_is_found(
    page: Page, text: str, found: str
) -> None:
    page.goto(f"/search/?q={text}")
    Camera().take(page, f"search-{text}")
    expect(page.get_by_role("link", name=found, exact=True).first).to_be_visible()
