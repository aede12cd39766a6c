"""Words go from one file to the file that takes its place, if it is sound and ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.engine import EngineDamaged, EngineError
from search.engines import sqlite_rows
from search.engines.sqlite import SqliteEngine
from search.query import Query
from tests.factories.search import EVERYONE, HOSTILE, damage, make_document

DOCUMENTS = [make_document(f"{n}", f"橋{n}") for n in range(3)]
TITLES = ["橋0", "橋1", "橋2"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "search.sqlite3"


@pytest.fixture
def engine(path: Path) -> Iterator[SqliteEngine]:
    engine = SqliteEngine(path)
    engine.index(DOCUMENTS)
    yield engine
    engine.close()


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is in a file's tables."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'written'"
        ).fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)
            for (name,) in tables
        }


def test_a_file_that_is_filled_again_has_the_same_rows(tmp_path: Path) -> None:
    documents = [
        make_document(f"{n}", f"橋{n}", body=text, people=("高橋 花子", "たかはし"))
        for n, text in enumerate(HOSTILE)
    ]
    path = tmp_path / "search.sqlite3"
    with closing(SqliteEngine(path)) as engine:
        engine.index(documents)
        anew = rows(path)

        fresh = engine.fresh()
        fresh.index(documents)
        engine.promote(fresh)

        assert rows(path) == anew


def test_everything_is_cut_where_that_is_asked_for(
    engine: SqliteEngine, texts_cut: list[str]
) -> None:
    fresh = engine.fresh(anew=True)
    fresh.index(DOCUMENTS)

    assert texts_cut == TITLES
    engine.abandon(fresh)


@pytest.mark.parametrize(
    "table", ["document", "passage", "cut", "written_data", "posting"]
)
def test_nothing_is_taken_from_a_damaged_file(
    path: Path, engine: SqliteEngine, texts_cut: list[str], table: str
) -> None:
    engine.close()
    damage(path, table)
    with closing(SqliteEngine(path)) as damaged:
        fresh = damaged.fresh()

        assert fresh.index(DOCUMENTS) == 3
        damaged.promote(fresh)

        assert texts_cut == TITLES
        assert damaged.digests() == {one.key: one.digest() for one in DOCUMENTS}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cut SET title = replace(title, '橋', '柚')",
        "UPDATE passage SET places = x''",
        "DELETE FROM cut",
    ],
)
def test_words_that_are_not_those_of_the_file_are_not_taken(
    path: Path, engine: SqliteEngine, texts_cut: list[str], statement: str
) -> None:
    change(path, statement)

    fresh = engine.fresh()
    fresh.index(DOCUMENTS)
    engine.promote(fresh)

    assert texts_cut == TITLES
    assert engine.search(Query("橋", EVERYONE)).total == 3
    engine.check()


def _closed(path: Path, engine: SqliteEngine) -> None:
    engine.close()


def _gone(path: Path, engine: SqliteEngine) -> None:
    SqliteEngine.discard(path)


def _damaged(path: Path, engine: SqliteEngine) -> None:
    change(path, "DELETE FROM cut")


def _of_other_rules(path: Path, engine: SqliteEngine) -> None:
    change(path, "UPDATE meta SET value = 'other' WHERE name = 'fingerprint'")


@pytest.mark.parametrize("leave", [_closed, _gone, _damaged, _of_other_rules])
def test_a_file_may_be_given_up_while_another_takes_words_from_it(
    path: Path, engine: SqliteEngine, texts_cut: list[str], leave
) -> None:
    fresh = engine.fresh()
    fresh.index(DOCUMENTS[:1])
    assert texts_cut == []

    leave(path, engine)

    assert fresh.index(DOCUMENTS[1:]) == 2
    assert texts_cut == TITLES[1:]
    assert fresh.search(Query("橋", EVERYONE)).total == 3
    fresh.close()


def test_other_errors_are_told(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = engine.fresh()

    def busy(*given: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(sqlite_rows, "held", busy)
    with pytest.raises(EngineError, match="locked"):
        fresh.index(DOCUMENTS)
    fresh.close()


def test_a_save_tells_of_words_that_are_lost(path: Path, engine: SqliteEngine) -> None:
    change(path, "DELETE FROM cut")

    with pytest.raises(EngineDamaged, match="lost"):
        engine.index([make_document("1", "橋", version=2)])
