"""The search index that all machines share, in Elasticsearch, where settings name one.

Whoever follows the feed stays with one index from the bookmark to the last write
(``pinned``), so that a rebuild may take its place at any moment.
"""

import logging
import threading
from datetime import timedelta

from django.conf import settings

from catalogue.selectors.feed import Position, has_read
from indexing.checking import hide
from indexing.following import catch_up, fill, position_of
from lifecycle import clock
from lifecycle.breaker import Breaker
from lifecycle.elasticsearch import connect
from search.documents import Key
from search.engine import EngineError, Results
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import Query

log = logging.getLogger(__name__)

ARRIVES_WITHIN = timedelta(seconds=2)
"""How old a change may become before the cluster has it.

A job brings it within a second, and where that has to wait, a thread does (`keeping`).
What lacks an older one may tell what is not for its readers any more.
"""


class ClusterIndex:
    """The catalogue in a cluster, asked only while it answers and knows what it tells.

    It may take no writes while it answers, or come back with what it knew before.
    """

    def __init__(self, engine: ElasticsearchEngine, breaker: Breaker) -> None:
        """Ask nothing yet."""
        self.engine = engine
        self._breaker = breaker
        self._read: Position | None = None
        self._behind = False
        self._noting = threading.Lock()

    def search(self, query: Query) -> Results | None:
        """Answer a query; None where no answer came in time, or none was asked for.

        None is asked for from a cluster that lacks a change older than
        ``ARRIVES_WITHIN``. Its bookmark tells; it is read only where the one last read
        does not cover that change, and within the patience of the search.

        Side effects: after a failure nothing is asked for a while; both ends of that
        time are logged, and of the one for which the cluster is behind.
        """
        if not self._breaker.allows():
            return None
        try:
            end = self.engine.hurry()
            behind = self._is_behind(end)
            results = None if behind else self.engine.search(query, end=end)
        except EngineError as error:
            # Whatever comes back may know less than what went away.
            self._read = None
            if self._breaker.failed():
                log.error(
                    "Elasticsearch does not answer, the own index does: %s", error
                )
            return None
        if self._breaker.succeeded():
            log.warning("Elasticsearch answers again")
        self._note(behind)
        return results

    def _is_behind(self, end: float) -> bool:
        """Whether an old change is missing; an index that was never filled lacks all.

        Raises:
            EngineError: the bookmark was not read in time.
        """
        moment = clock.now() - ARRIVES_WITHIN
        if self._read is not None and has_read(self._read, before=moment):
            return False
        self._read = read = position_of(self.engine.bookmark(end=end))
        return read is None or not has_read(read, before=moment)

    def _note(self, behind: bool) -> None:
        with self._noting:
            news, self._behind = behind != self._behind, behind
        if news and behind:
            log.error("Elasticsearch lacks older changes, the own index answers")
        elif news:
            log.warning("Elasticsearch has all older changes again")

    def follow(self) -> None:
        """Take in what changed; fill a new index where there is none to follow with.

        Raises:
            EngineError: the cluster cannot be written; the same call goes on later.
        """
        if not self.catch_up():
            self.rebuild()

    def catch_up(self) -> bool:
        """Take in what changed; return whether the index is there and up to date."""
        while (pinned := self.engine.pinned()) is not None:
            try:
                up_to_date = catch_up(pinned)
            except EngineError:
                if not self._replaced(pinned):
                    raise
            else:
                if up_to_date or not self._replaced(pinned):
                    return up_to_date
        return False

    def hide(self, thing: Key) -> None:
        """Let readers find no more of a thing than is for them now; see ``hide``.

        An index that is being filled is not told: it takes the change in from the feed
        before any reader finds it.
        """
        while (pinned := self.engine.pinned()) is not None:
            try:
                hide(pinned, thing)
            except EngineError:
                if not self._replaced(pinned):
                    raise
            else:
                if not self._replaced(pinned):
                    return

    def _replaced(self, pinned: ElasticsearchEngine) -> bool:
        """Whether a rebuild took an index away: the new one is followed instead."""
        now = self.engine.pinned()
        return now is not None and now.target != pinned.target

    def rebuild(self, *, anew: bool = False) -> int:
        """Fill a new index and put it in the other's place; return how many things.

        Readers find the old one until the new one has everything. What is saved
        meanwhile is taken in from the feed before the change and once more after it,
        for those who still wrote to the old one.

        Args:
            anew: cut every text, also those that the old one has.

        Side effects: drops the old index, and has the segments of the new one merged,
        which goes on after this returns, and is logged if it fails; a new one that
        could not be filled is dropped too.
        """
        fresh = self.engine.fresh(anew=anew)
        try:
            count = fill(fresh)
            catch_up(fresh)
            self.engine.promote(fresh)
        except BaseException:
            self._abandon(fresh)
            raise
        catch_up(fresh)
        try:
            fresh.merge()
        except EngineError as error:  # it is slower, and right
            log.warning("The segments of the new index are not merged: %s", error)
        return count

    def _abandon(self, fresh: ElasticsearchEngine) -> None:
        try:
            self.engine.abandon(fresh)
        except EngineError:
            # The cluster is away; the next rebuild drops what is left over.
            log.warning("An unfinished index is left in Elasticsearch until a rebuild")


_cluster: ClusterIndex | None = None
_starting = threading.Lock()


def cluster() -> ClusterIndex | None:
    """Return this process's way to the cluster; None where settings name none."""
    global _cluster
    if not settings.ELASTICSEARCH_URLS:
        return None
    with _starting:
        if _cluster is None:
            _cluster = ClusterIndex(_engine(), Breaker(settings.ELASTICSEARCH_PAUSE))
        return _cluster


def forget() -> None:
    """Let go of the connections; the next question makes new ones."""
    global _cluster
    with _starting:
        if _cluster is not None:
            _cluster.engine.close()
        _cluster = None


def _engine() -> ElasticsearchEngine:
    return ElasticsearchEngine(
        connect(),
        settings.ELASTICSEARCH_INDEX,
        patience=settings.ELASTICSEARCH_PATIENCE_MS / 1000,
        shards=settings.ELASTICSEARCH_SHARDS,
    )
