"""The pages of expertise, facilities, researchers, organisations and results."""

import json

import pytest

from catalogue.enums import OfferState
from catalogue.models import Work
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    person_in,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    OutcomeFactory,
    ResearcherFactory,
    ReviewSectionFactory,
    ThemeFactory,
)
from tests.factories.projects import published_case
from tests.web.conftest import texts


def schema(page):
    return json.loads(page.select_one("script[type='application/ld+json']").string)


def field_below(*names):
    """Return a basic section with the sections above it."""
    above = None
    for level, name in zip(("broad", "medium", "basic"), names, strict=True):
        section = ReviewSectionFactory(level=level, name_ja=name)
        if above is not None:
            section.parents.add(above)
        above = section
    return above


def test_an_expertise(get):
    offer = ExpertiseFactory(
        maturity=5, keywords_ja=["画像", "選別"], uses_ja=["煮干しの選別", "豆の選別"]
    )
    offer.fields.add(field_below("大区分J", "情報学", "知覚情報処理"))
    place = PartnershipFactory(institution=offer.organisation).municipality
    page = get(f"/expertise/{offer.public_id}/")
    assert texts(page, "h1") == [offer.title_ja]
    assert texts(page, ".definitions dd") == [
        offer.researcher.name_ja,
        offer.organisation.name_ja,
        "一緒に試せる段階：試作や実証ができます（TRL 9段階中の5）",
        "大区分J › 情報学 › 知覚情報処理",
        "画像、選別",
        place.name_ja,
        offer.public_id,
    ]
    assert texts(page, ".page-head .chip") == ["連携先"]
    assert texts(page, "article section li") == ["煮干しの選別", "豆の選別"]
    assert (
        "市町や事務局が推薦・保証するものではありません" in texts(page, ".fair-note")[0]
    )
    button = page.select_one(".side-box .button")
    assert button["href"] == f"/my/needs/new/?expertise={offer.public_id}"
    assert schema(page)["provider"]["name"] == offer.organisation.name_ja


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (1, "研究段階"),
        (3, "研究段階"),
        (4, "一緒に試せる"),
        (7, "実用段階"),
        (9, "実用"),
    ],
)
def test_maturity_is_said_in_words(get, level, words):
    page = get(f"/expertise/{ExpertiseFactory(maturity=level).public_id}/")
    assert words in texts(page, ".definitions dd")[2]


def test_a_companys_offer_stands_as_an_equal(get):
    offer = ExpertiseFactory(company=True)
    page = get(f"/expertise/{offer.public_id}/")
    assert texts(page, ".definitions dd")[0] == offer.organisation.name_ja
    assert page.select(".definitions a") == []  # not in the public list
    assert len(page.select(".fair-note")) == 1


def test_what_is_only_in_japanese_is_marked(get):
    offer = ExpertiseFactory(title_en="", uses_ja=["選別"])
    page = get(f"/en/expertise/{offer.public_id}/")
    assert len(page.select(".language-note")) >= 2
    assert page.select_one("ul[lang=ja]").text.strip() == "選別"


def test_an_archived_offer_is_gone_and_a_draft_never_was(get):
    archived = ExpertiseFactory(state=OfferState.ARCHIVED)
    assert texts(get(f"/expertise/{archived.public_id}/", 410), "h1") == [
        "この登録は終了しました"
    ]
    draft = FacilityFactory(state=OfferState.DRAFT)
    get(f"/facilities/{draft.public_id}/", 404)
    get("/facilities/not-an-id/", 404)


def test_the_owner_reads_what_is_not_published_yet(region, client):
    draft = ExpertiseFactory(state=OfferState.SUBMITTED)
    client.force_login(person_in(draft.organisation))
    assert client.get(f"/expertise/{draft.public_id}/").status_code == 200


def test_a_facility(get):
    tool = FacilityFactory(
        remote=True, fee_ja="1時間 1,200円", how_to_use_ja="予約が要ります。"
    )
    page = get(f"/facilities/{tool.public_id}/")
    assert texts(page, ".definitions dd") == [
        tool.organisation.name_ja,
        "遠隔で利用できます",
        "1時間 1,200円",
        tool.public_id,
    ]
    assert texts(page, "article h2") == ["利用の流れ"]


def test_a_researcher(get):
    case, project = published_case()
    person = case.expertise.researcher
    person.orcid = "0000-0002-1825-0097"
    person.keywords_ja = ["画像"]
    person.summary_ja = "形を見分ける研究をしています。"
    person.save()
    Work.objects.create(researcher=person, title_ja="小さな食品の画像", year=2024)
    page = get(f"/researchers/{person.public_id}/")
    assert texts(page, "h1") == [person.name_ja]
    titles = texts(page, ".entry-title")
    assert titles == [case.expertise.title_ja, project.outcome.title_ja]
    assert texts(page, ".works li") == ["小さな食品の画像 (2024)"]
    assert schema(page)["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    assert schema(page)["knowsAbout"] == ["画像"]


def test_who_does_not_want_to_be_listed_has_no_page(get):
    get(f"/researchers/{ResearcherFactory(listed=False).public_id}/", 404)
    get(f"/organisations/{OrganisationFactory(listed=False).public_id}/", 404)


def test_an_organisation(get):
    city = MunicipalityFactory()
    place = OrganisationFactory(university=True, municipality=city, ror="03cxys317")
    offer = ExpertiseFactory(organisation=place)
    tool = FacilityFactory(organisation=place)
    PartnershipFactory(institution=place, municipality=city)
    page = get(f"/organisations/{place.public_id}/")
    assert texts(page, ".definitions dd") == [
        "大学",
        f"{city.name_ja}、本社",
        city.name_ja,
    ]
    assert texts(page, ".entry-title") == [
        offer.title_ja,
        tool.title_ja,
        offer.researcher.name_ja,
    ]
    assert schema(page)["@type"] == "CollegeOrUniversity"
    assert schema(page)["sameAs"] == "https://ror.org/03cxys317"
    links = [link["href"] for link in page.select("article section > p a")]
    assert links == [
        f"/expertise/?institution={place.public_id}",
        f"/facilities/?institution={place.public_id}",
        f"/researchers/?institution={place.public_id}",
    ]
    for link in links:
        assert len(get(link).select(".entry")) == 1


def test_an_organisation_without_entries_says_so(get):
    page = get(f"/organisations/{OrganisationFactory(university=True).public_id}/")
    assert texts(page, ".empty-title") == ["この組織の登録はまだありません"]


def test_a_result_tells_the_case_from_beginning_to_end(get):
    case, project = published_case()
    outcome = project.outcome
    page = get(f"/outcomes/{outcome.public_id}/")
    assert texts(page, "h1") == [outcome.title_ja]
    whole = " ".join(texts(page, ".timeline-what"))
    assert case.expertise.researcher.name_ja in whole
    assert schema(page)["@type"] == "Article"
    assert schema(page)["headline"] == outcome.title_ja
    assert schema(page)["publisher"]["name"] == "あおば産学官連携プラットフォーム"
    dates = [time["datetime"] for time in page.select(".timeline time")]
    assert dates == sorted(dates)


def test_a_result_of_an_anonymous_need_does_not_name_the_poster(get):
    case, project = published_case(anonymous=True)
    for path in (f"/outcomes/{project.outcome.public_id}/", "/outcomes/"):
        html = str(get(path))
        assert case.need.organisation.name_ja not in html
        assert case.need.organisation.name_en not in html


def test_a_practice_without_a_case_is_a_result_too(get):
    outcome = OutcomeFactory(published=True)
    assert get(f"/outcomes/{outcome.public_id}/").select(".timeline") == []
    get(f"/outcomes/{OutcomeFactory().public_id}/", 404)


def many(number):
    """An organisation with so many of everything, and one of each to look at."""
    place = OrganisationFactory(university=True, municipality=MunicipalityFactory())
    person = ResearcherFactory(organisation=place)
    for _ in range(number):
        field = field_below("大", "中", "小")
        theme = ThemeFactory()
        offer = ExpertiseFactory(organisation=place, researcher=person)
        offer.fields.add(field)
        offer.themes.add(theme)
        person.fields.add(field)
        tool = FacilityFactory(organisation=place)
        tool.themes.add(theme)
        Work.objects.create(researcher=person, title_ja="論文", year=2024)
        PartnershipFactory(institution=place)
    return [
        f"/expertise/{offer.public_id}/",
        f"/facilities/{tool.public_id}/",
        f"/researchers/{person.public_id}/",
        f"/organisations/{place.public_id}/",
    ]


@pytest.mark.parametrize("which", range(4))
def test_queries_do_not_grow(queries, which):
    one = queries(many(1)[which])
    assert queries(many(3)[which]) == one
    assert one <= 12


def test_queries_of_a_result(queries):
    _case, project = published_case()
    assert queries(f"/outcomes/{project.outcome.public_id}/") <= 12
