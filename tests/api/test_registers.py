"""How much the lists ask of the database; the registers; the way in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.actions.feed import note_change
from tests.factories.accounts import (
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


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("plural", MAKERS)
def test_a_list_asks_no_more_for_three_than_for_one(client, plural):
    note_change(MAKERS[plural]())
    address = f"/api/v1/{plural}/"
    client.get(address)
    one = queries_of(client, address)
    for _ in range(2):
        note_change(MAKERS[plural]())
    client.get(address)

    three = queries_of(client, address)

    assert one == three <= 12


@pytest.mark.django_db(transaction=True)
def test_three_anonymous_needs_ask_no_more_than_one(client):
    def make():
        note_change(NeedFactory(anonymous=True, industry=IndustryFactory()))

    make()
    client.get("/api/v1/needs/")
    one = queries_of(client, "/api/v1/needs/")
    make()
    make()
    client.get("/api/v1/needs/")

    assert queries_of(client, "/api/v1/needs/") == one <= 12


def test_the_registers_are_answered_whole(client):
    theme = ThemeFactory(summary_ja="海")
    tie = PartnershipFactory(source_ja="計画")

    def get(name):
        return client.get(f"/api/v1/{name}/").json()

    assert get("themes") == [
        {
            "slug": theme.slug,
            "name": pair(theme, "name"),
            "summary": {"ja": "海", "en": ""},
        }
    ]
    assert get("municipalities") == [coded(tie.municipality)]
    assert get("partnerships") == [
        {
            "municipality": coded(tie.municipality),
            "institution": link(tie.institution),
            "status": "active",
            "source": {"ja": "計画", "en": ""},
        }
    ]


def test_the_way_in_names_every_address(client):
    answer = client.get("/api/v1/").json()

    assert answer["needs"] == "http://testserver/api/v1/needs/"
    for address in answer.values():
        method = client.post if address.endswith("match/") else client.get
        assert method(address).status_code in (200, 415)
