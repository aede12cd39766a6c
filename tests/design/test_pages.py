"""The frame, the components and the mails, as they are rendered."""

from datetime import date
from pathlib import Path

import polib
import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from design import wording
from design.localized import LocalizedText

DESIGN = Path(__file__).parents[2] / "platform" / "design"
REGION = {
    "name": "見本圏域 <連携>",
    "demo": True,
    "secretariat_name": "デモ事務局",
    "phone": "083-000-0000",
    "email": "demo@renkei.example",
    "office_hours": "平日 8時30分から",
}
FRAME = {
    "region": REGION,
    "navigation": [
        {"url": "/needs/", "label": "困りごと", "current": True},
        {"url": "/expertise/", "label": "できること", "current": False},
    ],
    "alternate": [
        {"lang": "ja", "url": "/needs/", "label": "日本語"},
        {"lang": "en", "url": "/en/needs/", "label": "English"},
    ],
    "account_links": [{"url": "/accounts/login/", "label": "ログイン"}],
    "footer_links": [{"url": "/terms/", "label": "利用規約"}],
}
HOSTILE = '"><script>alert(1)</script>'


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def framed(source: str = "", language: str = "ja", **context: object) -> BeautifulSoup:
    request = RequestFactory().get("/needs/?q=a", HTTP_HOST="testserver")
    template = Template('{% extends "design/base.html" %}' + source)
    with translation.override(language):
        html = template.render(Context({"request": request} | FRAME | context))
    return soup(html)


def part(component: str, language: str = "ja", **context: object) -> BeautifulSoup:
    with translation.override(language):
        return soup(render_to_string(f"design/components/{component}.html", context))


def test_the_frame_names_its_language_and_its_parts():
    page = framed()
    assert page.html["lang"] == "ja"
    assert page.select_one(".skip-link")["href"] == "#main"
    assert page.select_one("main")["id"] == "main"
    assert page.select_one(".demo-strip").get_text(strip=True) == (
        "デモ（架空の内容を含みます）"
    )
    assert page.select_one(".site-nav [aria-current=page]").text == "困りごと"
    assert page.select_one(".site-tools [lang=en]")["href"] == "/en/needs/"
    assert page.select_one("footer [href='tel:0830000000']") is not None
    assert framed(language="en").html["lang"] == "en"


def test_no_banner_outside_the_demonstration():
    assert framed(region={**REGION, "demo": False}).select(".demo-strip") == []


def test_the_title_and_the_card_say_the_same():
    page = framed(
        "{% block title %}{{ t }}{% endblock %}"
        "{% block meta_description %}{{ t }}!{% endblock %}",
        t=HOSTILE,
    )
    assert page.title.text == f"{HOSTILE} | {REGION['name']}"
    assert page.select_one("[property='og:title']")["content"] == HOSTILE
    assert page.select_one("[name=description]")["content"] == f"{HOSTILE}!"
    assert page.select_one("[property='og:description']")["content"] == f"{HOSTILE}!"
    assert framed().title.text == REGION["name"]


def test_addresses_for_machines():
    page = framed()
    canonical = page.select_one("link[rel=canonical]")["href"]
    assert canonical == "http://testserver/needs/"
    assert {
        link["hreflang"]: link["href"] for link in page.select("link[hreflang]")
    } == {
        "ja": "http://testserver/needs/",
        "en": "http://testserver/en/needs/",
    }


def test_the_frame_calls_no_other_host_and_has_nothing_inline():
    page = framed()
    addresses = [
        tag.get("src") or tag.get("href")
        for tag in page.select("link[rel=stylesheet], link[rel=icon], script, img")
    ]
    assert addresses
    assert [a for a in addresses if not a.startswith(("/static/", "/design/"))] == []
    assert page.select("style, script:not([src]), [style], [onclick]") == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_error_pages_render_without_a_request(name, language):
    with translation.override(language):
        page = soup(render_to_string(f"{name}.html"))
    assert page.html["lang"] == language
    assert page.h1.text == page.title.text
    assert page.select_one("main a.button")["href"] in {"/", "/en/"}


@pytest.mark.parametrize("kind", ["success", "error", "warning", "info"])
def test_banners(kind):
    banner = part("banner", kind=kind, text=HOSTILE).select_one(f".banner-{kind}")
    assert banner.p.text == HOSTILE
    assert banner["role"] == ("alert" if kind == "error" else "status")


def test_messages_become_banners_even_where_the_page_has_a_list():
    messages = [Message(constants.SUCCESS, HOSTILE), Message(constants.DEBUG, "x")]
    page = part("messages", messages=messages, points=["not mine"])
    assert [h.text for h in page.select("h2")] == [HOSTILE, "x"]
    assert page.select("li") == []


def test_a_banner_lists_what_to_do():
    page = part("banner", points=["一", {"url": "/a/", "label": "二"}])
    assert [li.text for li in page.select("li")] == ["一", "二"]
    assert page.select_one("li a")["href"] == "/a/"


def test_a_list_item_says_who_where_until_when():
    item = {
        "url": "/needs/abc/",
        "title": LocalizedText("棚田の水番", "ja", fallback=True),
        "kind": "Need",
        "chips": [{"label": "Open", "tone": "success"}],
        "who": "企業名非公開",
        "municipality": HOSTILE,
        "theme": "Smart region",
        "deadline": date(2026, 11, 30),
        "passage": {"sentence": "<水>を見る", "marks": [[1, 2]], "lang": "ja"},
        "line": "not shown beside a passage",
    }
    page = part("list_item", "en", item=item)
    assert page.h3.a["href"] == "/needs/abc/"
    assert page.h3.a.span["lang"] == "ja"
    assert page.select_one(".language-note") is not None
    assert page.time["datetime"] == "2026-11-30"
    assert page.select_one(".entry-passage").text == "<水>を見る"
    assert page.mark.text == "水"
    assert page.select("script, .entry-line") == []
    assert HOSTILE in page.get_text()


def test_a_bare_list_item():
    page = part("list_item", item={"url": "/x/", "title": "題"}, heading_level=2)
    assert page.get_text(strip=True) == "題"
    assert page.h2 is not None


def pages(number: int, query: str = "") -> BeautifulSoup:
    request = RequestFactory().get(f"/needs/?{query}")
    template = engines["django"].from_string(
        '{% include "design/components/pagination.html" %}'
        '{% include "design/components/result_count.html" with count=1204 %}'
    )
    with translation.override("ja"):
        page = Paginator(range(1204), 20).page(number)
        return soup(template.render({"page": page}, request))


def test_pages_keep_the_other_parameters():
    page = pages(2, "q=%E5%8C%85%E8%A3%85&theme=smart&theme=tourism&page=2")
    assert page.select_one("[rel=next]")["href"] == (
        "?q=%E5%8C%85%E8%A3%85&theme=smart&theme=tourism&page=3"
    )
    assert page.select_one("[aria-current=page]").get_text(strip=True) == "ページ2"
    assert page.select_one("[role=status]").get_text(strip=True) == (
        "1,204件（21〜40件目を表示）"
    )


def test_the_ends_lead_nowhere():
    assert pages(1).select("[rel=prev]") == []
    assert pages(61).select("[rel=next]") == []


def test_facets_are_a_plain_form_that_keeps_the_question():
    facets = [
        {
            "name": "theme",
            "label": "テーマ",
            "options": [
                {"value": '"<', "label": "<観光>", "count": 1204, "selected": True},
                {"value": "b", "label": "b", "count": None, "selected": False},
            ],
        },
        {"name": "empty", "label": "空", "options": []},
    ]
    hidden = [{"name": "q", "value": HOSTILE}]
    page = part("facets", action="/needs/", facets=facets, hidden=hidden)
    assert page.form["method"] == "get"
    assert page.select_one("[type=hidden]")["value"] == HOSTILE
    boxes = page.select("[type=checkbox]")
    assert [(b["value"], b.has_attr("checked")) for b in boxes] == [
        ('"<', True),
        ("b", False),
    ]
    assert page.label.get_text(" ", strip=True) == "<観光> 件数： 1,204"
    assert len(page.select("fieldset")) == 1


def test_chosen_facets_can_be_removed():
    chosen = [
        {"label": "防府市", "group": "市町", "remove_url": "?theme=smart"},
        {"label": "<b>", "remove_url": "?m=352063"},
    ]
    page = part("facet_chips", chosen=chosen, clear_url="?")
    assert [a["href"] for a in page.select("a")] == ["?theme=smart", "?m=352063", "?"]
    assert part("facet_chips", chosen=chosen[:1], clear_url="?").select("a") != []
    assert part("facet_chips", chosen=[]).get_text(strip=True) == ""


def test_a_table_names_its_columns_on_a_phone_too():
    page = part("table", head=["件名", "件数"], rows=[[{"text": "題", "url": "/"}, 3]])
    row = page.select_one("tbody tr")
    assert [cell["data-label"] for cell in row.find_all(["th", "td"])] == [
        "件名",
        "件数",
    ]
    assert row.a["href"] == "/"


def test_facts_without_a_value_are_left_out():
    rows = [
        {"label": "予算", "value": ""},
        {"label": "地域", "value": "<防府>", "url": "/x/"},
        {"label": "本文", "value": "一\n\n二", "paragraphs": True},
    ]
    page = part("definitions", rows=rows)
    assert [dt.text for dt in page.select("dt")] == ["地域", "本文"]
    assert page.dd.text == "<防府>"
    assert len(page.select("dd p")) == 2


def test_a_timeline_says_whose_turn_it_is_and_offers_one_button():
    turn = {
        "sentence": "<事務局>の番です。",
        "since": date(2026, 11, 18),
        "url": "/a/",
        "label": "返事をする",
    }
    entries = [
        {"at": date(2026, 10, 2), "title": HOSTILE, "who": "匿名", "note": "<b>"},
        {"title": "このあと", "state": "next"},
    ]
    page = part("timeline", turn=turn, entries=entries)
    assert page.select_one(".turn-sentence").text == "<事務局>の番です。"
    assert "2026年11月18日（水）から" in page.get_text()
    assert [a["href"] for a in page.select(".button")] == ["/a/"]
    assert page.select_one(".timeline-what").text == HOSTILE
    assert page.select("script, b") == []
    assert part("timeline", entries=entries).select(".turn") == []


@pytest.mark.parametrize(
    ("name", "context", "text"),
    [
        ("chip", {"label": HOSTILE}, HOSTILE),
        ("button", {"label": HOSTILE, "url": "/"}, HOSTILE),
        ("button", {"label": HOSTILE, "name": "n", "value": HOSTILE}, HOSTILE),
        ("empty", {"title": HOSTILE}, HOSTILE),
        ("doors", {"doors": [{"url": "/", "title": HOSTILE, "icon": "map"}]}, HOSTILE),
        ("breadcrumb", {"breadcrumbs": [{"label": HOSTILE}]}, HOSTILE),
        ("figures", {"figures": [{"label": "数", "value": None}]}, "数未入力"),
        (
            "steps",
            {"label": "流れ", "steps": [{"label": HOSTILE, "state": "current"}]},
            f"1{HOSTILE}",
        ),
    ],
)
def test_parts_show_hostile_text_as_written(name, context, text):
    page = part(name, **context)
    assert "".join(page.get_text().split()) == "".join(text.split())
    assert page.select("script") == []


def test_the_search_box_keeps_the_question():
    page = part("search_box", action="/needs/", label="探す", q=HOSTILE, hint="例")
    assert page.select_one("#q")["value"] == HOSTILE
    assert page.select_one("#q")["aria-describedby"] == "q-hint"


def test_the_front_door_posts_and_keeps_what_was_typed():
    page = part("match_box", action="/match/", text=HOSTILE, error="短すぎます。")
    assert page.form["method"] == "post"
    assert page.textarea.text == HOSTILE
    assert page.select_one("label")["for"] == page.textarea["id"]
    described = page.textarea["aria-describedby"].split()
    assert [page.select_one(f"#{id_}") is not None for id_ in described] == [True] * 3
    assert "入力した文章は保存しません（通信記録にも残しません）" in page.get_text()


def test_a_mail_is_whole_without_links_and_is_not_escaped():
    template = Template(
        '{% extends "design/mail/base.txt" %}'
        "{% block content %}{{ text }}{% endblock %}"
    )
    with translation.override("ja"):
        context = Context({"region": REGION, "text": "A & <B>"})
        text = template.render(context)
    assert text.startswith("見本圏域 <連携>\nデモ（架空の内容を含みます）\n")
    assert "A & <B>" in text
    assert "デモ事務局\n電話 083-000-0000\ndemo@renkei.example" in text


def test_every_sentence_is_translated_and_compiled():
    folder = DESIGN / "locale" / "ja" / "LC_MESSAGES"
    po = polib.pofile(str(folder / "django.po"))
    mo = polib.mofile(str(folder / "django.mo"))
    assert po.percent_translated() == 100
    compiled = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in mo}
    assert compiled == {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in po}


def test_our_words_come_before_django_s():
    with translation.override("ja"):
        spoken = [translation.gettext(message) for message in wording.REWORDED]
    assert "この項目は必ずお答えください。" in spoken
    assert not set(spoken) & set(wording.REWORDED)


def test_every_component_says_what_it_wants():
    for path in sorted((DESIGN / "templates" / "design").rglob("*.*")):
        if path.parent.name == "components":
            assert path.read_text().startswith("{% comment %}"), path.name


def test_the_documentation_names_every_component_and_style():
    text = (DESIGN.parents[1] / "docs" / "design.md").read_text()
    components = (DESIGN / "templates/design/components").glob("*.html")
    styles = (DESIGN / "static/design/css").glob("*.css")
    missing = [path.stem for path in components if f"| `{path.stem}` |" not in text]
    assert missing + [path.name for path in styles if path.name not in text] == []
