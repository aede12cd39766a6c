"""The machine's search index, following the catalogue's feed.

Every process of a machine reads the same file; whoever asks first after a change
takes it in, under a file lock. A damaged file is thrown away and filled anew.
"""

import logging
import threading
from pathlib import Path

from django.conf import settings

from indexing.following import catch_up, fill, is_behind
from lifecycle.files import locked
from search.engine import Engine, EngineDamaged, Results
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.suggesting import Suggester

log = logging.getLogger(__name__)


class CatalogueIndex:
    """The machine's own index of the catalogue, and how far it has read the feed."""

    def __init__(self, folder: Path) -> None:
        """Open or make the index in a folder.

        Side effects: makes the folder; a damaged file is thrown away.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._file = folder / "search.sqlite3"
        self._engine: SqliteEngine
        try:
            self._engine = self._open()
        except EngineDamaged:
            self._begin_anew()

    def search(self, query: Query, *, following: bool = True) -> Results:
        """Answer a query from an index that is up to date with the catalogue.

        Args:
            query: what is asked.
            following: take in first what changed; not where that was just done, for
                another question of the same reader.
        """
        try:
            if following:
                self.follow()
            return self._engine.search(query)
        except EngineDamaged:
            self._engine.close()
            self._begin_anew()
            self.follow()
            return self._engine.search(query)

    @property
    def suggester(self) -> Suggester:
        """Completes and mends what is typed, from this machine's own file."""
        return self._engine

    @property
    def engine(self) -> Engine:
        """The engine that holds the index."""
        return self._engine

    def follow(self) -> None:
        """Take in what changed since the index last looked.

        Side effects: reads the feed, and writes index and position on a change.
        """
        if is_behind(self._engine) and not self._catch_up():
            self._fill_anew()

    def rebuild(self) -> int:
        """Fill a new index and put it in the other's place; return how many things.

        Readers find the old one, and what is saved meanwhile in it, until the new one
        has everything.

        Side effects: deletes the old index; a new one that could not be filled is
        deleted too.
        """
        with locked(self.folder / "search-rebuild"):
            return self._exchange()

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

    def _exchange(self) -> int:
        fresh = self._engine.fresh()
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

    def _begin_anew(self) -> None:
        log.exception("The search index is damaged and is filled anew")
        with locked(self.folder / "search-lock"):
            SqliteEngine.discard(self._file)
            self._engine = self._open()

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
