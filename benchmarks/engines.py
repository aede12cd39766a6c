"""The two engines, empty, for as long as a measurement takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engine import Engine
from search.engines.sqlite import SqliteEngine
from tests.elasticsearch.server import GIVEN, Node, Server

ENGINES = ("embedded", "elasticsearch")


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """The Elasticsearch that ELASTICSEARCH_URL names, or a node of our own."""
    if GIVEN:
        yield Server(GIVEN)
        return
    node = Node(folder)
    try:
        yield node
    finally:
        node.kill()


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Engine]:
    """An empty engine with its files in a folder."""
    if name == "embedded":
        engine = SqliteEngine(folder / "search.sqlite3")
        yield engine
        engine.close()
        return
    with server(folder) as found, found.engine() as shared:
        yield shared
