from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from search.analysis import Word, words
from search.engine import Engine, Results
from search.engines import cutting
from search.engines.sqlite import SqliteEngine
from search.query import Query
from tests.elasticsearch.server import Server
from tests.factories.search import EVERYONE


class Find(Protocol):
    def __call__(self, text: str = "", **given: Any) -> Results: ...


def sqlite(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    engine = SqliteEngine(folder / "index" / "search.sqlite3")
    yield engine
    engine.close()


def elasticsearch(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    server: Server = request.getfixturevalue("elasticsearch_server")
    with server.engine() as engine:
        yield engine


# Every engine that keeps what it is given passes the same suite (test_engine_*).
ENGINES: dict[str, Callable[[pytest.FixtureRequest, Path], Iterator[Engine]]] = {
    "sqlite": sqlite,
    "elasticsearch": elasticsearch,
}


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ]
)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    yield from ENGINES[request.param](request, tmp_path)


@pytest.fixture
def texts_cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is cut into words for an index within the test, in order."""
    texts: list[str] = []

    def noted(text: str) -> list[Word]:
        texts.append(text)
        return words(text)

    monkeypatch.setattr(cutting, "words", noted)
    return texts


@pytest.fixture
def find(engine: Engine) -> Find:
    """Ask as everyone, unless the test says otherwise."""

    def find(text: str = "", **given: Any) -> Results:
        return engine.search(Query(text, **{"audiences": EVERYONE, **given}))

    return find
