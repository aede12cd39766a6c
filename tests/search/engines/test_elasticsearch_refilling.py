"""Words go from the index that readers find to the one that takes its place."""

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.documents import SearchDocument
from search.engine import EngineError
from search.engines import elasticsearch_mapping
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import Query
from tests.elasticsearch.server import Server
from tests.factories.search import EVERYONE, make_document

pytestmark = pytest.mark.elasticsearch

DOCUMENTS = [make_document(f"{n}", f"橋{n}") for n in range(3)]
TITLES = ["橋0", "橋1", "橋2"]


@pytest.fixture
def client(elasticsearch_server: Server) -> Iterator[Elasticsearch]:
    with elasticsearch_server.client() as client:
        yield client


@pytest.fixture
def name(elasticsearch_server: Server, client: Elasticsearch) -> Iterator[str]:
    """The name of an index that has three documents."""
    with elasticsearch_server.engine() as engine:
        engine.index(DOCUMENTS)
        name, _, _ = engine.target.rpartition("-")
        yield name


def test_there_may_be_no_index_to_take_words_from(
    elasticsearch_server: Server, texts_cut: list[str]
) -> None:
    with elasticsearch_server.engine() as engine:
        engine.drop()

        fresh = engine.fresh()

        assert fresh.index(DOCUMENTS) == 3
        assert texts_cut == TITLES


def test_everything_is_cut_where_that_is_asked_for(
    client: Elasticsearch, name: str, texts_cut: list[str]
) -> None:
    fresh = ElasticsearchEngine(client, name, patience=30.0).fresh(anew=True)
    fresh.index(DOCUMENTS)

    assert texts_cut == TITLES


def test_the_index_may_go_while_another_takes_words_from_it(
    client: Elasticsearch, name: str, texts_cut: list[str]
) -> None:
    engine = ElasticsearchEngine(client, name, patience=30.0)
    fresh = engine.fresh()
    fresh.index(DOCUMENTS[:1])
    assert texts_cut == []

    for index in client.indices.get_alias(name=engine.target).body:
        client.indices.delete(index=index)

    assert fresh.index(DOCUMENTS[1:]) == 2
    assert texts_cut == TITLES[1:]
    engine.promote(fresh)
    assert engine.search(Query("橋", EVERYONE)).total == 3


def test_an_index_that_was_put_in_place_has_the_words_itself(
    client: Elasticsearch, name: str, texts_cut: list[str]
) -> None:
    engine = ElasticsearchEngine(client, name, patience=30.0)
    fresh = engine.fresh()
    fresh.index(DOCUMENTS)
    engine.promote(fresh)

    assert fresh.index(DOCUMENTS) == 3

    assert texts_cut == []


def test_nothing_is_taken_from_an_index_of_other_rules(
    client: Elasticsearch,
    name: str,
    texts_cut: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(elasticsearch_mapping, "fingerprint", lambda: "other")
    engine = ElasticsearchEngine(client, name, patience=30.0)

    fresh = engine.fresh()
    fresh.index(DOCUMENTS)

    assert texts_cut == TITLES


def test_other_errors_are_told(
    client: Elasticsearch, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ElasticsearchEngine(client, name, patience=30.0)
    fresh = engine.fresh()
    error = {"type": "circuit_breaking_exception", "reason": "too large"}

    def refuse(*, ids: list[str], **given: Any) -> dict[str, Any]:
        return {"docs": [{"_id": id, "error": error} for id in ids]}

    monkeypatch.setattr(client, "mget", refuse)
    with pytest.raises(EngineError, match="too large"):
        fresh.index(DOCUMENTS)


def test_a_write_that_fails_ends_the_call(client: Elasticsearch, name: str) -> None:
    engine = ElasticsearchEngine(client, name, patience=30.0)
    fresh = engine.fresh()
    read = []

    def stream() -> Iterator[SearchDocument]:
        for number in range(10_000):
            read.append(number)
            yield make_document(f"{number}")

    engine.abandon(fresh)

    with pytest.raises(EngineError):
        fresh.index(stream())
    assert len(read) < 1_000
