"""What the search of the demonstration region finds, and what it tells to whom.

As nobody, a member, another one whose own name is withheld, and the secretariat, with
each engine answering. Whatever is hidden from the reader is asked for: the titles of
needs, and what posters without a name are called, in Japanese and English, in kana and
letters, their telephones, and each with a slip of typing. The indexes behind are asked
for all other words besides in `tests/indexing/test_leaks.py`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from django.test import Client, override_settings
from rest_framework.throttling import ScopedRateThrottle

from indexing import cluster
from indexing.selectors import search
from lifecycle import jobs
from tests.conftest import forget_indexes, shared_settings
from tests.factories.demonstration import Hidden, hidden_from, reader
from tests.web.conftest import texts

pytestmark = pytest.mark.django_db

READERS = ("anonymous", "member", "other member", "secretariat")
ENGINES = [
    "embedded",
    pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
]


@pytest.fixture(scope="module", autouse=True, params=ENGINES)
def own_indexes(request, demonstration, tmp_path_factory) -> Iterator[None]:
    """Fill each engine once for all tests of this module."""
    given: dict[str, Any] = {"INDEX_DIR": tmp_path_factory.mktemp("index")}
    if request.param == "elasticsearch":
        given |= shared_settings(request.getfixturevalue("elasticsearch_server"))
    with override_settings(**given):
        jobs.find("indexing.follow").run()
        yield
        if shared := cluster.cluster():
            shared.engine.drop()
    forget_indexes()


def signed_in(client: Client, name: str) -> Hidden:
    """Sign a reader in; return what is hidden from them."""
    user = reader(name)
    if user is not None:
        client.force_login(user)
    return hidden_from(user)


@pytest.fixture
def patient(monkeypatch) -> None:
    """Let the API be asked as often as one likes."""
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"read": None})


@pytest.mark.parametrize("name", READERS)
def test_the_page_tells_nothing_hidden(client, name):
    hidden = signed_in(client, name)
    for text in (*hidden.titles, *hidden.names, *hidden.mistyped):
        response = client.get("/search/", {"q": text})
        main = SoupStrainer("main")
        page = BeautifulSoup(response.text, "html.parser", parse_only=main)
        assert page.select(".result-count")
        told = {
            "hits and their passages": texts(page, ".entry"),
            "also written": texts(page, ".did-you-mean"),
            "counts": [*texts(page, ".facets"), *texts(page, ".kind-tabs")],
        }
        assert (text, tells(hidden, told)) == (text, {})
        assert (text, seen(hidden, str(page.select(".entry")))) == (text, [])


@pytest.mark.parametrize("name", READERS)
def test_completions_tell_nothing_hidden(client, name):
    hidden = signed_in(client, name)
    for text in (*hidden.titles, *hidden.names):
        for typed in {text, text[:2], text[:4]}:
            body = client.get("/search/complete/", {"q": typed}).json()
            told = [one["text"] for one in body["completions"]]
            assert (typed, hidden.told(told)) == (typed, set())


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("name", ["anonymous", "secretariat"])
def test_the_api_tells_nothing_hidden(client, name):
    signed_in(client, name)
    hidden = hidden_from(None)  # as whom the API answers everybody
    for text in (*hidden.titles, *hidden.names):
        body = client.get("/api/v1/search/", {"q": text}).json()
        assert not body["in_place"]  # the engine that is meant
        completed = client.get("/api/v1/search/complete/", {"q": text}).json()
        told = {
            "hits and their passages": [str(body["results"])],
            "also written": [body["understood"]["did_you_mean"] or ""],
            "counts": [str(body["facets"])],
            "completions": [str(completed)],
        }
        assert (text, tells(hidden, told)) == (text, {})
        assert (text, seen(hidden, str(body["results"]))) == (text, [])


@pytest.mark.parametrize(
    ("words", "others", "offer"),
    [
        ("ごみ 捨てる 安く", "廃棄物 再資源化", "demo-e045"),
        ("ごみ 捨てる 安く", "廃棄物 再資源化", "demo-e027"),
        ("ｻﾞﾂｿｳ", "雑草", "demo-e078"),
        ("高橋", "髙橋", "demo-r03"),
        ("biomass", "バイオマス", "demo-e053"),
    ],
)
def test_other_words_lead_to_the_same_offer(words, others, offer):
    for text in (words, others):
        found = search(text, kinds=["expertise", "researcher"]).found
        assert offer in [one.thing.pack_id for one in found], text


def tells(hidden: Hidden, told: dict[str, list[str]]) -> dict[str, set[str]]:
    """Return which hidden words stand in which place."""
    found = {place: hidden.told(said) for place, said in told.items()}
    return {place: words for place, words in found.items() if words}


def seen(hidden: Hidden, answer: str) -> list[str]:
    """Return which hidden needs an answer leads to."""
    return [need.public_id for need in hidden.needs if need.public_id in answer]
