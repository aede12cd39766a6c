"""What only the embedded engine has: a file, other processes, errors of its own."""

import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.documents import Key, Removal, SearchDocument
from search.engine import EngineDamaged, EngineError
from search.engines import sqlite_hints, sqlite_tables
from search.engines.sqlite import SqliteEngine
from search.query import Query
from tests.factories.search import EVERYONE, make_document

BRIDGE = Query("橋", EVERYONE)


def test_what_was_written_is_there_after_a_restart(path: Path) -> None:
    first = SqliteEngine(path)
    first.index([make_document("1", "橋", version=3), make_document("2", "橋")])
    first.remove([Removal("need", "2", 2)])
    first.set_bookmark("17")
    before = first.search(BRIDGE)
    first.close()

    second = SqliteEngine(path)

    assert second.search(BRIDGE) == before
    assert second.versions() == {Key("need", "1"): 3}
    assert second.bookmark() == "17"
    assert second.index([make_document("2", "橋", version=2)]) == 0
    second.close()


def test_terms_of_other_rules_are_not_mixed_with_ours(
    path: Path, engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.index([make_document("1", "橋")])
    engine.set_bookmark("17")
    engine.close()
    monkeypatch.setattr(sqlite_tables, "fingerprint", lambda: "another dictionary")

    other = SqliteEngine(path)

    assert (other.versions(), other.bookmark()) == ({}, None)
    assert other.search(BRIDGE).total == 0
    assert other.index([make_document("1", "橋")]) == 1
    other.close()
    again = SqliteEngine(path)
    assert again.search(BRIDGE).total == 1
    again.close()


def test_the_words_in_the_index_are_those_of_the_documents(
    path: Path, engine: SqliteEngine
) -> None:
    engine.index(
        make_document(f"{n}", f"橋{n}と雑草", body="水の話") for n in range(20)
    )
    engine.index(make_document(f"{n}", "別の題", version=2) for n in range(10))
    engine.remove(Removal("need", f"{n}", 2) for n in range(5, 15))
    engine.clear()
    engine.index(make_document(f"{n}", f"橋{n}") for n in range(3))
    engine.index([make_document("1", "雑草", version=2)])
    engine.close()

    connection = sqlite3.connect(path)
    # Compares the index with the strings that it was made from, and raises.
    connection.execute(
        "INSERT INTO written (written, rank) VALUES ('integrity-check', 1)"
    )
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_the_file_is_in_write_ahead_mode(path: Path, engine: SqliteEngine) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def pair(version: int) -> list[SearchDocument]:
    """Two documents that are only ever written together."""
    facets = {"version": (f"{version}",)}
    return [
        make_document(id, f"橋 第{version}版", version=version, facets=facets)
        for id in ("left", "right")
    ]


def test_readers_see_whole_batches_while_others_write(engine: SqliteEngine) -> None:
    engine.index(pair(0))
    done = threading.Event()
    torn: list[object] = []
    answers = [0]

    def read() -> None:
        while not done.is_set():
            results = engine.search(BRIDGE)
            answers[0] += 1
            versions = results.facets["version"]
            if results.total != 2 or len(results.hits) != 2 or len(versions) != 1:
                torn.append(results)

    def write(first: int) -> None:
        for version in range(first, 60, 2):
            engine.index(pair(version))

    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [threading.Thread(target=write, args=(first,)) for first in (1, 2)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()

    assert torn == []
    assert answers[0] > 0
    assert engine.versions() == {Key("need", "left"): 59, Key("need", "right"): 59}


def write_some(path: Path, first: int) -> None:
    engine = SqliteEngine(path)
    for number in range(first, first + 20):
        engine.index([make_document(f"{number}", "橋")])
    engine.close()


def test_processes_share_one_file(path: Path) -> None:
    # Nobody has made the file yet: both begin at once.
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=write_some, args=(path, first)) for first in (0, 100)
    ]
    for process in processes:
        process.start()
    engine = SqliteEngine(path)
    seen = [engine.search(BRIDGE).total]
    for process in processes:
        process.join(timeout=60)
        seen.append(engine.search(BRIDGE).total)

    assert [process.exitcode for process in processes] == [0, 0]
    assert seen == sorted(seen)
    assert seen[-1] == 40
    engine.close()


def test_a_forked_process_opens_its_own_connections(engine: SqliteEngine) -> None:
    engine.index([make_document("1", "橋")])
    child = os.fork()
    if child == 0:
        found = engine.search(BRIDGE).total
        written = engine.index([make_document("2", "橋")])
        os._exit(0 if (found, written) == (1, 1) else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert engine.search(BRIDGE).total == 2


def test_a_fresh_file_takes_the_place_of_the_old_at_once(
    path: Path, engine: SqliteEngine
) -> None:
    engine.index([make_document("old", "橋")])
    other = SqliteEngine(path)
    for name in ("first", "second"):
        before = other.search(BRIDGE)

        fresh = engine.fresh()
        fresh.index([make_document(name, "橋")])
        fresh.set_bookmark(name)
        assert other.search(BRIDGE) == engine.search(BRIDGE) == before

        engine.promote(fresh)
        assert other.keys() == engine.keys() == {Key("need", name)}
        assert other.bookmark() == name
    other.index([make_document("later", "橋")])
    assert engine.search(BRIDGE).total == 2
    other.close()
    engine.close()

    files = [file.name for file in path.parent.iterdir() if not file.is_symlink()]
    assert [name for name in files if name.endswith(".sqlite3")] == [
        path.resolve().name
    ]
    again = SqliteEngine(path)
    assert again.search(BRIDGE).total == 2
    again.close()
    SqliteEngine.discard(path)
    assert list(path.parent.iterdir()) == []


def test_an_abandoned_file_leaves_the_old_one(path: Path, engine: SqliteEngine) -> None:
    engine.index([make_document("old", "橋")])
    files = {file.name for file in path.parent.iterdir()}

    fresh = engine.fresh()
    fresh.index([make_document("new", "橋")])
    engine.abandon(fresh)

    assert engine.keys() == {Key("need", "old")}
    assert {file.name for file in path.parent.iterdir()} == files


def test_readers_always_find_a_whole_file_while_it_is_exchanged(
    engine: SqliteEngine,
) -> None:
    both = [make_document("1", "橋"), make_document("2", "橋")]
    engine.index(both)
    done = threading.Event()
    totals: set[int] = set()

    def read() -> None:
        while not done.is_set():
            totals.add(engine.search(BRIDGE).total)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        fresh = engine.fresh()
        fresh.index(both)
        engine.promote(fresh)
    done.set()
    for reader in readers:
        reader.join()

    assert totals == {2}


def test_a_file_that_another_replaced_is_taken_up(
    path: Path, engine: SqliteEngine
) -> None:
    engine.index([make_document("old", "橋")])
    assert engine.search(BRIDGE).total == 1

    SqliteEngine.discard(path)
    with pytest.raises(EngineDamaged, match="is gone"):
        engine.search(BRIDGE)
    other = SqliteEngine(path)
    other.index([make_document("new", "橋"), make_document("newer", "橋")])

    assert engine.search(BRIDGE).total == 2
    assert engine.index([make_document("newest", "橋")]) == 1
    engine.close()
    assert other.search(BRIDGE).total == 3
    other.close()


def test_a_file_of_another_layout_keeps_nothing_of_it(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE meta (name PRIMARY KEY, value)")
        connection.execute("INSERT INTO meta VALUES ('fingerprint', 'layout 1')")
        connection.execute("CREATE TABLE old AS SELECT '橋' AS title")
        connection.execute("CREATE VIRTUAL TABLE former USING fts5(title)")
        connection.execute("INSERT INTO former VALUES ('橋')")
        connection.commit()

    SqliteEngine(path).close()

    with closing(sqlite3.connect(path)) as connection:
        left = connection.execute(
            "SELECT name FROM sqlite_schema WHERE name LIKE 'former%' OR name = 'old'"
        )
        assert left.fetchall() == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(EngineError) as caught:
        SqliteEngine(tmp_path / "file" / "search.sqlite3")
    assert caught.value.code == "search_unavailable"


def test_an_interrupted_call_leaves_whole_batches(engine: SqliteEngine) -> None:
    def stream() -> Iterator[SearchDocument]:
        for number in range(100):
            yield make_document(f"{number}", "橋")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.index(stream())

    assert engine.search(BRIDGE).total == 64
    assert engine.index(make_document(f"{n}", "橋") for n in range(100)) == 100


def test_a_failing_write_leaves_nothing_half_done(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.index([make_document("1", "橋")])

    def fail(connection: sqlite3.Connection, *given: object) -> None:
        connection.execute("SELECT nothing")

    monkeypatch.setattr(sqlite_hints, "put_in", fail)

    with pytest.raises(EngineError):
        engine.index([make_document("1", "雑草", version=2)])

    assert engine.search(BRIDGE).total == 1
    assert engine.versions() == {Key("need", "1"): 1}


def test_closing_waits_for_nobody_and_leaves_no_connection(
    engine: SqliteEngine,
) -> None:
    def stream() -> Iterator[SearchDocument]:
        yield make_document("1", "橋")

    with engine._connection() as connection:
        engine.close()
        assert connection.execute("SELECT 1").fetchone() == (1,)

    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
    with pytest.raises(EngineError):
        engine.index(stream())
