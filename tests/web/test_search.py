"""The search of everything: what it shows, and how it helps on."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from wagtail.models import Page

from catalogue.enums import Visibility
from cms.actions import ensure_site, put_page
from lifecycle import clock
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    person_in,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    IndustryFactory,
    NeedFactory,
    OutcomeFactory,
    ResearcherFactory,
    ReviewSectionFactory,
    ThemeFactory,
)
from tests.web.conftest import texts
from web.lists.asked import MOST_TYPED

WORD = "藍染め"
MAKERS = {
    "need": lambda: NeedFactory(summary_ja=WORD, industry=IndustryFactory()),
    "expertise": lambda: ExpertiseFactory(summary_ja=WORD),
    "researcher": lambda: ResearcherFactory(summary_ja=WORD),
    "organisation": lambda: OrganisationFactory(
        name_ja=f"{WORD}工房", listed=True, municipality=MunicipalityFactory()
    ),
    "facility": lambda: FacilityFactory(summary_ja=WORD),
    "outcome": lambda: OutcomeFactory(summary_ja=WORD, published=True),
}


def address(**asked):
    return f"/search/?{urlencode(asked, doseq=True)}"


def tabs(page):
    found = {}
    for tab in texts(page, ".kind-tabs a"):
        name, count = tab.split(" 件数： ")
        found[name] = int(count.replace(",", ""))
    return found


def test_every_kind_is_found_and_named(get):
    things = {kind: make() for kind, make in MAKERS.items()}
    page = get(address(q=WORD))
    links = {link["href"] for link in page.select(".entry-title a")}
    assert {link.rstrip("/").rsplit("/")[-1] for link in links} == {
        thing.public_id for thing in things.values()
    }
    assert tabs(page) == {
        "すべて": 6,
        "困りごと": 1,
        "できること": 1,
        "研究者": 1,
        "組織": 1,
        "設備": 1,
        "成果": 1,
        "お知らせ・ご案内": 0,
    }
    assert set(texts(page, ".entry-kind")) == {
        "困りごと",
        "できること",
        "研究者",
        "組織：企業",
        "設備",
        "成果",
    }
    assert set(texts(page, "mark")) == {WORD}
    assert len(get(f"/en{address(q=WORD)}").select(".entry")) == 6


def test_a_kind_is_chosen_and_hides_no_other(get):
    for make in MAKERS.values():
        make()
    page = get(address(q=WORD, kind="facility"))
    assert len(page.select(".entry")) == 1
    assert tabs(page)["すべて"] == 6
    assert texts(page, ".kind-tabs [aria-current]") == ["設備 件数： 1"]
    assert texts(page, ".facet-chips li") == ["種類: 設備この条件を外す"]
    both = get(address(q=WORD, kind=["facility", "need"]))
    assert len(both.select(".entry")) == 2
    unknown = get(address(q=WORD, kind="dragon"))
    assert len(unknown.select(".entry")) == 6
    assert "「種類」に「dragon」はない" in texts(unknown, ".list-note")[0]


@pytest.mark.parametrize("kind", MAKERS)
def test_the_number_of_queries_does_not_grow_with_the_rows(queries, kind):
    MAKERS[kind]()
    one = queries(address(q=WORD, kind=kind))
    MAKERS[kind]()
    MAKERS[kind]()
    assert queries(address(q=WORD, kind=kind)) == one
    assert one <= 12


def test_the_number_of_queries_is_fixed_for_all_kinds_together(queries):
    for make in MAKERS.values():
        make()
    one = queries(address(q=WORD))
    for make in MAKERS.values():
        make()
        make()
    assert queries(address(q=WORD)) == one
    assert one <= 22


def test_help_with_many_words_looks_for_changes_no_more_often(queries):
    ExpertiseFactory(summary_ja="藍染め 織物 鋳物 漆器 和紙")
    few = queries(address(q="藍染め 織物 ゐゑ"))
    assert queries(address(q="藍染め 織物 鋳物 漆器 和紙 ゐゑ")) == few


def test_a_tree_opens_below_what_is_chosen(get):
    top = ReviewSectionFactory(level="large", name_ja="大きな分野")
    middle = ReviewSectionFactory(level="medium", name_ja="中くらいの分野")
    other = ReviewSectionFactory(level="medium", name_ja="隣の分野")
    middle.parents.add(top)
    other.parents.add(top)
    offers = ExpertiseFactory.create_batch(2)
    for offer, section in zip(offers, (middle, other), strict=True):
        offer.fields.add(section)

    def fields(page):
        boxes = page.select("input[type=checkbox][name=field]")
        return {
            page.select_one(f"label[for={b['id']}]").contents[0].strip() for b in boxes
        }

    assert fields(get("/search/")) == {"大きな分野"}
    opened = get(address(field=top.code))
    assert fields(opened) == {"大きな分野", "中くらいの分野", "隣の分野"}
    assert len(opened.select(".entry")) == 2
    narrow = get(address(field=[top.code, middle.code]))
    assert len(narrow.select(".entry")) == 1
    assert fields(narrow) == {"大きな分野", "中くらいの分野", "隣の分野"}
    assert len(narrow.select(".facet-chips .chip")) == 2


def test_deadlines_are_chosen_as_spans(get):
    soon = NeedFactory(deadline=clock.today() + timedelta(days=3))
    NeedFactory(deadline=clock.today() + timedelta(days=80))
    page = get(address(kind="need", deadline="week"))
    assert texts(page, ".entry-title") == [soon.title_ja]
    labels = texts(page, ".facets label")
    assert "7日以内 件数： 1" in labels
    assert "90日以内 件数： 2" in labels


def test_what_may_have_been_meant(get):
    NeedFactory(title_ja="廃棄物の山", title_en="")
    page = get(address(q="排気物", theme="x"))
    link = page.select_one(".did-you-mean a")
    assert link.text == "廃棄物"
    assert parse_qs(urlsplit(link["href"]).query)["q"] == ["廃棄物"]
    assert get(address(q="廃棄物")).select(".did-you-mean") == []


def test_which_word_to_leave_out(get):
    NeedFactory(title_ja="廃棄物の山", title_en="")
    page = get(address(q="廃棄物 竜宮城"))
    assert texts(page, ".fewer a") == ["「竜宮城」を外すと1件"]
    assert "q=%E5%BB%83%E6%A3%84%E7%89%A9" in page.select_one(".fewer a")["href"]


def test_which_condition_to_leave_out(get):
    need = NeedFactory(title_ja="廃棄物の山", title_en="")
    theme = ThemeFactory()
    NeedFactory(title_ja="棚田", title_en="").themes.add(theme)
    page = get(address(q="廃棄物", theme=theme.slug))
    assert page.select(".entry") == []
    assert texts(page, ".fewer a") == [f"条件「{theme.name_ja}」を外すと1件"]
    shown = get(page.select_one(".fewer a")["href"])
    assert texts(shown, ".entry-title") == [need.title_ja]


def test_nothing_found_leads_on(get, region):
    page = get(address(q="竜宮城"))
    assert texts(page, ".empty-title") == ["この言葉と条件では見つかりませんでした"]
    assert asked_by_phone(page)
    assert page.select_one(".empty a")["href"] == "/match/"


def asked_by_phone(page):
    links = page.select("main .contact-box a[href^='tel:']")
    assert [link["href"] for link in links] in ([], ["tel:0830000000"])
    return bool(links)


def test_the_secretariat_is_offered_where_little_is_found_and_only_there(get):
    NeedFactory(title_ja="廃棄物の山", title_en="", industry=IndustryFactory())
    theme = ThemeFactory()

    assert asked_by_phone(get(address(q="廃棄物 竜宮城")))
    assert asked_by_phone(get(address(theme=theme.slug)))
    assert not asked_by_phone(get(address(q="廃棄物")))
    assert not asked_by_phone(get("/search/"))
    assert not asked_by_phone(get("/facilities/"))


def nearest(page):
    return [a["href"] for a in page.select("#nearest + .entries .entry-title a")]


def test_what_is_near_by_meaning_is_shown_where_no_word_is(get):
    near = ExpertiseFactory(title_ja="食品の乾燥を短くする", title_en="")
    page = get(address(q="食品の乾燥 -食品"))
    assert nearest(page) == [f"/expertise/{near.public_id}/"]


def test_what_is_near_by_meaning_stands_below_the_hits_that_have_some_words(get):
    near = ExpertiseFactory(title_ja="食品の乾燥を短くする", title_en="")
    need = NeedFactory(title_ja="食品の乾燥の困りごと", title_en="")
    words = "食品の乾燥を短くする 竜宮城"

    page = get(f"/needs/?{urlencode({'q': words})}")

    links = [a["href"] for a in page.select("main .entry-title a")]
    assert links == [f"/needs/{need.public_id}/", f"/expertise/{near.public_id}/"]
    assert nearest(page) == links[1:]
    # Where it was found, it is not told again.
    both = get(address(q=words))
    assert {a["href"] for a in both.select("main .entry-title a")} == set(links)
    assert nearest(both) == []


def test_what_is_near_by_meaning_stands_on_the_first_page_alone(get):
    ExpertiseFactory(title_ja="食品の乾燥を短くする", title_en="")
    NeedFactory.create_batch(21, title_ja="食品の乾燥の困りごと", title_en="")
    asked = {"q": "食品の乾燥を短くする 竜宮城", "page": 2}

    page = get(f"/needs/?{urlencode(asked)}")

    assert len(page.select("main .entry-title a")) == 1
    assert nearest(page) == []
    assert asked_by_phone(page)


def test_a_description_is_led_to_the_matcher_in_a_body(get):
    text = "夏になると惣菜の袋に水がたまって困っています"
    page = get(address(q=text))
    form = page.select_one("form.whole-text")
    assert (form["method"], form["action"]) == ("post", "/match/#answer")
    assert form.select_one("[name=text]")["value"] == text
    assert get(address(q="惣菜")).select("form.whole-text") == []


def test_news_and_pages_are_one_thing_in_the_readers_language(get, region):
    ensure_site()
    put_page(
        slug="guide",
        title_ja="藍染めの手引き",
        title_en="Guide to indigo",
    )
    put_page(slug="only", title_ja="藍染めの歩み")
    page = get(address(q=WORD, kind="page"))
    links = {a["href"]: " ".join(a.text.split()) for a in page.select(".entry-title a")}
    assert links == {"/guide/": "藍染めの手引き", "/only/": "藍染めの歩み"}
    assert set(texts(page, ".entry-kind")) == {"ご案内"}
    english = get(f"/en{address(q='indigo', kind='page')}")
    assert texts(english, ".entry-title") == ["Guide to indigo"]
    assert english.select_one(".entry-title a")["href"] == "/en/guide/"
    fallback = get(f"/en{address(q=WORD, kind='page')}")
    assert texts(fallback, ".entry-title [lang=ja]")[0] == "藍染めの歩み"


def test_a_page_taken_back_is_found_no_more(get, region):
    ensure_site()
    put_page(slug="guide", title_ja="藍染めの手引き", title_en="Guide to indigo")
    ours = Page.objects.get(slug="guide", locale__language_code="ja")
    assert len(get(address(q=WORD)).select(".entry")) == 1
    ours.unpublish()
    assert get(address(q=WORD)).select(".entry") == []
    assert len(get(f"/en{address(q='indigo')}").select(".entry")) == 1
    ours.specific.save_revision().publish()
    ours.get_translations().get().delete()
    assert len(get(address(q=WORD)).select(".entry")) == 1
    assert get(f"/en{address(q='indigo')}").select(".entry") == []


def test_the_box_completes_only_on_this_page(get):
    box = get("/search/").select_one("#q")
    assert (box["data-complete"], box["data-match"]) == ("/search/complete/", "/match/")
    english = get("/en/search/").select_one("#q")
    assert english["data-complete"] == "/en/search/complete/"
    other = get("/needs/").select_one("#q")
    assert not other.has_attr("data-complete")
    assert other["data-match"] == "/match/"


def test_no_box_cuts_what_is_put_into_it(get):
    for address in ("/search/", "/needs/", "/en/expertise/"):
        box = get(address).select_one("#q")
        assert not box.has_attr("maxlength")
        assert int(box["data-words"]) == MOST_TYPED


def test_every_page_leads_to_the_search(get):
    links = get("/needs/").select(".site-tools a")
    assert ("/search/", "探す") in [(a["href"], a.text.strip()) for a in links]


def test_completions(client, region):
    ExpertiseFactory(title_ja="食品の乾燥", title_en="Drying of food")
    answer = client.get("/search/complete/", {"q": "乾"})
    assert answer.json() == {
        "completions": [{"text": "食品の乾燥", "kind": "題名", "lang": "ja"}]
    }
    assert "no-store" in answer["Cache-Control"]
    english = client.get("/en/search/complete/", {"q": "dry"}).json()
    assert english["completions"][0]["kind"] == "Title"
    assert client.get("/search/complete/").json() == {"completions": []}
    assert client.post("/search/complete/", {"q": "乾"}).status_code == 405


def test_completions_of_a_reader(client, region):
    NeedFactory(title_ja="梅の種取り", title_en="", visibility=Visibility.MEMBERS)
    assert client.get("/search/complete/?q=梅").json()["completions"] == []
    client.force_login(person_in(OrganisationFactory()))
    assert len(client.get("/search/complete/?q=梅").json()["completions"]) == 1
