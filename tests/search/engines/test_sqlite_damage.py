"""Damage of the embedded engine's file is noticed, told as such, and never served."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.documents import Key, Removal
from search.engine import EngineDamaged
from search.engines import sqlite_rows
from search.engines.sqlite import SqliteEngine
from search.query import Query
from tests.factories.search import EVERYONE, damage, make_document

BRIDGE = Query("橋", EVERYONE)


def test_a_file_that_is_no_index_is_refused_and_can_be_discarded(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is not a database, but it is long enough " * 100)

    with pytest.raises(EngineDamaged) as caught:
        SqliteEngine(path)
    assert caught.value.code == "search_damaged"

    SqliteEngine.discard(path)
    assert list(path.parent.iterdir()) == []
    engine = SqliteEngine(path)
    assert engine.keys() == frozenset()
    engine.close()


def test_damage_found_later_is_told(path: Path, engine: SqliteEngine) -> None:
    engine.index(
        make_document(f"{n}", "橋 " * 50, body="雑草 " * 500) for n in range(60)
    )
    engine.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = path.read_bytes()
    # The first page stays: the file opens, and what is behind it is noise.
    path.write_bytes(content[:4096] + os.urandom(len(content) - 4096))

    with pytest.raises(EngineDamaged):
        other = SqliteEngine(path)
        other.search(BRIDGE)


@pytest.mark.parametrize(
    "table",
    ["meta", "document", "audience", "posting", "written_data", "cut", "vocabulary"],
)
def test_damage_of_any_table_is_noticed_by_a_check(
    path: Path, engine: SqliteEngine, table: str
) -> None:
    engine.index(make_document(f"{n}", "橋") for n in range(3))
    engine.check()
    engine.close()

    damage(path, table)

    with pytest.raises(EngineDamaged):
        other = SqliteEngine(path)
        other.digests()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE posting SET entries = substr(entries, 2)",
        "UPDATE posting SET entries = CAST(entries AS TEXT)",
        "DELETE FROM document",
        "DELETE FROM facet_value",
        "UPDATE posting SET place = place + 5 * (1 << 32)",
    ],
)
def test_rows_that_are_damaged_are_no_other_error(
    path: Path, engine: SqliteEngine, statement: str
) -> None:
    engine.index(make_document(f"{n}", "橋") for n in range(3))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()

    with pytest.raises(EngineDamaged):
        engine.search(BRIDGE)
    with pytest.raises(EngineDamaged):
        engine.check()


@pytest.mark.parametrize("number", [(1 << 32) - 1, (1 << 32) - 2, 1])
def test_a_lost_list_is_noticed_by_a_check(
    path: Path, engine: SqliteEngine, number: int
) -> None:
    engine.index(make_document(f"{n}", "橋") for n in range(3))
    engine.check()
    with closing(sqlite3.connect(path)) as connection:
        lost = "DELETE FROM posting WHERE place % (1 << 32) = ?"
        assert connection.execute(lost, (number,)).rowcount == 1
        connection.commit()

    with pytest.raises(EngineDamaged):
        engine.check()


def test_a_check_sees_the_file_at_one_moment(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.index([make_document("1", "橋")])
    read = sqlite_rows._all_listed

    def read_while_another_saves(connection: sqlite3.Connection) -> Iterator[object]:
        yield from read(connection)
        engine.index([make_document("2", "雑草")])

    monkeypatch.setattr(sqlite_rows, "_all_listed", read_while_another_saves)

    engine.check()

    assert engine.search(Query("雑草", EVERYONE)).total == 1


def test_who_reads_what_is_compared_with_what_was_written(
    path: Path, engine: SqliteEngine
) -> None:
    documents = [make_document(f"{n}", "橋") for n in range(4)]
    engine.index(documents)
    engine.remove([Removal("need", "3", 1)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE audience SET token = 'other' WHERE docid = 1")
        connection.execute("INSERT INTO audience VALUES (2, 'other')")
        connection.execute("INSERT INTO audience VALUES (4, 'public')")
        connection.commit()

    held = engine.digests()

    assert held == {
        **{Key("need", f"{n}"): "" for n in (0, 1, 3)},
        documents[2].key: documents[2].digest(),
    }
    assert engine.digests([Key("need", "3")]) == {Key("need", "3"): ""}
