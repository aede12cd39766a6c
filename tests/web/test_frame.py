"""The frame around every page."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.enums import Role
from cms.actions import ensure_site
from tests.factories.accounts import OrganisationFactory, person_in, secretary
from tests.web.conftest import texts
from web.context_processors import site


def test_the_frame_names_the_region_and_who_answers(get):
    page = get("/needs/")
    assert texts(page, ".site-brand span") == ["あおば産学官連携プラットフォーム"]
    assert texts(page, ".site-footer strong") == ["あおば連携事務局"]
    assert page.select_one("[href='tel:0830000000']") is not None
    assert page.select_one("[href='mailto:office@example.jp']") is not None
    assert page.select(".demo-strip") == []


def test_every_page_of_a_demonstration_says_so(get, region):
    region.demo = True
    region.save()
    assert texts(get("/themes/"), ".demo-strip") == ["デモ（架空の内容を含みます）"]


def test_the_menu_leads_to_the_lists_and_marks_where_one_is(get):
    page = get("/facilities/")
    assert texts(page, ".site-nav a") == [
        "困りごと",
        "できること",
        "研究者",
        "組織",
        "設備",
        "成果",
        "連携体制",
    ]
    assert texts(page, ".site-nav [aria-current]") == ["設備"]


def test_news_stand_in_the_menu_and_texts_at_the_foot(get):
    ensure_site()
    assert texts(get("/needs/"), ".site-nav a")[-1] == "お知らせ"
    assert "お知らせ" not in texts(get("/needs/"), ".footer-links a")


def test_this_page_in_the_other_language_keeps_the_readers_words(get):
    page = get("/needs/?q=%E8%8D%89&page=1")
    assert page.select_one(".site-tools [lang=en]")["href"] == (
        "/en/needs/?q=%E8%8D%89&page=1"
    )
    english = get("/en/needs/?q=a")
    assert english.html["lang"] == "en"
    assert english.select_one(".site-tools [lang=ja]")["href"] == "/needs/?q=a"
    assert texts(english, "h1") == ["Needs"]


@pytest.mark.parametrize(
    ("path", "other"),
    [("/partnerships/", "/en/partnerships/"), ("/en/match/", "/match/")],
)
def test_alternates_name_both_languages(get, path, other):
    links = {a["href"] for a in get(path).select("link[hreflang]")}
    assert links == {f"http://testserver{path}", f"http://testserver{other}"}


def test_who_is_not_signed_in_may_sign_in(get):
    assert texts(get("/needs/"), ".site-tools a") == ["探す", "English", "ログイン"]


def test_members_reach_their_pages_and_staff_the_desk(region):
    member = Client()
    member.force_login(person_in(OrganisationFactory(), Role.MEMBER))
    page = member.get("/themes/").content.decode()
    assert "マイページ" in page
    assert "事務局の画面" not in page
    staff = Client()
    staff.force_login(secretary())
    assert "事務局の画面" in staff.get("/themes/").content.decode()


def test_before_a_region_is_loaded_pages_still_answer(db, client):
    for path in ("/needs/", "/partnerships/", "/themes/", "/match/", "/nope/"):
        assert client.get(path).status_code in (200, 404)
    assert client.get("/design/region.css").content == b""


def test_the_context_costs_nothing_until_it_is_shown(region):
    request = RequestFactory().get("/api/v1/")
    with CaptureQueriesContext(connection) as captured:
        site(request)
    assert len(captured) == 0


def test_no_query_for_what_shows_no_frame(region, client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/robots.txt").status_code == 200
    assert len(captured) == 0


def test_the_regions_colour_is_a_stylesheet_that_may_be_cached(region, client):
    answer = client.get("/design/region.css")
    assert answer.content.decode() == ":root { --region-accent: #00428c; }\n"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "public" in answer["Cache-Control"]
    again = client.get("/design/region.css", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_english_reads_the_english_names(get):
    with translation.override("en"):
        page = get("/en/themes/")
    assert texts(page, ".site-brand span") == ["Aoba Platform"]
    assert texts(page, ".site-footer strong") == ["Aoba Secretariat"]
