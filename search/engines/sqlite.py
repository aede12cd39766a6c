"""The embedded engine: one SQLite file, with lists of the words that we cut ourselves.

What is looked for as it is written, phrases and names, is found by FTS5. Any number of
threads and processes may search one file while one of them writes: each search reads
one snapshot (WAL), and writers take turns.
"""

from __future__ import annotations

import fcntl
import logging
import os
import queue
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from search.documents import Key, Removal, SearchDocument
from search.engine import EngineDamaged, EngineError, Results
from search.engines import sqlite_files, sqlite_hints, sqlite_rows, sqlite_tables
from search.engines.cutting import CutText
from search.engines.many import prepared
from search.engines.sqlite_search import answer
from search.engines.sqlite_tables import snapshot
from search.query import Query
from search.suggesting import Completion

log = logging.getLogger(__name__)

_BATCH = 64
"""Documents written in one transaction."""

_PATIENCE = 20.0
"""Seconds a writer waits for its turn."""

_BOOKMARK = "bookmark"


class SqliteEngine:
    """The engine of a single machine, and of any machine in need.

    Args:
        path: the file; it is made, with its folder, where there is none. A file
            whose terms were cut by other rules (another dictionary, say) is
            emptied: it then has no bookmark, and the caller fills it again.

    Raises:
        EngineDamaged: the file is no index; `discard` it and fill a new one.
        EngineError: the file cannot be opened.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open the file, making or emptying it where needed."""
        self._path = Path(path)
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._left_behind: list[queue.LifoQueue[sqlite3.Connection]] = []
        self._closed = False
        self._before: SqliteEngine | None = None
        with _errors():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._alone(), closing(self._connect()) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                # Whoever only reads opens it as well while another process writes.
                if not sqlite_tables.is_of_our_rules(connection):
                    with _writing(connection):
                        sqlite_tables.create(connection)
            self._file = self._identify()

    @staticmethod
    def discard(path: str | os.PathLike[str]) -> None:
        """Delete an index file, whatever state it is in.

        Engines that have it open go over to the file that takes its place.
        """
        sqlite_files.delete(Path(path))

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace documents; see `Engine.index`.

        They are written in batches: when this raises, the batches before are
        in the index, and the same call may be made again. Texts that the index has of
        the same document are not cut again; a `fresh` one takes them from the index
        whose place it is to take.
        """
        before = self._before
        held = self._held if before is None else before._held_if_sound
        rest = prepared(sqlite_rows.prepare, documents, held)
        written = 0
        while batch := [*islice(rest, _BATCH)]:
            with self._connection() as connection, _writing(connection):
                written += sum(sqlite_rows.write(connection, one) for one in batch)
        return written

    def remove(self, removals: Iterable[Removal]) -> int:
        """Take documents out; see `Engine.remove`. All of them, or none."""
        wanted = list(removals)
        with self._connection() as connection, _writing(connection):
            return sum(sqlite_rows.erase(connection, removal) for removal in wanted)

    def search(self, query: Query) -> Results:
        """Answer a query; see `Engine.search`."""
        with self._connection() as connection:
            return answer(connection, query)

    def complete(
        self, typed: str, *, audiences: frozenset[str], lang: str, limit: int = 8
    ) -> tuple[Completion, ...]:
        """Complete what is being typed; see `Suggester.complete`."""
        with self._connection() as connection:
            return sqlite_hints.complete(connection, typed, audiences, lang, limit)

    def similar(
        self, word: str, *, audiences: frozenset[str], limit: int = 3
    ) -> tuple[str, ...]:
        """Return words that may have been meant; see `Suggester.similar`."""
        with self._connection() as connection, snapshot(connection):
            found = sqlite_hints.similar(connection, word, audiences, limit)
            shown = [sqlite_rows.shown(connection, *pair) for pair in found]
            return tuple(dict.fromkeys(shown))

    def keys(self) -> frozenset[Key]:
        """Return the names of all documents held."""
        return frozenset(self.versions())

    def versions(self) -> dict[Key, int]:
        """Return the version of every document held."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT kind, id, version FROM document WHERE live"
            )
            return {Key(kind, id): version for kind, id, version in rows}

    def digests(self, of: Collection[Key] | None = None) -> dict[Key, str]:
        """Return the digests of documents held; see `Engine.digests`.

        Whoever asks for all gets them of a file that was checked.
        """
        if of is None:
            self.check()
        with self._connection() as connection:
            return sqlite_rows.digests(connection, of)

    def check(self) -> None:
        """Read the whole file, and compare its index with the words in it.

        That the texts are those of the catalogue is not looked at (`digests`).

        Others go on reading; whoever writes waits while the words are compared.

        Raises:
            EngineDamaged: it cannot be read, or does not belong together.
        """
        with self._connection() as connection:
            sqlite_rows.check(connection)

    def bookmark(self) -> str | None:
        """Return the bookmark; see `Engine.bookmark`."""
        with self._connection() as connection:
            return sqlite_tables.read_meta(connection, _BOOKMARK)

    def set_bookmark(self, bookmark: str) -> None:
        """Keep a bookmark in the file."""
        with self._connection() as connection, _writing(connection):
            sqlite_tables.write_meta(connection, _BOOKMARK, bookmark)

    def clear(self) -> None:
        """Forget all documents, all removals and the bookmark."""
        with self._connection() as connection, _writing(connection):
            sqlite_tables.empty(connection)

    def fresh(self, *, anew: bool = False) -> SqliteEngine:
        """Return an engine on a new, empty file that nobody reads.

        It takes words from this one's file if that is sound, which is checked: words
        that were damaged would not be told from others once they are in a new file.

        Args:
            anew: take nothing, and have every text cut.

        Raises:
            EngineError: the file could not be checked, since another writes.
        """
        taken = not anew and self._is_sound()
        fresh = SqliteEngine(sqlite_files.beside(self._path))
        fresh._before = self if taken else None
        return fresh

    def promote(self, fresh: SqliteEngine) -> None:
        """Let all readers find what a `fresh` engine has, at once, from now on.

        Side effects: `fresh` is closed; the file before it, and any other fresh one, is
        deleted. Searches under way still end in it.
        """
        fresh.close()
        with _errors(), self._alone():
            sqlite_files.put_in_place(self._path, fresh._path)

    def abandon(self, fresh: SqliteEngine) -> None:
        """Delete the file of a `fresh` engine that readers shall not find."""
        fresh.close()
        with _errors():
            sqlite_files.delete(fresh._path)

    def close(self) -> None:
        """Close the file; searches under way still end."""
        self._closed = True
        _close_all(self._idle)

    def _is_sound(self) -> bool:
        try:
            self.check()
        except EngineDamaged as error:
            log.warning("No words are taken from a damaged search index: %s", error)
            return False
        return True

    def _held(self, keys: Iterable[Key]) -> dict[Key, list[CutText]]:
        with self._connection() as connection, snapshot(connection):
            return sqlite_rows.held(connection, keys)

    def _held_if_sound(self, keys: Iterable[Key]) -> dict[Key, list[CutText]]:
        """Read what is held, for a fresh file; nothing of one that others gave up."""
        try:
            return self._held(keys)
        except EngineError as error:
            if not (self._closed or isinstance(error, EngineDamaged)):
                raise
            return {}

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,  # one thread at a time has it: see _connection
        )
        for pragma in ("synchronous = NORMAL", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend an idle connection, or a new one; a failed one is not used again."""
        if self._closed:
            raise EngineError("the engine is closed")
        with _errors():
            self._notice_change()
            idle = self._idle
            try:
                connection = idle.get_nowait()
            except queue.Empty:
                with self._alone():
                    connection = self._connect()
                    # Opens the log as well, while the file surely is in its place.
                    connection.execute("SELECT count(*) FROM sqlite_schema")
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            idle.put(connection)
        if self._closed:
            _close_all(idle)

    def _identify(self) -> tuple[int, Path, int, int]:
        """Tell this process and this file from all others."""
        try:
            real, file = self._path.resolve(), self._path.stat()
        except FileNotFoundError as error:
            raise EngineDamaged(f"{self._path} is gone") from error
        return os.getpid(), real, file.st_dev, file.st_ino

    def _notice_change(self) -> None:
        """Leave connections that were made elsewhere.

        They would go on answering from a file that was discarded or exchanged. After a
        fork they must not even be closed; nor where a file of the same name has taken
        the place of theirs, because SQLite then deletes the log of that name.
        """
        now = self._identify()
        if now == self._file:
            return
        before, (process, real, *_) = self._file, now
        left, self._idle, self._file = self._idle, queue.LifoQueue(), now
        if before[0] == process and before[1] != real:
            _close_all(left)
        else:
            self._left_behind.append(left)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others out while the file is set up, opened or exchanged.

        Switching to WAL fails at once, without waiting, if another does the same.
        """
        with open(f"{self._path}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _close_all(idle: queue.LifoQueue[sqlite3.Connection]) -> None:
    while True:
        try:
            idle.get_nowait().close()
        except queue.Empty:
            return


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that may write, waiting for its turn first."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def _errors() -> Iterator[None]:
    """Turn SQLite's errors and the system's into the engine's own."""
    try:
        yield
    except sqlite3.Error as error:
        # Damage of the file has no class of its own, and text that is none a wrong one.
        damaged = type(error) is sqlite3.DatabaseError or "decode" in str(error)
        raise (EngineDamaged if damaged else EngineError)(str(error)) from error
    except OSError as error:
        raise EngineError(str(error)) from error
