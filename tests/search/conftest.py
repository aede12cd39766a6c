from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from search.engine import Engine, Results
from search.engines.sqlite import SqliteEngine
from search.query import Query
from tests.factories.search import EVERYONE

# Every engine that keeps what it is given passes the same suite (test_engine_*).
ENGINES: dict[str, Callable[[Path], Engine]] = {
    "sqlite": lambda folder: SqliteEngine(folder / "index" / "search.sqlite3"),
}


class Find(Protocol):
    def __call__(self, text: str = "", **given: Any) -> Results: ...


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = ENGINES[request.param](tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def find(engine: Engine) -> Find:
    """Ask as everyone, unless the test says otherwise."""

    def find(text: str = "", **given: Any) -> Results:
        return engine.search(Query(text, **{"audiences": EVERYONE, **given}))

    return find
