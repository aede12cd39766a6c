"""Texts of a pack become pages, and stay as staff left them."""

from datetime import date

import pytest
from wagtail.models import Locale, Page, Site

from cms.actions import NoParentPage, ensure_site, put_news, put_page
from cms.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

GUIDE = {
    "slug": "guide",
    "title_ja": "ご利用の流れ",
    "title_en": "How it works",
    "intro_ja": "だれが何をするか。",
    "intro_en": "Who does what.",
    "section": [
        {
            "heading_ja": "はじめに",
            "heading_en": "First",
            "body_ja": "まず書きます。\n\n次に待ちます。\n\n- 一つ\n- 二つ",
            "body_en": "Write.\n\nThen wait.\n\n- one\n- two",
        }
    ],
}
NEWS = {
    "slug": "open",
    "date": date(2026, 4, 6),
    "title_ja": "公開しました",
    "title_en": "Now open",
    "intro_ja": "お試しください。",
    "intro_en": "Try it.",
    "body_ja": "本日、公開しました。",
    "body_en": "Open from today.",
}


def guide(language="ja"):
    return StandardPage.objects.get(slug="guide", locale__language_code=language)


def written(page):
    return [(part.block_type, str(part.value)) for part in page.body]


def test_the_first_call_makes_the_site(region):
    put_page(**GUIDE)
    root = Page.get_first_root_node()
    assert [page.specific_class for page in root.get_children()] == [HomePage] * 2
    assert Site.objects.get().root_page.specific_class is HomePage
    assert [
        (page.locale.language_code, page.url, page.live)
        for page in NewsIndexPage.objects.order_by("path")
    ] == [("ja", "/news/", True), ("en", "/en/news/", True)]


def test_titles_of_the_site_are_in_their_language(region):
    ensure_site()
    titles = NewsIndexPage.objects.values_list("locale__language_code", "title")
    assert dict(titles) == {"ja": "お知らせ", "en": "News"}


def test_a_page_is_added_in_both_languages(region):
    assert put_page(**GUIDE) == "added"
    assert (guide().title, guide().url, guide().live) == (
        "ご利用の流れ",
        "/guide/",
        True,
    )
    english = guide("en")
    assert (english.title, english.intro) == ("How it works", "Who does what.")
    assert (english.url, english.live) == ("/en/guide/", True)
    assert [kind for kind, _text in written(english)] == [
        "heading",
        "paragraph",
        "list",
    ]
    assert "Then wait." in written(english)[1][1]


def test_the_same_page_again_changes_nothing(region):
    put_page(**GUIDE)
    before = guide().latest_revision_id
    assert put_page(**GUIDE) == "unchanged"
    assert guide().latest_revision_id == before
    assert StandardPage.objects.count() == 2


@pytest.mark.parametrize("field", ["title_ja", "title_en", "intro_ja", "intro_en"])
def test_a_changed_text_changes_the_page(region, field):
    put_page(**GUIDE)
    assert put_page(**GUIDE | {field: "新しい"}) == "changed"
    name, _, language = field.partition("_")
    assert getattr(guide(language), name) == "新しい"
    assert put_page(**GUIDE | {field: "新しい"}) == "unchanged"


def test_a_changed_section_changes_the_page(region):
    put_page(**GUIDE)
    section = GUIDE["section"][0] | {"body_en": "Write.\n\n- one"}
    assert put_page(**GUIDE | {"section": [section]}) == "changed"
    assert put_page(**GUIDE | {"section": [section]}) == "unchanged"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_staff_edited_is_left_alone(region, language):
    put_page(**GUIDE)
    page = guide(language)
    page.title = "職員の題"
    page.save_revision(user=UserFactory()).publish()
    assert put_page(**GUIDE | {"title_ja": "別の題"}) == "unchanged"
    assert guide(language).title == "職員の題"
    other = {"ja": "en", "en": "ja"}[language]
    assert guide(other).title == GUIDE[f"title_{other}"]


def test_what_staff_withdrew_stays_withdrawn(region):
    put_page(**GUIDE)
    guide().unpublish(user=UserFactory(is_superuser=True))
    assert put_page(**GUIDE | {"title_ja": "別の題"}) == "unchanged"
    assert not guide().live


def test_a_page_of_another_kind_at_the_address_is_left_alone(region):
    ensure_site()
    assert put_page(**GUIDE | {"slug": "news"}) == "unchanged"


def test_a_page_without_english_stands_in_and_says_so(region, client):
    section = {"heading_ja": "はじめに", "body_ja": "まず書きます。"}
    assert put_page(slug="rules", title_ja="規程", section=[section]) == "added"
    answer = client.get("/en/rules/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert '<article lang="ja">' in text
    assert "Japanese only" in text
    assert put_page(slug="rules", title_ja="規程", section=[section]) == "unchanged"


def test_a_stand_in_follows_the_japanese_page(region, client):
    put_page(slug="rules", title_ja="規程")
    assert put_page(slug="rules", title_ja="新しい規程") == "changed"
    assert "新しい規程" in client.get("/en/rules/").content.decode()


def test_a_stand_in_becomes_a_translation(region, client):
    put_page(slug="rules", title_ja="規程")
    assert put_page(slug="rules", title_ja="規程", title_en="Rules") == "changed"
    text = client.get("/en/rules/").content.decode()
    assert "<h1>Rules</h1>" in text
    assert "Japanese only" not in text
    assert put_page(slug="rules", title_ja="規程", title_en="Rules") == "unchanged"


def test_a_page_may_stand_under_another(region, client):
    put_page(**GUIDE)
    below = {"slug": "guide/firms", "title_ja": "企業の方へ", "title_en": "For firms"}
    assert put_page(**below) == "added"
    assert client.get("/en/guide/firms/").status_code == 200
    assert "/guide/firms/" in client.get("/guide/").content.decode()


def test_a_page_whose_parent_is_missing_is_refused(region):
    with pytest.raises(NoParentPage, match="about/steps"):
        put_page(slug="about/steps", title_ja="段階")


def test_news_is_put_in_both_languages_and_once(region):
    assert put_news(**NEWS) == "added"
    assert put_news(**NEWS) == "unchanged"
    assert put_news(**NEWS | {"date": date(2026, 4, 7)}) == "changed"
    assert sorted(
        (page.url, page.title, page.date) for page in NewsPage.objects.live()
    ) == [
        ("/en/news/open/", "Now open", date(2026, 4, 7)),
        ("/news/open/", "公開しました", date(2026, 4, 7)),
    ]


def test_news_without_its_list_is_refused(region):
    ensure_site()
    NewsIndexPage.objects.get(locale=Locale.get_default()).delete()
    with pytest.raises(NoParentPage):
        put_news(**NEWS)


def test_news_that_staff_edited_is_left_alone(region):
    put_news(**NEWS)
    page = NewsPage.objects.get(locale__language_code="ja")
    page.save_revision(user=UserFactory()).publish()
    assert put_news(**NEWS | {"body_ja": "別の文"}) == "unchanged"
