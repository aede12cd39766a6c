"""A node that a test may harm, and what the index on it holds."""

from collections.abc import Iterator

import pytest

from indexing.cluster import ClusterIndex
from search.engine import Results
from search.query import Query
from tests.elasticsearch.server import Node
from tests.factories.search import EVERYONE


@pytest.fixture
def node(elasticsearch_node: Node, shared: ClusterIndex, settings) -> Iterator[Node]:
    """The node that ``shared`` is on; it answers again when the test is over."""
    assert elasticsearch_node.url in settings.ELASTICSEARCH_URLS
    yield elasticsearch_node
    elasticsearch_node.mend()


def everything(shared: ClusterIndex) -> Results:
    return shared.engine.search(Query("", EVERYONE, size=200))
