"""A reader is answered as if there were nothing but what the reader may know.

The entries are those of the demonstration region. For every reader, and for every word
of everything that is hidden from that reader, an index of everything answers exactly
like one that never heard of what is hidden: hits, passages, counts, proposals. And
nothing that is indexed of a need whose poster's name is withheld holds a form of that
name. What pages and the API make of it is asked in `tests/web/test_demonstration.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import Organisation, User
from catalogue.models import Need
from catalogue.selectors.visibility import reader_tokens
from indexing.documents import all_documents
from search.documents import SearchDocument
from search.engine import Engine
from search.engines.sqlite import SqliteEngine
from search.query import MAX_SIZE, Query
from search.suggesting import did_you_mean, fewer_words
from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import NeedFactory
from tests.factories.demonstration import PEOPLE, Hidden, hidden_from, reader, spoken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def unaware(hidden: Hidden, audiences: frozenset[str]) -> list[SearchDocument]:
    """Everything as it would be had nobody heard of what is hidden.

    Needs that a reader may not see are left out; posters, and their people, that a
    reader may not know are called otherwise.
    """
    with transaction.atomic():
        for number, poster in enumerate(hidden.posters):
            people = User.objects.filter(memberships__organisation=poster)
            people.update(name_ja=f"某 {number}", name_en="", kana="", phone="")
            nothing = dict.fromkeys(
                ("name_en", "short_ja", "short_en", "kana", "phone", "url"), ""
            )
            called = Organisation.objects.filter(pk=poster.pk)
            called.update(name_ja=f"某社 {number}", corporate_number="", **nothing)
        documents = [one for one in all_documents() if one.audiences & audiences]
        transaction.set_rollback(True)
    return documents


def answer(engine: Engine, query: Query) -> object:
    """All that an answer tells; scores are of one engine alone."""
    found = engine.search(query)
    shown = {hit.key: (hit.title, hit.passage) for hit in found.hits}
    return found.total, shown, found.facets, found.understood


def help_with(engine: SqliteEngine, query: Query) -> object:
    """All that is proposed: the own file proposes, whichever engine answers."""
    return (
        did_you_mean(query, engine.search, engine),
        fewer_words(query, engine.search),
        engine.complete(query.text, audiences=query.audiences, lang="ja"),
    )


@pytest.fixture(scope="module")
def documents(demonstration) -> list[SearchDocument]:
    return [*all_documents()]


@pytest.fixture(scope="module")
def embedded(documents, tmp_path_factory) -> SqliteEngine:
    """The embedded engine with everything."""
    engine = SqliteEngine(tmp_path_factory.mktemp("leaks") / "everything.sqlite3")
    engine.index(documents)
    return engine


@pytest.fixture(scope="module")
def shared_engine(documents, elasticsearch_server) -> Iterator[Engine]:
    """Elasticsearch with everything."""
    with elasticsearch_server.engine() as engine:
        engine.index(documents)
        yield engine


@pytest.mark.parametrize("name", PEOPLE)
def test_the_embedded_index_tells_nothing(name, embedded, tmp_path: Path):
    user = reader(name)
    hidden, audiences = hidden_from(user), reader_tokens(user)
    control = SqliteEngine(tmp_path / "control.sqlite3")
    control.index(unaware(hidden, audiences))

    beginnings = {text[:4] for text in hidden.mistyped}
    for text in {*hidden.words, *hidden.mistyped, *beginnings}:
        query = Query(text, audiences, size=MAX_SIZE)
        told = (answer(embedded, query), help_with(embedded, query))
        expected = (answer(control, query), help_with(control, query))
        assert (text, told) == (text, expected)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("name", PEOPLE)
def test_elasticsearch_tells_nothing(name, shared_engine, elasticsearch_server):
    user = reader(name)
    hidden, audiences = hidden_from(user), reader_tokens(user)
    with elasticsearch_server.engine() as control:
        control.index(unaware(hidden, audiences))

        for text in hidden.words:
            query = Query(text, audiences, size=MAX_SIZE)
            told, expected = answer(shared_engine, query), answer(control, query)
            assert (text, told) == (text, expected)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_withheld_name_and_unseen_need_is_asked_for(name):
    user = reader(name)
    hidden = hidden_from(user)

    withheld = {need.organisation for need in Need.objects.filter(anonymous=True)}
    own = {one.organisation for one in user.memberships.all()} if user else set()
    assert withheld - own <= {*hidden.posters}
    assert bool(withheld & own) == (name == "other member")
    assert hidden.titles
    assert all(hidden.words)


def test_no_index_is_given_a_withheld_name(documents):
    by_id = {document.id: document for document in documents}
    withheld = Need.objects.filter(anonymous=True, public_id__in=by_id)
    assert withheld
    for need in withheld:
        written = str(by_id[need.public_id])
        assert [name for name in spoken(need.organisation) if name in written] == []


def test_no_text_that_tells_a_withheld_poster_is_indexed():
    poster = OrganisationFactory(name_ja="株式会社うしお鋳造", phone="083-911-2233")
    need = NeedFactory(
        organisation=poster,
        anonymous=True,
        title_ja="砂の再生",
        summary_ja="うしお鋳造では古い砂を捨てています。",
        background_ja="砂がたまります。",
        wanted_ja="083-911-2233へ電話をください。",
    )

    [held] = [one for one in all_documents() if one.id == need.public_id]
    assert held.title["ja"] == "砂の再生"
    assert "砂がたまります。" in held.body["ja"]
    assert "うしお" not in str(held)
    assert "911" not in str(held)
