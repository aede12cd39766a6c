"""A file for the embedded engine, and the engine on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.sqlite import SqliteEngine


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "search.sqlite3"


@pytest.fixture
def engine(path: Path) -> Iterator[SqliteEngine]:
    engine = SqliteEngine(path)
    yield engine
    engine.close()
