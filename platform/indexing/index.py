"""The machine's search index, following the catalogue's feed.

Every process of a machine reads the same file; whoever asks first after a change
takes it in, under a file lock. A damaged file is thrown away and filled anew.
"""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import Model

from catalogue.models import Expertise, Facility, Need, Researcher
from catalogue.selectors.feed import (
    BEGINNING,
    News,
    Position,
    last_position,
    news_after,
)
from indexing.documents import all_documents, documents_of, sources, version_now
from lifecycle.files import locked
from search.documents import Removal
from search.engine import EngineDamaged, Results
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.suggesting import Suggester

log = logging.getLogger(__name__)

# kind → the models that carry its name, and by which path.
CARRIERS: dict[str, tuple[tuple[type[Model], str], ...]] = {
    "researcher": ((Expertise, "researcher"),),
    "organisation": (
        (Expertise, "organisation"),
        (Facility, "organisation"),
        (Need, "organisation"),
        (Researcher, "affiliations__organisation"),
    ),
}


class CatalogueIndex:
    """One engine's index of the catalogue, and how far it has read the feed."""

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

    def search(self, query: Query) -> Results:
        """Answer a query from an index that is up to date with the catalogue."""
        try:
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

    def follow(self) -> None:
        """Take in what changed since the index last looked.

        Side effects: reads the feed, and writes index and position on a change.
        """
        news = self._news()
        if not news.things and not news.lost and self._position() is not None:
            return
        with locked(self.folder / "search-lock"):
            self._follow_alone()

    def rebuild(self) -> int:
        """Fill the index from nothing; return how many things can be found.

        Side effects: empties and writes the index; what changes meanwhile is read
        once more from the feed.
        """
        with locked(self.folder / "search-lock"):
            return self._rebuild_alone()

    def _follow_alone(self) -> None:
        while True:
            known, news = self._position(), self._news()
            if known is None or news.lost:
                self._rebuild_alone()
                return
            self._take_in(news)
            if news.position == known:
                return
            self._keep(news.position)

    def _rebuild_alone(self) -> int:
        start = last_position()
        self._engine.clear()
        count = self._engine.index(all_documents())
        self._keep(start)
        return count

    def _take_in(self, news: News) -> None:
        by_kind: dict[str, set[str]] = defaultdict(set)
        for kind, ident in [*news.things, *_dependents(news.things)]:
            if kind in sources():
                by_kind[kind].add(ident)
        for kind, idents in by_kind.items():
            version = version_now()
            present = documents_of(kind, idents)
            self._engine.index(present.values())
            gone = (Removal(kind, i, version) for i in idents if i not in present)
            self._engine.remove(gone)

    def _news(self) -> News:
        return news_after(self._position() or BEGINNING)

    def _position(self) -> Position | None:
        # Kept in the index itself: one that begins anew has read nothing.
        bookmark = self._engine.bookmark()
        return None if bookmark is None else Position(*json.loads(bookmark))

    def _keep(self, position: Position) -> None:
        self._engine.set_bookmark(json.dumps(position))

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


def _dependents(things: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what carries the name of a changed researcher or organisation."""
    found: list[tuple[str, str]] = []
    for kind, ident in things:
        for model, path in CARRIERS.get(kind, ()):
            rows = model._default_manager.filter(**{f"{path}__public_id": ident})
            name = str(model._meta.model_name)
            found += [(name, i) for i in rows.values_list("public_id", flat=True)]
    return found
