"""What a reader gets at the addresses of editable pages."""

import json
import re
from datetime import date

import pytest
from django.utils.html import escape
from wagtail.models import Site

from cms.actions import put_news, put_page
from cms.models import NewsIndexPage, NewsPage, StandardPage
from cms.selectors import alternates, menu_pages

pytestmark = pytest.mark.django_db


def section(number, body="本文です。"):
    return {
        "heading_ja": f"見出し{number}",
        "heading_en": f"Heading {number}",
        "body_ja": body,
        "body_en": "Text.",
    }


def put(slug="guide", sections=1, **fields):
    parts = [section(number) for number in range(sections)]
    return put_page(
        **{
            "slug": slug,
            "title_ja": "ご利用の流れ",
            "title_en": "How it works",
            "intro_ja": "前書き。",
            "intro_en": "Before you start.",
            "section": parts,
        }
        | fields
    )


def news(number=0, **fields):
    return put_news(
        **{
            "slug": f"news-{number}",
            "date": date(2026, 4, 1 + number),
            "title_ja": f"お知らせ{number}",
            "title_en": f"News {number}",
            "intro_ja": "短い説明。",
            "intro_en": "In short.",
            "body_ja": "本文です。",
            "body_en": "Text.",
        }
        | fields
    )


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/guide/", "ja", "ご利用の流れ"),
        ("/en/guide/", "en", "How it works"),
        ("/news/", "ja", "お知らせ"),
        ("/en/news/", "en", "News"),
        ("/news/news-0/", "ja", "お知らせ0"),
        ("/en/news/news-0/", "en", "News 0"),
    ],
)
def test_every_page_is_there_in_both_languages(home, client, path, language, title):
    put()
    news()
    text = read(client, path)
    assert f'<html lang="{language}">' in text
    assert f"<h1>{title}</h1>" in text
    assert f"<title>{title} | " in text
    assert "only</span>" not in text


def test_a_page_says_where_it_is_and_in_which_languages(home, client):
    put()
    text = read(client, "/en/guide/")
    assert 'hreflang="ja" href="http://testserver/guide/"' in text
    assert 'hreflang="en" href="http://testserver/en/guide/"' in text
    assert 'rel="canonical" href="http://testserver/en/guide/"' in text
    crumbs = re.search(r'<nav class="breadcrumb.*?</nav>', text, re.S).group()
    assert '<a href="/en/">Home</a>' in crumbs
    assert '<span aria-current="page">How it works</span>' in crumbs


def test_a_stand_in_names_the_original_as_its_address(home, client):
    put(title_en="")
    text = read(client, "/en/guide/")
    assert 'rel="canonical" href="http://testserver/guide/"' in text


def test_an_unpublished_translation_is_not_offered(home, client):
    put()
    StandardPage.objects.get(locale__language_code="en").unpublish()
    page = StandardPage.objects.get(locale__language_code="ja")
    assert [version["lang"] for version in alternates(page)] == ["ja"]


def test_alternates_name_languages_in_themselves(home):
    put()
    page = StandardPage.objects.get(locale__language_code="ja")
    assert alternates(page) == [
        {"lang": "ja", "url": "/guide/", "label": "日本語"},
        {"lang": "en", "url": "/en/guide/", "label": "English"},
    ]


def test_a_long_page_begins_with_its_headings(home, client):
    put(sections=4)
    text = read(client, "/guide/")
    assert '<a href="#section-2">見出し1</a>' in text
    assert '<h2 id="section-2" class="heading-bar">見出し1</h2>' in text


def test_a_short_page_does_not(home, client):
    put(sections=3)
    assert "#section-1" not in read(client, "/guide/")


def test_paragraphs_lists_and_contacts(home, client):
    body = "一行目\n二行目\n\n次の段落\n- 一つ目\n- 二つ目\n{contact}\n最後"
    put(section=[{"body_ja": body}])
    text = re.sub(r">\s+<", "><", read(client, "/guide/"))
    assert "<p>一行目<br/>二行目</p><p>次の段落</p>" in text
    assert "<ul><li>一つ目</li><li>二つ目</li></ul>" in text
    assert "<p>最後</p>" in text
    assert text.index("二つ目") < text.index("tel:0830000000") < text.index("最後")
    for part in ("あおば連携事務局", "office@example.jp", "平日 8時30分〜17時15分"):
        assert part in text


def test_hostile_texts_are_shown_as_they_are(home, client):
    hostile = '<script>alert("1")</script>'
    put(
        title_ja=hostile,
        intro_ja=hostile,
        section=[{"heading_ja": hostile, "body_ja": f"{hostile}\n\n- {hostile}"}],
    )
    news(title_ja=hostile, intro_ja=hostile, body_ja=hostile)
    for path in ("/guide/", "/news/", "/news/news-0/"):
        text = read(client, path)
        assert "<script>alert" not in text
        assert escape(hostile) in text


def test_menu_pages_are_those_below_home_in_the_reader_s_language(
    home, client, django_assert_num_queries
):
    put()
    put("terms", title_ja="利用規約", title_en="Terms")
    hidden = StandardPage.objects.get(slug="terms", locale__language_code="ja")
    hidden.show_in_menus = False
    hidden.save()
    Site.get_site_root_paths()
    with django_assert_num_queries(1):
        found = menu_pages()
    assert found == [
        {"url": "/news/", "label": "お知らせ", "news": True},
        {"url": "/guide/", "label": "ご利用の流れ", "news": False},
    ]


def test_news_stand_the_newest_first(home, client):
    for number in range(3):
        news(number)
    text = read(client, "/news/")
    assert re.findall(r">(お知らせ\d)</a>", text) == [
        "お知らせ2",
        "お知らせ1",
        "お知らせ0",
    ]
    assert "2026年4月3日（金）" in text
    assert "3 Apr 2026" in read(client, "/en/news/")


def test_untranslated_news_is_marked_in_the_list(home, client):
    news(title_en="")
    text = read(client, "/en/news/")
    assert '<span lang="ja">お知らせ0</span>' in text
    assert "Japanese only" in text


def test_an_empty_list_of_news_says_so(home, client):
    assert "There is no news yet" in read(client, "/en/news/")


def test_news_come_in_pages(home, client, monkeypatch):
    monkeypatch.setattr(NewsIndexPage, "SIZE", 2)
    for number in range(3):
        news(number)
    assert read(client, "/news/").count("<article") == 2
    assert read(client, "/news/?page=2&utm_source=x").count("<article") == 1


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "9" * 400])
def test_a_page_of_the_list_that_does_not_exist(home, client, monkeypatch, number):
    monkeypatch.setattr(NewsIndexPage, "SIZE", 1)
    news(0)
    news(1)
    text = read(client, f"/en/news/?page={number}", status=404)
    assert "The list ends with page 2." in text
    assert 'href="/en/news/?page=2"' in text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list_of_news(home, client, rows, django_assert_num_queries):
    for number in range(rows):
        news(number)
    read(client, "/news/")
    with django_assert_num_queries(10):
        read(client, "/news/")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_text(home, client, rows, django_assert_num_queries):
    put(sections=rows)
    read(client, "/guide/")
    with django_assert_num_queries(8):
        read(client, "/guide/")


def test_news_describe_themselves_to_search_engines(home, client):
    news(title_ja="</script><b>&", intro_ja="短い説明。")
    answer = client.get("/news/news-0/")
    found = re.search(
        r'<script type="application/ld\+json" nonce="([^"]+)">(.*?)</script>',
        answer.content.decode(),
        re.S,
    )
    nonce, body = found.groups()
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    described = json.loads(body)
    changed = NewsPage.objects.get(locale__language_code="ja").last_published_at
    assert described == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "</script><b>&",
        "description": "短い説明。",
        "inLanguage": "ja",
        "url": "http://testserver/news/news-0/",
        "mainEntityOfPage": "http://testserver/news/news-0/",
        "datePublished": "2026-04-01",
        "dateModified": changed.isoformat(),
        "publisher": {
            "@type": "Organization",
            "name": "あおば産学官連携プラットフォーム",
        },
    }


def test_the_sitemap_names_originals_by_the_host_that_was_asked(home, rf):
    put()
    put("rules", title_en="")
    request = rf.get("/sitemap.xml")
    found = [
        entry["location"]
        for page in StandardPage.objects.order_by("path")
        for entry in page.get_sitemap_urls(request)
    ]
    assert found == [
        "http://testserver/guide/",
        "http://testserver/rules/",
        "http://testserver/en/guide/",
    ]
