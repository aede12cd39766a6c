"""Who ranks a catalogue for one text: this process, or a cluster (`cluster`)."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from matching.base import Key
from matching.index import Index
from matching.ranking import best_for
from matching.weights import Weights


class Ranker(Protocol):
    """Ranks documents for a query, in the same way wherever they stand."""

    def best(
        self, index: Index, query: Sequence[Weights], kinds: Collection[str]
    ) -> Iterator[tuple[Key, float]]:
        """Documents of these kinds that are not under the floor, and their scores.

        The highest score first, and of equal ones the first key. No more work is done
        than for those that are asked for. Raises `RankingError`, at any of them.

        Args:
            index: the catalogue in which the query was weighed.
            query: the languages that the text speaks.
            kinds: of documents.
        """
        ...


class InMemory:
    """Ranks in this process what the index holds."""

    def best(
        self, index: Index, query: Sequence[Weights], kinds: Collection[str]
    ) -> Iterator[tuple[Key, float]]:
        """See `Ranker.best`; raises nothing."""
        return (
            (index.key(number), score)
            for number, score in best_for(index, query, kinds)
        )
