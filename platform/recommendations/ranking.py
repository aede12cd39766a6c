"""The ranking that all machines share, in Elasticsearch, where settings choose it.

Every process tells it itself what changed, from the matcher that has just taken the
change in, before it asks: what one process knows is in its next answer. Versions decide
between processes that tell of one thing. While the ranking cannot be asked or is not up
to date, the process ranks in its own memory, which gives the same answer.
"""

import json
import logging
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

from django.conf import settings

from catalogue.selectors.feed import News, Position, follow
from lifecycle.breaker import Breaker
from lifecycle.elasticsearch import connect
from matching import RankingError, RankingMissing
from matching.base import Key
from matching.cluster import ClusterRanking
from matching.index import DRIFT, Index
from matching.rankers import InMemory
from matching.weights import Weights

log = logging.getLogger(__name__)

ELASTICSEARCH = "elasticsearch"
BATCH = 50
"""Things told at a time: so many take no longer than a question may."""


class SharedRanker:
    """Ranks in the cluster while it answers, otherwise in this process.

    Fulfils `matching.rankers.Ranker`, and raises nothing when it is asked.
    """

    def __init__(self, shared: ClusterRanking, breaker: Breaker) -> None:
        """Ask nothing yet."""
        self._shared = shared
        self._breaker = breaker
        self._memory = InMemory()
        self._told: str | None = None
        self._pending: set[Key] = set()

    def best(
        self, index: Index, query: Sequence[Weights], kinds: Collection[str]
    ) -> Iterator[tuple[Key, float]]:
        """See `Ranker.best`.

        Side effects: after a failure nothing is asked for a while; both ends of that
        time are logged.
        """
        given: set[Key] = set()
        if self._told is not None and not self._pending and self._breaker.allows():
            try:
                for key, score in self._asked(index, query, kinds):
                    given.add(key)
                    yield key, score
                return
            except RankingMissing:
                # Filled anew just now: the next question begins with the new index.
                self.forget()
            except RankingError as error:
                self._failed(error)
        for key, score in self._memory.best(index, query, kinds):
            if key not in given:
                yield key, score

    def note(self, keys: Collection[Key]) -> None:
        """Remember what changed in the matcher; `tell` tells of it."""
        self._pending.update(keys)

    def forget(self) -> None:
        """Find out anew what the cluster has to be told, by its own bookmark."""
        self._told = None

    def tell(self, index: Index, position: Position, version: int) -> None:
        """Bring the cluster to the state of the matcher's index, while it answers.

        One thread at a time.

        Args:
            index: of the matcher, which has read the feed as far as ``position``.
            position: kept with the cluster as its bookmark.
            version: a moment before the matcher last read the feed.
        """
        if self._told is not None and not self._pending:
            return
        if not self._breaker.allows():
            return
        try:
            self._tell(index, position, version)
        except RankingError as error:
            self._failed(error)
        else:
            self._succeeded()

    def keep(self, index: Index, position: Position, version: int) -> None:
        """Fill the cluster anew where its ranking is missing or has aged.

        It has aged when a twentieth of the catalogue changed since it was filled: then
        the lengths of texts are computed anew, as in the matcher's own memory.

        Raises:
            RankingError: the cluster cannot be asked or written.
        """
        try:
            generation = self._shared.generation()
            changed = _changed_since(generation.bookmark)
        except RankingMissing:
            self.fill(index, position, version)
            return
        if changed is None or len(changed) > DRIFT * max(1, generation.documents):
            self.fill(index, position, version)

    def fill(self, index: Index, position: Position, version: int) -> None:
        """Fill the cluster anew; arguments as for ``tell``.

        Raises:
            RankingError: the cluster cannot be asked or written.
        """
        self._shared.fill(index, json.dumps(position), version)
        self.forget()

    def left_over(self) -> list[str]:
        """Return the names of indexes that another release left in the cluster.

        Raises:
            RankingError: the cluster cannot be asked.
        """
        return self._shared.left_over()

    def drop_left_over(self, name: str) -> None:
        """Delete one of them.

        Raises:
            RankingError: the cluster cannot be written.
        """
        self._shared.drop_left_over(name)

    def close(self) -> None:
        """Let go of the connections."""
        self._shared.close()

    def _tell(self, index: Index, position: Position, version: int) -> None:
        target = self._shared.generation().target
        if target != self._told:
            changed = _changed_since(self._shared.bookmark())
            if changed is None:
                raise RankingMissing(reason="its place in the feed is lost")
            self._pending |= changed
        while self._pending:
            some = list(islice(self._pending, BATCH))
            self._shared.update(index, some, version)
            self._pending.difference_update(some)
        self._shared.set_bookmark(json.dumps(position))
        self._told = target

    def _asked(
        self, index: Index, query: Sequence[Weights], kinds: Collection[str]
    ) -> Iterator[tuple[Key, float]]:
        found = self._shared.best(index, query, kinds)
        first = list(islice(found, 1))
        self._succeeded()
        yield from chain(first, found)

    def _failed(self, error: RankingError) -> None:
        if self._breaker.failed():
            log.error("Elasticsearch does not rank, this process does: %s", error)

    def _succeeded(self) -> None:
        if self._breaker.succeeded():
            log.warning("Elasticsearch ranks again")


def shared_ranker() -> SharedRanker | None:
    """Return a way to the shared ranking; None where settings choose memory."""
    if settings.MATCHING_RANKING != ELASTICSEARCH:
        return None
    shared = ClusterRanking(
        connect(),
        settings.ELASTICSEARCH_INDEX,
        patience=settings.ELASTICSEARCH_PATIENCE_MS / 1000,
        shards=settings.ELASTICSEARCH_SHARDS,
    )
    return SharedRanker(shared, Breaker(settings.ELASTICSEARCH_PAUSE))


def _changed_since(bookmark: str) -> set[Key] | None:
    """What the feed tells of since a bookmark; None where it can not be followed."""
    changed: set[Key] = set()

    def take_in(news: News) -> None:
        changed.update(news.things)

    known = Position(*json.loads(bookmark))
    return changed if follow(known, take_in, lambda position: None) else None
