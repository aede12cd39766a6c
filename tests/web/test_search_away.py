"""While Elasticsearch is away the own index answers, and the page says so."""

import pytest
from django.urls import reverse

from catalogue.actions.feed import note_change
from catalogue.actions.needs import close_need
from catalogue.enums import Visibility
from indexing import asking, cluster
from indexing.index import index
from indexing.selectors import meant, search
from tests.factories.accounts import OrganisationFactory, secretary
from tests.factories.catalogue import ExpertiseFactory, NeedFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

NOTICE = "予備の検索でお答えしています"


def found():
    return {one.thing for one in search(kinds=["expertise"]).found}


@pytest.fixture
def away(settings):
    """Settings that name a server where none is."""
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:1"]
    cluster.forget()


@pytest.mark.usefixtures("away")
def test_the_list_is_whole_and_says_who_answers(client):
    offer = ExpertiseFactory(title_ja="干し柿の皮むき", title_en="")

    response = client.get(reverse("web:expertise_list"), {"q": "干し柿"})

    assert [str(item["title"]) for item in response.context["items"]] == [
        "干し柿の皮むき"
    ]
    assert NOTICE in response.text
    assert [one.thing for one in search("干し柿", kinds=["expertise"]).found] == [offer]


@pytest.mark.usefixtures("away")
def test_after_a_failure_nobody_is_asked_for_a_while(monkeypatch):
    assert search(kinds=["expertise"]).in_place
    shared = cluster.cluster()
    monkeypatch.setattr(shared.engine, "search", pytest.fail)

    assert search(kinds=["expertise"]).in_place


@pytest.mark.usefixtures("away")
def test_nobody_waits_until_a_large_import_is_taken_in(monkeypatch):
    offers = [ExpertiseFactory()]
    assert found() == set(offers)
    monkeypatch.setattr(asking, "SOON", 2)
    offers += [ExpertiseFactory(title_ja="干し柿") for _ in range(3)]
    for offer in offers[1:]:
        note_change(offer)

    assert found() == set(offers[:1])
    assert meant("干し柿柿") is None
    # The thread that keeps the indexes does.
    index().follow()
    assert found() == set(offers)


@pytest.mark.usefixtures("away")
def test_what_is_hidden_is_not_told_during_a_large_import(monkeypatch):
    withheld = NeedFactory(organisation=OrganisationFactory(name_ja="うしお鋳造"))
    hidden = NeedFactory(title_ja="干し柿の皮むき", title_en="")
    closed = NeedFactory(title_ja="柚子の種取り", title_en="")
    words = ("うしお鋳造", "干し柿", "柚子")
    assert [search(word, kinds=["need"]).total for word in words] == [1, 1, 1]
    monkeypatch.setattr(asking, "SOON", 2)
    for _ in range(3):
        note_change(NeedFactory())

    withheld.anonymous = True
    withheld.save()
    hidden.visibility = Visibility.SECRETARIAT
    hidden.save()
    for need in (withheld, hidden):
        note_change(need)
    close_need(closed, by=secretary(), reason="other")

    assert [search(word, kinds=["need"]).total for word in words] == [0, 0, 0]
    # The imported are on their way.
    assert [one.thing for one in search(kinds=["need"]).found] == [withheld]


def test_without_elasticsearch_everything_is_taken_in(monkeypatch):
    monkeypatch.setattr(asking, "SOON", 2)
    assert found() == set()
    offers = [ExpertiseFactory() for _ in range(3)]
    for offer in offers:
        note_change(offer)

    assert found() == set(offers)


def test_without_a_server_there_is_nothing_to_say(client):
    assert NOTICE not in client.get(reverse("web:expertise_list")).text
