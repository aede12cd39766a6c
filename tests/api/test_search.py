"""The search of everything through the API."""

import pytest
from rest_framework.throttling import ScopedRateThrottle

from accounts.enums import OrganisationKind
from api.searching import FACETS
from catalogue.enums import NeedKind, Visibility
from indexing import cluster
from tests.factories.accounts import MunicipalityFactory, OrganisationFactory
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
from tests.factories.search import HOSTILE

SEARCH, COMPLETE = "/api/v1/search/", "/api/v1/search/complete/"
ENGLISH = {"Accept-Language": "en"}


def found(client, **query):
    response = client.get(SEARCH, query)
    assert response.status_code == 200
    return response.json()


def test_a_hit_says_what_it_is_and_why(client):
    need = NeedFactory(
        title_ja="藍染めの色むら", summary_ja="藍の色が、布の端だけ濃くなります。"
    )

    answer = found(client, q="藍")

    [hit] = answer["results"]
    assert hit.pop("score") > 0
    assert hit == {
        "id": need.public_id,
        "kind": "need",
        "url": f"http://testserver/needs/{need.public_id}/",
        "title": {
            "field": "title",
            "lang": "ja",
            "sentence": "藍染めの色むら",
            "marks": hit["title"]["marks"],
        },
        "passage": {
            "field": "summary",
            "lang": "ja",
            "sentence": "藍の色が、布の端だけ濃くなります。",
            "marks": [[0, 1]],
        },
    }
    assert answer["facets"]["kind"] == {"need": 1}
    assert {name: answer[name] for name in ("count", "next", "previous")} == {
        "count": 1,
        "next": None,
        "previous": None,
    }


def test_every_kind_is_searched_or_those_asked_for(client):
    NeedFactory(summary_ja="藍染め")
    ExpertiseFactory(summary_ja="藍染め")
    FacilityFactory(summary_ja="藍染め")
    OutcomeFactory(summary_ja="藍染め", published=True)
    ResearcherFactory(summary_ja="藍染め")
    OrganisationFactory(name_ja="藍染め工房", listed=True)

    every = found(client, q="藍染め")
    two = found(client, q="藍染め", kind=["need", "facility"])

    assert {hit["kind"] for hit in every["results"]} == {
        "need",
        "expertise",
        "facility",
        "outcome",
        "researcher",
        "organisation",
    }
    assert {hit["kind"] for hit in two["results"]} == {"need", "facility"}
    assert two["facets"]["kind"] == every["facets"]["kind"]


def test_facets_narrow_down_and_keep_their_siblings(client):
    themes = ThemeFactory.create_batch(2)
    for theme in themes:
        NeedFactory(industry=IndustryFactory(code=f"E{theme.pk}"[:4])).themes.add(theme)

    answer = found(client, theme=themes[0].slug)

    assert answer["count"] == 1
    assert answer["facets"]["theme"] == {theme.slug: 1 for theme in themes}


def test_pages(client):
    FacilityFactory.create_batch(3)

    first = found(client, kind="facility", page_size=2)
    last = client.get(first["next"]).json()

    assert (first["count"], len(first["results"]), len(last["results"])) == (3, 2, 1)
    beyond = client.get(SEARCH, {"kind": "facility", "page": 10_000})
    assert (beyond.status_code, beyond.json()["code"]) == (404, "no_such_page")


def test_it_says_how_it_understood(client):
    NeedFactory(title_ja="廃棄物の山", title_en="")

    answer = found(client, q="排気物 「山」 -海")

    assert answer["understood"] == {
        "words": ["排気"],
        "phrases": ["山"],
        "excluded": ["海"],
        "added": {},
        "relaxed": False,
        "shortened": False,
        "did_you_mean": "廃棄物 「山」 -海",
        "without": [{"word": "排気物", "q": "「山」 -海", "count": 1}],
    }
    everything = found(client, q="廃棄物")["understood"]
    assert (everything["did_you_mean"], everything["without"]) == (None, [])


def test_it_says_which_word_to_leave_out(client):
    town = MunicipalityFactory()
    NeedFactory(title_ja="棚田の草刈り", title_en="", municipality=town)
    ExpertiseFactory(title_ja="棚田の水", title_en="")
    q = "棚田 草刈り 竜宮城"

    every = found(client, q=q)["understood"]
    none = found(client, q=q, kind="facility")["understood"]
    there = found(client, q="棚田 竜宮城", municipality=town.code)["understood"]

    without = [{"word": "竜宮城", "q": "棚田 草刈り", "count": 1}]
    assert (every["relaxed"], every["without"]) == (True, without)
    assert none["without"] == []
    assert there["without"] == [{"word": "竜宮城", "q": "棚田", "count": 1}]


@pytest.mark.parametrize("address", [SEARCH, "/api/v1/needs/"])
def test_it_says_who_answers(client, settings, address):
    NeedFactory(title_ja="棚田の草刈り", title_en="")
    assert client.get(address, {"q": "棚田"}).json()["in_place"] is False

    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:1"]
    cluster.forget()

    answer = client.get(address, {"q": "棚田"}).json()
    assert (answer["in_place"], answer["count"]) == (True, 1)


LISTS = {
    "deadline": ("week", "month", "quarter", "none"),
    "help": NeedKind.values,
    "maturity": ("research", "trial", "use"),
    "organisation_kind": OrganisationKind.values,
    "remote": ("yes",),
    "state": ("open", "in_dialogue", "settled"),
}
TABLES = {
    "field": (ReviewSectionFactory, "code"),
    "industry": (IndustryFactory, "code"),
    "institution": (OrganisationFactory, "public_id"),
    "municipality": (MunicipalityFactory, "code"),
    "theme": (ThemeFactory, "slug"),
}


def test_every_facet_is_of_a_list_or_of_a_table():
    assert {*LISTS, *TABLES} == {*FACETS}


@pytest.mark.parametrize("name", LISTS)
def test_a_value_of_a_list_is_known_when_no_entry_has_it(client, name):
    for value in LISTS[name]:
        assert found(client, kind="need", **{name: value})["count"] == 0


@pytest.mark.parametrize("name", TABLES)
def test_a_value_of_a_table_is_known_when_no_entry_has_it(client, name):
    make, column = TABLES[name]

    assert found(client, **{name: getattr(make(), column)})["count"] == 0


@pytest.mark.parametrize("name", [*LISTS, *TABLES])
def test_nonsense_is_refused_with_the_facet_and_what_it_takes(client, name):
    if name in LISTS:
        known = LISTS[name][0]
        remedy = f"One of: {', '.join(sorted(LISTS[name]))}"
    else:
        make, column = TABLES[name]
        known = getattr(make(), column)
        remedy = "Entries have at present: none"

    for value in ("nonsense", "Ω", "2026-12-01", "a\0b", "draft"):
        refused = client.get(SEARCH, {name: [known, value]}, headers=ENGLISH)
        body = refused.json()
        assert (refused.status_code, body["parameter"]) == (400, name)
        assert body["detail"] == f"Unknown value. {remedy}"


def test_of_a_table_what_entries_have_is_named(client):
    NeedFactory().themes.add(theme := ThemeFactory())

    refused = client.get(SEARCH, {"theme": "gone"}, headers=ENGLISH)

    expected = f"Unknown value. Entries have at present: {theme.slug}"
    assert refused.json()["detail"] == expected


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("kind=dragon", "kind"),
        ("kind=need&kind=", "kind"),
        ("theme=gone", "theme"),
        ("field=99999", "field"),
        ("deadline=soon", "deadline"),
        ("sort=colour", "sort"),
        ("page=0", "page"),
        ("page_size=1000", "page_size"),
        ("exact=yes", "exact"),
    ],
)
def test_what_is_unknown_is_a_400_that_names_it(client, query, parameter):
    response = client.get(f"{SEARCH}?{query}")

    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"], body["parameter"]) == (
        400,
        "bad_parameter",
        parameter,
    )


def test_completions(client):
    ExpertiseFactory(title_ja="食品の乾燥", title_en="")
    NeedFactory(title_ja="食品の袋", title_en="", visibility=Visibility.MEMBERS)

    answer = client.get(COMPLETE, {"q": "食"}).json()

    assert answer == {
        "completions": [{"text": "食品の乾燥", "field": "title", "lang": "ja"}]
    }
    unknown = client.get(COMPLETE, {"q": "食", "limit": 3})
    assert (unknown.status_code, unknown.json()["parameter"]) == (400, "limit")


@pytest.mark.parametrize("address", [SEARCH, COMPLETE])
def test_strange_words_are_answered(client, address):
    NeedFactory()
    for text in HOSTILE:
        response = client.get(address, {"q": text})
        assert (text[:40], response.status_code) == (text[:40], 200)


@pytest.mark.parametrize("address", [SEARCH, COMPLETE])
@pytest.mark.parametrize("raw", ["%00", "%FF", "%ED%A0%80", "%E3%81", "%F0%9F%98%80"])
def test_broken_bytes_are_answered(client, address, raw):
    assert client.get(f"{address}?q={raw}").status_code == 200


@pytest.mark.parametrize("address", [SEARCH, COMPLETE])
def test_whoever_asks_too_often_waits(client, address, monkeypatch):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"read": "1/min"})
    assert client.get(address).status_code == 200
    late = client.get(address)
    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0
