"""The page of one need, above all: what it does not tell."""

import json
from datetime import timedelta

import pytest

from accounts.enums import Role
from catalogue.enums import NeedState, Visibility
from lifecycle import clock
from tests.factories.accounts import (
    OrganisationFactory,
    PartnershipFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    IndustryFactory,
    NeedFactory,
    ThemeFactory,
)
from tests.factories.curation import asked_case
from tests.factories.projects import active_case, published_case
from tests.web.conftest import texts


def address(need, language=""):
    return f"{language}/needs/{need.public_id}/"


def near(need, **fields):
    """Return an expertise that says what the need says."""
    return ExpertiseFactory(
        summary_ja=need.background_ja, body_ja=need.wanted_ja, **fields
    )


def schema(page):
    return json.loads(page.select_one("script[type='application/ld+json']").string)


def test_a_need_tells_what_is_wanted(get):
    need = NeedFactory(
        conditions_ja="電源は100Vだけです。",
        deadline=clock.today() + timedelta(days=10),
        budget_max=500_000,
        kinds=["test"],
        industry=IndustryFactory(),
    )
    need.themes.add(ThemeFactory())
    page = get(address(need))
    assert texts(page, "h1") == [need.title_ja]
    assert texts(page, ".definitions dd") == [
        need.organisation.name_ja,
        need.municipality.name_ja,
        need.industry.name_ja,
        need.themes.get().name_ja,
        "試験・測定",
        "50万円まで",
        need.public_id,
    ]
    assert texts(page, "article h2")[:3] == [
        "困っていること",
        "こうなってほしい",
        "条件",
    ]
    assert "あと10日" in texts(page, ".deadline")[0]
    assert texts(page, ".side-box .button") == ["この困りごとに心当たりがある"]
    mail = page.select_one(".side-box .button")["href"]
    assert mail.startswith("mailto:office@example.jp?subject=")
    assert need.public_id in mail
    crumbs = page.select(".breadcrumb a")
    assert [link["href"] for link in crumbs] == ["/", "/needs/"]


def test_what_is_only_in_japanese_says_so(get):
    need = NeedFactory(title_en="")
    page = get(address(need, "/en"))
    assert page.select_one("h1 [lang=ja]").text == need.title_ja
    assert len(page.select("h1 .language-note")) == 1
    assert [tag["lang"] for tag in page.select("article section > div")] == ["ja", "ja"]
    assert get(address(need)).select(".language-note") == []


def test_the_description_for_search_engines(get):
    need = NeedFactory(deadline=clock.today())
    found = schema(get(address(need)))
    assert found == {
        "@context": "https://schema.org",
        "@type": "Demand",
        "name": need.title_ja,
        "url": f"http://testserver{address(need)}",
        "inLanguage": "ja",
        "description": need.summary_ja,
        "areaServed": need.municipality.name_ja,
        "validThrough": clock.today().isoformat(),
    }


def test_user_text_cannot_leave_its_place(get):
    hostile = "</script><script>alert(1)</script><b>"
    need = NeedFactory(title_ja=hostile, background_ja=hostile, summary_ja=hostile)
    page = get(address(need))
    assert texts(page, "h1") == [hostile]
    assert schema(page)["name"] == hostile
    assert page.select("main b, main script:not([type])") == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_withheld_name_is_nowhere(get, language):
    need = NeedFactory(anonymous=True, industry=IndustryFactory())
    owner = need.organisation
    owner.listed = True
    owner.save()
    page = get(address(need, language))
    html = str(page)
    for secret in (
        owner.name_ja,
        owner.name_en,
        owner.phone,
        owner.public_id,
        need.created_by.name_ja,
        need.created_by.email,
        need.municipality.name_ja,
        need.municipality.name_en,
    ):
        assert secret not in html
    facts = texts(page, ".definitions dd")[:2]
    assert facts == (
        ["Name withheld", "Within the area"] if language else ["企業名非公開", "圏域内"]
    )
    assert "areaServed" not in schema(page)


def test_the_posters_own_people_see_their_name(region, client):
    need = NeedFactory(anonymous=True)
    client.force_login(person_in(need.organisation))
    assert need.organisation.name_ja in client.get(address(need)).content.decode()


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Visibility.SECRETARIAT},
        {"visibility": Visibility.MEMBERS},
        {"state": NeedState.DRAFT},
        {"state": NeedState.SUBMITTED},
        {"state": NeedState.CLOSED, "visibility": Visibility.SECRETARIAT},
        {"state": NeedState.CLOSED, "opened_at": None},
    ],
)
def test_what_is_not_for_everybody_looks_as_if_it_did_not_exist(get, hidden):
    need = NeedFactory(**hidden)
    page = get(address(need), status=404)
    assert need.title_ja not in str(page)
    assert str(page.main) == str(get("/needs/2222222222/", status=404).main)


@pytest.mark.parametrize("state", [NeedState.CLOSED, NeedState.EXPIRED])
def test_what_was_public_and_is_closed_says_so(get, state):
    need = NeedFactory(state=state)
    page = get(address(need), status=410)
    assert texts(page, "h1") == ["この登録は終了しました"]
    assert need.title_ja not in str(page)


def test_members_read_what_is_for_members(region, client):
    need = NeedFactory(visibility=Visibility.MEMBERS)
    client.force_login(person_in(OrganisationFactory(), Role.MEMBER))
    assert client.get(address(need)).status_code == 200


def test_candidates_stand_with_their_evidence_and_partners_are_marked(get):
    need = NeedFactory()
    partnership = PartnershipFactory(municipality=need.municipality)
    near(need, organisation=partnership.institution)
    near(need)
    page = get(address(need))
    candidates = page.select(".candidate")
    assert len(candidates) == 2
    marked = [c for c in candidates if "連携先" in texts(c, ".chip")]
    assert len(marked) == 1
    assert partnership.institution.name_ja in str(marked[0])
    assert len(page.select(".candidate .evidence-pair mark")) > 1
    assert texts(page, ".evidence-place") == ["候補1", "候補2"]


def test_the_list_of_candidates_gives_nothing_away(get):
    """An entry that a conflict of interest bars would be missing: it is not."""
    need = NeedFactory(anonymous=True)
    offer = near(need, organisation=need.organisation, researcher=None)
    assert offer.title_ja in texts(get(address(need)), ".candidate .entry-title")


def test_nothing_near_is_told_kindly(get):
    page = get(address(NeedFactory()))
    assert "近い内容の「できること」は登録されていません" in texts(page, ".empty")[0]


def test_nobody_else_is_proposed_once_the_two_sides_talk(get):
    need = NeedFactory(state=NeedState.IN_DIALOGUE)
    near(need)
    page = get(address(need))
    assert page.select(".candidate, .empty") == []
    assert texts(page, ".side-box .button") == ["この困りごとに心当たりがある"]


def test_a_settled_need_takes_no_more_answers(get):
    need = NeedFactory(state=NeedState.SETTLED)
    near(need)
    page = get(address(need))
    assert page.select(".candidate") == []
    assert texts(page, ".side-box .button") == ["困りごとを相談する"]


def test_the_case_from_need_to_result(get):
    case, project = published_case()
    outcome = project.outcome
    page = get(address(case.need))
    assert texts(page, ".step-label") == [
        "困りごと",
        "候補",
        "紹介",
        "プロジェクト",
        "成果",
    ]
    link = page.select_one(".timeline a")
    assert link["href"] == f"/outcomes/{outcome.public_id}/"
    story = get(f"/outcomes/{outcome.public_id}/")
    assert story.select_one(".timeline") is not None


def test_the_public_is_not_told_whose_turn_it_is(get, client):
    case = asked_case()
    assert get(address(case.need)).select(".turn") == []
    client.force_login(case.poster)
    assert len(get(address(case.need)).select(".turn")) == 1


def candidates_for(need, number):
    for _ in range(number):
        near(need)


def test_queries_of_an_open_need(queries):
    need = NeedFactory(anonymous=True, industry=IndustryFactory())
    need.themes.add(ThemeFactory())
    candidates_for(need, 1)
    one = queries(address(need))
    candidates_for(need, 2)
    need.themes.add(ThemeFactory(), ThemeFactory())
    assert queries(address(need)) == one
    assert one <= 12


@pytest.mark.parametrize("make", [asked_case, lambda: active_case()[0]])
def test_queries_of_a_need_in_dialogue(queries, make):
    case = make()
    candidates_for(case.need, 3)
    assert queries(address(case.need)) <= 12


def test_staff_read_the_page_too(region, client):
    case = asked_case()
    client.force_login(secretary())
    assert client.get(address(case.need)).status_code == 200
