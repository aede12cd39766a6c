"""The public catalogue: shapes, filters, pages, and what stays hidden."""

import pytest

from accounts.models import Organisation
from catalogue.enums import NeedState, OfferState, Visibility
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
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

PROBLEM = "application/problem+json"


def pair(thing, field):
    return {lang: getattr(thing, f"{field}_{lang}") for lang in ("ja", "en")}


def link(thing):
    return {"id": thing.public_id, "name": pair(thing, "name")}


def coded(thing):
    return {"code": thing.code, "name": pair(thing, "name")}


def published_organisation(**values):
    return OrganisationFactory(listed=True, **values)


MAKERS = {
    "needs": NeedFactory,
    "expertise": ExpertiseFactory,
    "facilities": FacilityFactory,
    "outcomes": lambda: OutcomeFactory(published=True),
    "researchers": ResearcherFactory,
    "organisations": published_organisation,
}


def test_a_need_is_answered_whole(client):
    theme = ThemeFactory()
    need = NeedFactory(
        industry=IndustryFactory(),
        kinds=["test", "advice"],
        budget_min=100_000,
        deadline="2030-03-31",
        conditions_ja="市内で",
    )
    need.themes.add(theme)

    answer = client.get(f"/api/v1/needs/{need.public_id}/").json()

    opened = answer.pop("opened_at")
    assert opened.startswith(str(need.opened_at.astimezone().year))
    assert answer == {
        "id": need.public_id,
        "url": f"http://testserver/needs/{need.public_id}/",
        "title": pair(need, "title"),
        "summary": pair(need, "summary"),
        "background": pair(need, "background"),
        "wanted": pair(need, "wanted"),
        "conditions": {"ja": "市内で", "en": ""},
        "state": "open",
        "kinds": ["test", "advice"],
        "organisation": link(need.organisation),
        "municipality": coded(need.municipality),
        "industry": coded(need.industry),
        "themes": [{"slug": theme.slug, "name": pair(theme, "name")}],
        "budget_min": 100_000,
        "budget_max": None,
        "deadline": "2030-03-31",
    }


def test_an_anonymous_need_names_neither_poster_nor_a_telling_place(client):
    top = IndustryFactory()
    fine = IndustryFactory(level="middle", parent=top)
    need = NeedFactory(anonymous=True, industry=fine)

    answers = [
        client.get(f"/api/v1/needs/{need.public_id}/").json(),
        client.get("/api/v1/needs/").json()["results"][0],
    ]

    for answer in answers:
        shown = {n: answer[n] for n in ("organisation", "municipality", "industry")}
        assert shown == {
            "organisation": None,
            "municipality": None,
            "industry": coded(top),
        }
    listed = client.get("/api/v1/needs/").content.decode()
    assert need.municipality.code not in listed
    assert need.organisation.name_ja not in listed


def test_an_expertise_is_answered_whole(client):
    section = ReviewSectionFactory()
    offer = ExpertiseFactory(maturity=5, uses_ja=["選別"], keywords_en=["image"])
    offer.fields.add(section)

    answer = client.get(f"/api/v1/expertise/{offer.public_id}/").json()

    assert answer.pop("published_at")
    assert answer == {
        "id": offer.public_id,
        "url": f"http://testserver/expertise/{offer.public_id}/",
        "title": pair(offer, "title"),
        "summary": pair(offer, "summary"),
        "body": pair(offer, "body"),
        "uses": {"ja": ["選別"], "en": []},
        "keywords": {"ja": [], "en": ["image"]},
        "maturity": 5,
        "organisation": link(offer.organisation),
        "researcher": link(offer.researcher),
        "themes": [],
        "fields": [coded(section)],
    }


def test_a_researcher_has_no_way_of_contact(client):
    place = OrganisationFactory(university=True)
    person = ResearcherFactory(organisation=place, orcid="0000-0002-1825-0097")

    answer = client.get(f"/api/v1/researchers/{person.public_id}/").json()

    assert answer == {
        "id": person.public_id,
        "url": f"http://testserver/researchers/{person.public_id}/",
        "name": pair(person, "name"),
        "kana": person.kana,
        "summary": {"ja": "", "en": ""},
        "keywords": {"ja": [], "en": []},
        "affiliations": [
            {
                "organisation": link(place),
                "department": {"ja": "工学部", "en": "Faculty of Engineering"},
                "position": {"ja": "", "en": ""},
            }
        ],
        "orcid": "0000-0002-1825-0097",
        "researchmap": "",
    }


def test_an_organisation_shows_its_numbers_and_no_telephone(client):
    place = MunicipalityFactory()
    firm = published_organisation(municipality=place, url="https://example.jp/")

    answer = client.get(f"/api/v1/organisations/{firm.public_id}/").json()

    assert answer == {
        "id": firm.public_id,
        "url": f"http://testserver/organisations/{firm.public_id}/",
        "kind": "company",
        "name": pair(firm, "name"),
        "short": {"ja": "", "en": ""},
        "kana": firm.kana,
        "corporate_number": "",
        "local_government_code": "",
        "kakenhi_code": "",
        "ror": "",
        "homepage": "https://example.jp/",
        "sites": [
            {
                "name": {"ja": "本社", "en": "Head office"},
                "municipality": coded(place),
            }
        ],
    }


@pytest.mark.parametrize("plural", MAKERS)
def test_a_list_holds_what_the_details_say(client, plural):
    Organisation.objects.update(listed=False)
    thing = MAKERS[plural]()
    if plural != "organisations":
        Organisation.objects.update(listed=False)

    answer = client.get(f"/api/v1/{plural}/").json()

    one = client.get(f"/api/v1/{plural}/{thing.public_id}/").json()
    assert {k: answer[k] for k in ("count", "next", "previous", "results")} == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [one],
    }


def test_lists_have_pages(client):
    for number in range(3):
        NeedFactory(title_ja=f"題{number}")

    first = client.get("/api/v1/needs/?page_size=2").json()
    last = client.get(first["next"]).json()

    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    assert first["next"] == "http://testserver/api/v1/needs/?page_size=2&page=2"
    assert (len(last["results"]), last["next"]) == (1, None)
    assert last["previous"] == "http://testserver/api/v1/needs/?page_size=2&page=1"
    idents = {entry["id"] for entry in first["results"] + last["results"]}
    assert len(idents) == 3


def problem(response):
    assert response.headers["Content-Type"] == PROBLEM
    return response.json()


def test_a_page_past_the_end_is_a_404(client):
    NeedFactory()

    body = problem(
        client.get("/api/v1/needs/?page=2", headers={"Accept-Language": "en"})
    )

    assert body == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "no_such_page",
        "detail": "There is no page 2; the last one is 1.",
    }
    assert client.get("/api/v1/needs/?page=1").status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("institution=x", "institution"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=two", "page"),
        ("page=２", "page"),
        ("page=99999999999999999999", "page"),
        ("page_size=101", "page_size"),
        ("page_size=0", "page_size"),
        ("sort=colour", "sort"),
        ("theme=unknown", "theme"),
        ("state=draft", "state"),
        ("municipality=100%25", "municipality"),
    ],
)
def test_what_is_unknown_is_a_400_that_names_the_parameter(client, query, parameter):
    NeedFactory()

    body = problem(client.get(f"/api/v1/needs/?{query}"))

    assert (body["status"], body["code"], body["parameter"]) == (
        400,
        "bad_parameter",
        parameter,
    )


def test_the_largest_page_is_answered(client):
    NeedFactory()

    assert client.get("/api/v1/needs/?page_size=100").json()["count"] == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_errors_speak_the_language_asked_for(client, language):
    response = client.get(
        "/api/v1/needs/?page=0", headers={"Accept-Language": language}
    )

    detail = problem(response)["detail"]
    assert detail.isascii() is (language == "en")
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


def test_filters_are_or_within_and_and_between(client):
    themes = ThemeFactory.create_batch(2)
    for theme in [*themes, themes[0]]:
        NeedFactory(kinds=["test"]).themes.add(theme)
    other = NeedFactory(kinds=["advice"])
    other.themes.add(themes[0])

    def count(query):
        return client.get(f"/api/v1/needs/?{query}").json()["count"]

    one, two = (f"theme={theme.slug}" for theme in themes)
    assert count(one) == 3
    assert count(f"{one}&{two}") == 4
    assert count(f"{one}&help=advice") == 1
    facets = client.get("/api/v1/needs/").json()["facets"]
    assert facets["help"] == {"test": 3, "advice": 1}


def test_words_are_looked_for(client):
    wanted = NeedFactory(title_ja="干し柿の皮むき", title_en="")
    NeedFactory()

    answer = client.get("/api/v1/needs/", {"q": "干し柿"}).json()

    assert [entry["id"] for entry in answer["results"]] == [wanted.public_id]


@pytest.mark.parametrize(
    "make",
    [
        lambda: NeedFactory(visibility=Visibility.MEMBERS),
        lambda: NeedFactory(state=NeedState.SUBMITTED),
        lambda: NeedFactory(draft=True),
    ],
)
def test_a_hidden_need_is_not_there(client, make):
    hidden = make()

    assert client.get("/api/v1/needs/").json()["count"] == 0
    body = problem(client.get(f"/api/v1/needs/{hidden.public_id}/"))
    assert (body["status"], body["code"]) == (404, "not_found")


def test_drafts_and_unlisted_ones_are_not_there(client):
    paths = {
        "expertise": ExpertiseFactory(state=OfferState.DRAFT),
        "facilities": FacilityFactory(state=OfferState.RETURNED),
        "outcomes": OutcomeFactory(),
        "researchers": ResearcherFactory(listed=False),
        "organisations": OrganisationFactory(),
    }

    for plural, thing in paths.items():
        address = f"/api/v1/{plural}/{thing.public_id}/"
        assert (plural, client.get(address).status_code) == (plural, 404)
