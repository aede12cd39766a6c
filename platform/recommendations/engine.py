"""The process's matcher: loaded once, then following the catalogue's feed.

Every process keeps its own in memory. It is opened from the machine's saved index
where that is sound, and otherwise built from the catalogue; before each answer it
takes in what changed since, the dictionary of other words too. Saving is done by the
worker, under a file lock. Where settings choose so, Elasticsearch ranks for one text
(``ranking``).
"""

import json
import logging
import threading
from collections import defaultdict
from functools import partial
from pathlib import Path

from django.conf import settings

from catalogue.selectors.feed import (
    News,
    Position,
    follow,
    last_position,
)
from catalogue.selectors.synonyms import KIND as DICTIONARY
from catalogue.selectors.synonyms import read_dictionary
from lifecycle.files import locked, replace_text
from lifecycle.versions import version_now
from matching import Matcher, RankingError, SavedIndexError
from recommendations.documents import PROJECTIONS, all_documents, documents_of
from recommendations.ranking import SharedRanker, shared_ranker

log = logging.getLogger(__name__)


class CatalogueMatcher:
    """A matcher that knows how far in the feed it has read."""

    def __init__(self, folder: Path, shared: SharedRanker | None = None) -> None:
        """Keep where the saved index lies; nothing is opened yet.

        Args:
            folder: of this machine.
            shared: ranks for one text; None: the matcher does.
        """
        self.folder = folder
        self.shared = shared
        self._matcher: Matcher | None = None
        self._position = Position(0, 0)
        self._following = threading.Lock()

    def current(self) -> Matcher:
        """Return the matcher, up to date with the catalogue.

        Side effects: reads the feed and, where something changed, the catalogue.
        """
        matcher, _, _ = self._up_to_date()
        return matcher

    def save(self) -> None:
        """Write the index to the machine's folder, for the next start.

        Side effects: files under the folder, replaced whole; the position is
        written last and never ahead of the index: the one before goes first, because
        this index may be older than the one that it was written for. The ranking that
        all machines share is filled where it is missing or has aged; where it cannot
        be, that is logged.
        """
        matcher, reached, version = self._up_to_date()
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / "lock"):
            self._position_file.unlink(missing_ok=True)
            matcher.save(self.folder / "index")
            replace_text(self._position_file, json.dumps({"position": reached}))
        if self.shared is not None:
            try:
                self.shared.keep(matcher.index, reached, version)
            except RankingError as error:
                # The next save tries again; until then each process ranks by itself.
                log.error("The shared ranking could not be filled: %s", error)

    def fill_shared(self) -> None:
        """Fill the ranking that all machines share anew, where settings choose one.

        Raises:
            RankingError: the cluster cannot be asked or written.
        """
        if self.shared is not None:
            matcher, reached, version = self._up_to_date()
            self.shared.fill(matcher.index, reached, version)

    def _up_to_date(self) -> tuple[Matcher, Position, int]:
        """Return the matcher, how far in the feed it has read, and from when on.

        The last is a moment before it read the feed, as a version.
        """
        with self._following:
            version = version_now() if self.shared is not None else 0
            if self._matcher is None:
                self._matcher = self._ready(self._opened() or self._built())
            take_in = partial(self._take_in, self._matcher)
            if not follow(self._position, take_in, self._keep):
                self._matcher = self._ready(self._built())
            if self.shared is not None:
                self.shared.tell(self._matcher.index, self._position, version)
            return self._matcher, self._position, version

    def _ready(self, matcher: Matcher) -> Matcher:
        """Have a matcher that was opened or built ask as this process does."""
        matcher.use(read_dictionary())
        if self.shared is not None:
            matcher.rank_with(self.shared)
            self.shared.forget()
        return matcher

    @property
    def _position_file(self) -> Path:
        return self.folder / "position.json"

    def _opened(self) -> Matcher | None:
        try:
            kept = json.loads(self._position_file.read_text())
            reached = Position(*kept["position"])
            matcher = Matcher.load(self.folder / "index")
        except FileNotFoundError:
            return None
        except (SavedIndexError, ValueError, KeyError, TypeError) as error:
            log.warning("The saved matcher index is not used: %s", error)
            return None
        self._position = reached
        return matcher

    def _built(self) -> Matcher:
        # The position first: what changes meanwhile is read once more.
        reached = last_position()
        matcher = Matcher().fit(all_documents())
        self._position = reached
        return matcher

    def _keep(self, position: Position) -> None:
        self._position = position

    def _take_in(self, matcher: Matcher, news: News) -> None:
        by_kind: dict[str, set[str]] = defaultdict(set)
        if any(kind == DICTIONARY for kind, _ in news.things):
            matcher.use(read_dictionary())
        for kind, ident in news.things:
            if kind in PROJECTIONS:
                by_kind[kind].add(ident)
        for kind, idents in by_kind.items():
            present = documents_of(kind, idents)
            for ident in idents:
                if ident in present:
                    matcher.put(present[ident])
                elif (kind, ident) in matcher:
                    matcher.remove(kind, ident)
        if self.shared is not None:
            self.shared.note(
                {(kind, ident) for kind, idents in by_kind.items() for ident in idents}
            )


_engine: CatalogueMatcher | None = None
_starting = threading.Lock()


def engine() -> CatalogueMatcher:
    """Return this process's matcher."""
    global _engine
    with _starting:
        if _engine is None:
            folder = Path(settings.INDEX_DIR) / "matcher"
            _engine = CatalogueMatcher(folder, shared_ranker())
        return _engine


def forget() -> None:
    """Let go of this process's matcher; the next question opens it anew."""
    global _engine
    with _starting:
        if _engine is not None and _engine.shared is not None:
            _engine.shared.close()
        _engine = None
