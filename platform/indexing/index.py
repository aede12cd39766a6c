"""The machine's search index, following the catalogue's feed.

Every process of a machine reads the same file; whoever asks first after a change
takes it in, under a file lock. A damaged file is thrown away and filled anew.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from indexing.checking import hide_waiting
from indexing.following import catch_up, due, fill
from lifecycle.files import locked
from search.engine import EngineDamaged, EngineError, Results
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.suggesting import Completion

log = logging.getLogger(__name__)

Done = TypeVar("Done")


class CatalogueIndex:
    """The machine's own index of the catalogue, and how far it has read the feed."""

    def __init__(self, folder: Path) -> None:
        """Open or make the index in a folder.

        Side effects: makes the folder; a damaged file is thrown away.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._file = folder / "search.sqlite3"
        try:
            self._engine = self._open()
        except EngineDamaged:
            with locked(self.folder / "search-lock"):
                self._engine = self._sound()

    def do(self, act: Callable[[SqliteEngine], Done]) -> Done:
        """Do something with the index; once more with a new one if it is damaged.

        Everything that is asked of the file goes through here. ``act`` may begin twice.

        Raises:
            EngineError: the file cannot be read or written now.

        Side effects: those of ``act``; a damaged file is thrown away and filled anew.
        """
        engine = self._engine
        try:
            return act(engine)
        except EngineDamaged:
            self._begin_anew(engine)
        except EngineError:
            if engine is self._engine:
                raise
            # Another thread has just found it damaged and closed it.
        self._follow()
        return act(self._engine)

    def search(self, query: Query) -> Results:
        """Answer a query from the index as it is; call ``refresh`` before."""
        return self.do(lambda engine: engine.search(query))

    def complete(
        self, typed: str, *, audiences: frozenset[str], lang: str, limit: int = 8
    ) -> tuple[Completion, ...]:
        """Complete what is being typed; see ``Suggester.complete``."""
        return self.do(
            lambda engine: engine.complete(
                typed, audiences=audiences, lang=lang, limit=limit
            )
        )

    def similar(
        self, word: str, *, audiences: frozenset[str], limit: int = 3
    ) -> tuple[str, ...]:
        """Return words that may have been meant; see ``Suggester.similar``."""
        return self.do(
            lambda engine: engine.similar(word, audiences=audiences, limit=limit)
        )

    def follow(self) -> None:
        """Take in what changed since the index last looked.

        Raises:
            EngineError: the file cannot be written; the same call goes on later.

        Side effects: reads the feed, and writes index and position on a change.
        """
        self.do(lambda engine: self._follow())

    def refresh(self, *, most: int | None = None) -> bool:
        """Take in what changed before a reader is answered, as far as that is possible.

        An index that cannot be written (a full disk, a lock that is kept) still answers
        with what it has; the next reader and the keeping thread try again.

        Args:
            most: for how many things the reader waits; where more are due, an index
                that was filled once only forgets what readers must not be told, and
                the rest is left to those who follow. None waits for all.

        Returns:
            Whether it is up to date. If not, it may still hold what readers must not be
            told any more.

        Raises:
            EngineError, OSError: it never was filled: its answers would be false.

        Side effects: those of ``follow``; a failure is logged.
        """
        try:
            left = self.do(due)
            if most is not None and left is not None and left > most:
                self.do(hide_waiting)
                return False
            if left != 0:
                self.do(lambda engine: self._take_in())
            return True
        except (EngineError, OSError) as error:
            if self.do(lambda engine: engine.bookmark()) is None:
                raise
            log.error("The search index answers without the last changes: %s", error)
            return False

    def rebuild(self, *, anew: bool = False) -> int:
        """Fill a new index and put it in the other's place; return how many things.

        Readers find the old one, and what is saved meanwhile in it, until the new one
        has everything.

        Args:
            anew: cut every text, also those that the old one has.

        Side effects: deletes the old index; a new one that could not be filled is
        deleted too.
        """
        with locked(self.folder / "search-rebuild"):
            return self._exchange(anew=anew)

    def _follow(self) -> None:
        if due(self._engine) != 0:
            self._take_in()

    def _take_in(self) -> None:
        if not self._catch_up():
            self._fill_anew()

    def _catch_up(self) -> bool:
        """Take in what changed, alone; return whether the index is up to date."""
        with locked(self.folder / "search-lock"):
            return catch_up(self._engine)

    def _fill_anew(self) -> None:
        """Fill an index that cannot follow; where it is, if it never was filled."""
        with locked(self.folder / "search-rebuild"):
            if self._catch_up():
                return  # another has just filled it
            if self._engine.bookmark() is not None:
                self._exchange()
                return
            with locked(self.folder / "search-lock"):
                self._engine.clear()
                fill(self._engine)

    def _exchange(self, *, anew: bool = False) -> int:
        fresh = self._engine.fresh(anew=anew)
        try:
            count = fill(fresh)
            catch_up(fresh)
            with locked(self.folder / "search-lock"):
                catch_up(fresh)
                self._engine.promote(fresh)
        except BaseException:
            self._engine.abandon(fresh)
            raise
        return count

    def _begin_anew(self, damaged: SqliteEngine) -> None:
        """Put another engine in place of one that met damage, if nobody has."""
        with locked(self.folder / "search-lock"):
            if self._engine is damaged:
                # Not closed before: while this fails, it is tried again.
                self._engine = self._sound()
                damaged.close()

    def _sound(self) -> SqliteEngine:
        """Open the file if it is whole, else throw it away; nobody else may meanwhile.

        Another process may have filled a new one since the damage was met.
        """
        try:
            engine = self._open()
            engine.check()
            return engine
        except EngineDamaged:
            log.exception("The search index is damaged and is filled anew")
        SqliteEngine.discard(self._file)
        return self._open()

    def _open(self) -> SqliteEngine:
        return SqliteEngine(self._file)


_index: CatalogueIndex | None = None
_starting = threading.Lock()


def index() -> CatalogueIndex:
    """Return this process's search index."""
    global _index
    with _starting:
        if _index is None:
            _index = CatalogueIndex(Path(settings.INDEX_DIR))
        return _index


def forget() -> None:
    """Let go of this process's index; the next question opens it anew."""
    global _index
    with _starting:
        if _index is not None:
            _index._engine.close()
        _index = None
