"""A node that a test may harm, and what the index on it holds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from indexing.cluster import ARRIVES_WITHIN, ClusterIndex
from lifecycle import clock
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


@contextmanager
def later() -> Iterator[None]:
    """Ask when every change is older than one may be that the cluster lacks."""
    with clock.at(clock.now() + 2 * ARRIVES_WITHIN):
        yield
