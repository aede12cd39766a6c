"""Indexes in a real Elasticsearch, under a name that no other test has."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from indexing.cluster import ClusterIndex, cluster
from search.engine import Results
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import Query
from tests.elasticsearch.server import Node, Server
from tests.factories.search import EVERYONE

# The suite shares its machine: whether a search is quick is measured in benchmarks/.
PATIENCE_MS = 20_000


@pytest.fixture
def shared(settings, elasticsearch_server: Server) -> Iterator[ClusterIndex]:
    """The index that all machines share; there is none before it was followed."""
    settings.ELASTICSEARCH_URLS = [elasticsearch_server.url]
    settings.ELASTICSEARCH_INDEX = f"renkei-test-{uuid4().hex[:12]}"
    settings.ELASTICSEARCH_PATIENCE_MS = PATIENCE_MS
    settings.ELASTICSEARCH_PAUSE = 0
    found = cluster()
    assert found is not None
    yield found
    with elasticsearch_server.client() as client:
        ElasticsearchEngine(client, settings.ELASTICSEARCH_INDEX).drop()


@pytest.fixture
def node(elasticsearch_node: Node, shared: ClusterIndex, settings) -> Iterator[Node]:
    """The node that ``shared`` is on; it answers again when the test is over."""
    assert elasticsearch_node.url in settings.ELASTICSEARCH_URLS
    yield elasticsearch_node
    elasticsearch_node.mend()


def everything(shared: ClusterIndex) -> Results:
    return shared.engine.search(Query("", EVERYONE, size=200))
