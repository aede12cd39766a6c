"""The lists: what they show, how they narrow down, what they answer to nonsense."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from accounts.enums import PartnershipStatus
from catalogue.enums import NeedState, Visibility
from lifecycle import clock
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
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

LISTS = [
    "needs",
    "expertise",
    "researchers",
    "organisations",
    "facilities",
    "outcomes",
]


def whole_need(**fields):
    need = NeedFactory(
        industry=IndustryFactory(),
        deadline=clock.today() + timedelta(days=30),
        budget_min=500_000,
        budget_max=1_000_000,
        kinds=["advice", "test"],
        **fields,
    )
    need.themes.add(ThemeFactory())
    return need


def whole_expertise(**fields):
    offer = ExpertiseFactory(maturity=5, **fields)
    medium = ReviewSectionFactory(level="medium")
    basic = ReviewSectionFactory()
    basic.parents.add(medium)
    offer.fields.add(basic)
    offer.themes.add(ThemeFactory())
    offer.researcher.fields.add(basic)
    return offer


MAKERS = {
    "needs": whole_need,
    "expertise": whole_expertise,
    "researchers": lambda: whole_expertise().researcher,
    "organisations": lambda: OrganisationFactory(
        university=True, municipality=MunicipalityFactory()
    ),
    "facilities": FacilityFactory,
    "outcomes": lambda: OutcomeFactory(published=True),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_what_there_is_and_leads_to_it(get, name):
    thing = MAKERS[name]()
    page = get(f"/{name}/")
    links = [link["href"] for link in page.select(".entry-title a")]
    assert f"/{name}/{thing.public_id}/" in links
    counted = texts(page, "main [role=status]:not([hidden])")
    assert counted == [f"{len(links)}件"]
    assert get(f"/en/{name}/").select(".entry-title a")


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_would_be_there(get, name, region):
    region.secretariat.listed = False
    region.secretariat.save()
    page = get(f"/{name}/")
    assert texts(page, ".empty-title") == ["まだ登録がありません"]
    assert page.select_one(".empty a")["href"] == "/match/"


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_does_not_grow_with_the_rows(queries, name):
    MAKERS[name]()
    one = queries(f"/{name}/")
    MAKERS[name]()
    MAKERS[name]()
    assert queries(f"/{name}/") == one
    assert one <= 12


def test_chosen_conditions_cost_no_further_query(queries):
    need = whole_need()
    plain = queries("/needs/")
    theme = need.themes.get()
    chosen = {
        "municipality": need.municipality.code,
        "theme": theme.slug,
        "industry": need.industry.code,
        "help": "test",
        "state": "open",
        "q": "煮干し",
    }
    assert queries(f"/needs/?{urlencode(chosen)}") == plain


def test_an_entry_of_a_need(get):
    need = whole_need()
    page = get("/needs/")
    assert texts(page, ".entry-title") == [need.title_ja]
    assert texts(page, ".entry .chip") == ["受付中"]
    assert texts(page, ".entry-facts li") == [
        f"掲載者：{need.organisation.name_ja}",
        f"地域：{need.municipality.name_ja}",
        f"テーマ：{need.themes.get().name_ja}",
        "予算：50万円〜100万円",
    ]
    assert "あと30日" in texts(page, ".deadline")[0]


def test_a_settled_need_has_no_days_left(get):
    whole_need(state=NeedState.SETTLED)
    assert get("/needs/").select(".deadline") == []


def test_a_withheld_name_is_in_no_part_of_the_page(get):
    need = whole_need(anonymous=True)
    for path in ("/needs/", "/needs/?q=煮干し", "/en/needs/"):
        page = str(get(path))
        for name in ("name_ja", "name_en", "kana", "phone"):
            assert getattr(need.organisation, name) not in page
    page = get("/needs/")
    assert texts(page, ".entry-facts li")[:2] == [
        "掲載者：企業名非公開",
        "地域：圏域内",
    ]
    options = texts(page, ".facets label")
    assert not [option for option in options if need.municipality.name_ja in option]
    assert get(f"/needs/?q={need.organisation.name_ja}").select(".entry") == []


def test_where_others_hide_the_poster_the_place_stays(get):
    place, trade = MunicipalityFactory(), IndustryFactory()
    for _ in range(3):
        NeedFactory(municipality=place, industry=trade, anonymous=True)
    facts = texts(get("/needs/"), ".entry-facts li")
    assert facts.count(f"地域：{place.name_ja}") == 3


def test_only_what_everybody_may_read(get):
    NeedFactory(visibility=Visibility.SECRETARIAT)
    NeedFactory(visibility=Visibility.MEMBERS)
    NeedFactory(draft=True)
    partnered = PartnershipFactory(status=PartnershipStatus.ACTIVE)
    NeedFactory(
        visibility=Visibility.PARTNERS_FIRST, municipality=partnered.municipality
    )
    assert len(get("/needs/").select(".entry")) == 1  # no head start in this region
    ExpertiseFactory(state="draft")
    assert get("/expertise/").select(".entry") == []


def test_words_find_and_are_marked(get):
    ExpertiseFactory(summary_ja="食品の乾燥を、熱の出入りから短くします。")
    ExpertiseFactory(summary_ja="橋のひびを写真から見つけます。")
    page = get("/expertise/?q=乾燥")
    assert texts(page, ".entry-passage mark") == ["乾燥"]
    assert len(page.select(".entry")) == 1
    assert page.title.text.startswith("「乾燥」の検索結果")
    assert page.select_one("meta[name=robots]")["content"] == "noindex,follow"
    assert page.select_one("input[type=search]")["value"] == "乾燥"


def test_conditions_narrow_down_and_can_be_taken_back(get):
    one, other = whole_need(), whole_need()
    theme = one.themes.get()
    page = get(f"/needs/?theme={theme.slug}&q=煮干し&sort=deadline&utm_source=mail")
    assert texts(page, ".entry-title") == [one.title_ja]
    assert texts(page, ".facet-chips li") == [f"テーマ: {theme.name_ja}この条件を外す"]
    remove = urlsplit(page.select_one(".facet-chips a")["href"])
    assert remove.path == "/needs/"
    assert parse_qs(remove.query) == {"q": ["煮干し"], "sort": ["deadline"]}
    boxes = page.select("input[type=checkbox][name=theme][checked]")
    assert [box["value"] for box in boxes] == [theme.slug]
    hidden = page.select(".facets input[type=hidden]")
    assert {field["name"]: field["value"] for field in hidden} == {
        "q": "煮干し",
        "sort": "deadline",
    }
    carried = page.select(".search-box input[type=hidden]")
    assert {field["name"]: field["value"] for field in carried} == {
        "theme": theme.slug,
        "sort": "deadline",
    }
    both = get(f"/needs/?theme={theme.slug}&theme={other.themes.get().slug}")
    assert len(both.select(".entry")) == 2
    assert "条件をすべて外す" in texts(both, ".facet-chips a")


def test_a_condition_has_its_word_in_the_readers_language(get):
    whole_expertise()
    ExpertiseFactory(company=True)
    english = texts(get("/en/expertise/"), ".facet legend")
    assert english == [
        "Who offers it",
        "Theme",
        "Field of research",
        "How mature it is",
    ]
    labels = texts(get("/expertise/?maturity=trial"), ".facets label")
    assert "一緒に試せる段階（TRL 4〜6） 件数： 1" in labels


@pytest.mark.parametrize(
    "value", ["zzz", "草", "a b", "%00", "a" * 300, "1' OR '1'='1"]
)
def test_a_value_that_does_not_exist_is_told_and_narrows_nothing(get, value):
    need = whole_need()
    page = get(f"/needs/?theme={value}&theme={need.themes.get().slug}&municipality=x")
    assert texts(page, ".entry-title") == [need.title_ja]
    notes = texts(page, ".list-note")
    assert len(notes) == 2
    assert "この条件は使わずに表示しています" in notes[0]
    [chip] = page.select(".facet-chips .chip")
    assert chip["href"] == "/needs/"


def test_an_order_that_does_not_exist_is_told(get):
    whole_need()
    page = get("/needs/?sort=biggest")
    assert texts(page, ".list-note") == [
        "「biggest」という並べ方はないため、いつもの順で表示しています。"
    ]
    assert texts(page, ".sorts [aria-current]") == ["新しい順"]


def test_orders(get):
    now = clock.now()
    late = NeedFactory(deadline=clock.today() + timedelta(days=50), opened_at=now)
    soon = NeedFactory(
        deadline=clock.today() + timedelta(days=5), opened_at=now - timedelta(days=9)
    )
    assert texts(get("/needs/"), ".entry-title") == [late.title_ja, soon.title_ja]
    page = get("/needs/?sort=deadline")
    assert texts(page, ".entry-title") == [soon.title_ja, late.title_ja]
    assert texts(page, ".sorts a") == ["新しい順", "締切が近い順"]
    found = get("/needs/?q=煮干し&sort=new")
    assert texts(found, ".sorts a") == ["関連が強い順", "新しい順", "締切が近い順"]
    assert texts(found, ".sorts [aria-current]") == ["新しい順"]


def test_pages(get):
    for _ in range(21):
        FacilityFactory()
    page = get("/facilities/?q=恒温&page=2")
    assert len(page.select(".entry")) == 1
    assert page.select_one("[rel=prev]")["href"].startswith("?")
    canonical = urlsplit(page.select_one("link[rel=canonical]")["href"])
    assert parse_qs(canonical.query) == {"q": ["恒温"], "page": ["2"]}
    counted = texts(page, "main [role=status]:not([hidden])")
    assert counted == ["21件 （21〜21件目を表示）"]


@pytest.mark.parametrize(
    "page", ["3", "0", "-1", "abc", "", "1.5", "９", "9" * 30, "%00", "2%27", "1_0"]
)
def test_a_page_that_does_not_exist_leads_to_the_last_one(get, page):
    for _ in range(21):
        FacilityFactory()
    missing = get(f"/facilities/?q=恒温&remote=no&page={page}", status=404)
    last = urlsplit(missing.select_one("main a.button")["href"])
    assert last.path == "/facilities/"
    assert parse_qs(last.query) == {"q": ["恒温"], "page": ["2"]}
    assert texts(missing, "h1") == ["一覧にそのページはありません"]


def test_full_width_digits_are_a_number(get):
    for _ in range(21):
        FacilityFactory()
    assert len(get("/facilities/?page=２").select(".entry")) == 1


HOSTILE = {
    "one character": "a",
    "emoji": "🐟🔥",
    "long": "あ" * 1000,
    "many words": "草 " * 300,
    "html": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE catalogue_need; --",
    "half-width kana": "ﾆﾎﾞｼ",
    "full-width digits": "１２３",
    "right-to-left mark": "\u202eabc\u200f",
    "operators": '"「」 -  OR NOT * ( ) : ^ NEAR AND',
    "only a minus": "-",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_typed_breaks_a_list(get, text):
    whole_need()
    page = get(f"/needs/?{urlencode({'q': text})}")
    shown = page.select_one("input[type=search]")["value"]
    assert shown == text.strip()[:200].strip()
    assert page.select("main script:not([src])") == []


def test_a_text_longer_than_the_box_is_told_and_can_be_compared_whole(get):
    NeedFactory(summary_ja="草刈りの人手が足りません。")
    text = "草刈りの人手が足りません。" * 60
    page = get(f"/needs/?q={text}")
    assert len(page.select(".entry")) == 1
    assert "200文字" in texts(page, ".list-note")[-1]
    whole = page.select_one("form.whole-text")
    assert whole["action"].startswith("/match/")
    assert whole.select_one("[name=text]")["value"] == text
    assert max(len(link["href"]) for link in page.select("main a")) < 2_500


@pytest.mark.parametrize("raw", ["%E8%8D", "%00abc", "abc%FF"])
def test_damaged_characters_are_left_out_and_told(get, raw):
    page = get(f"/needs/?q={raw}")
    assert "壊れて届いた文字があり" in texts(page, ".list-note")[0]
    assert "\x00" not in str(page)


def test_half_width_kana_finds_what_is_written_in_full_width(get):
    NeedFactory(title_ja="ニボシの選別")
    assert len(get("/needs/?q=ﾆﾎﾞｼ").select(".entry")) == 1


def test_the_answer_says_how_the_words_were_taken(get):
    NeedFactory(summary_ja="草刈りの人手が足りません。")
    page = get("/needs/?q=草刈り 潜水艦")
    assert "近いものを表示しています" in texts(page, ".list-note")[0]
    nothing = get("/needs/?q=潜水艦")
    assert texts(nothing, ".empty-title") == ["この言葉と条件では見つかりませんでした"]


def test_researchers_are_found_by_reading_and_stand_by_name(get):
    second = ResearcherFactory(kana="ワダ", organisation=OrganisationFactory())
    first = ResearcherFactory(kana="アベ")
    ResearcherFactory(listed=False)
    page = get("/researchers/")
    assert texts(page, ".entry-title") == [first.name_ja, second.name_ja]
    assert len(get("/researchers/?q=わだ").select(".entry")) == 1


@pytest.mark.parametrize("name", LISTS)
def test_only_reading_is_possible(region, client, name):
    assert client.post(f"/{name}/").status_code == 405
