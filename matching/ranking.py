"""The best documents for one text, and for every document of a kind at once.

For all at once, chunks of documents of nearly one length are compared by bounds of the
scores (`ways`), of which only the best of each row are kept. Those of them that may be
among the best are then scored exactly. Where one that was not kept could still be among
the best, by its bound, more are kept for that document; then more by closer bounds, if
there are many; and where that is not enough, it is ranked by itself.
"""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

import numpy as np

from matching.bands import FLOOR
from matching.documents import LANGS, Lang
from matching.index import Index
from matching.narrowing import contenders
from matching.vectorizer import Floats, Integers
from matching.ways import SETS, Candidates, Scaled, Way, joint, ways
from matching.weights import Weights

CHUNK = 1_000
"""Most documents that are ranked at a time."""
CHUNKS = 4
"""Least number of chunks of those who speak the same languages, so that the lengths
in one differ little."""
SPARE = 80
"""How many more than asked for are looked at."""
MORE = 400
"""How many more where that leaves doubt."""
FEW = 20
"""Most documents of a chunk that are ranked by themselves without a closer look."""
FIRST = 20
"""How many of the best for one text are put in order at first."""
LARGE = 50_000
"""Least number of documents of which not all are scored at first; for fewer it would
take longer."""
DIGITS = 12
"""Scores that differ by less are the same, and stand in order of key."""


def best_for(
    index: Index, query: Sequence[Weights], kinds: Collection[str]
) -> Iterator[tuple[int, float]]:
    """Documents of these kinds that are not under the floor, best first.

    Only as many are put in order as are asked for.
    """
    numbers = index.numbers(kinds)
    wanted = FIRST
    if numbers.size >= LARGE:
        near = contenders(index, query, numbers, wanted)
        scores = np.round(index.scores(query, near), DIGITS)
        # What is as good as the last of them is among them too.
        last = _last(scores, wanted)
        taken = scores >= max(FLOOR, last)
        yield from _in_order(index, near[taken], scores[taken])
        if last < FLOOR:
            return
        numbers = np.setdiff1d(numbers, near[taken], assume_unique=True)
        wanted *= 4
    scores = np.round(index.scores(query, numbers), DIGITS)
    above = scores >= FLOOR
    numbers, scores = numbers[above], scores[above]
    while numbers.size:
        taken = scores >= _last(scores, wanted)
        yield from _in_order(index, numbers[taken], scores[taken])
        numbers, scores, wanted = numbers[~taken], scores[~taken], wanted * 4


def _last(scores: Floats, wanted: int) -> float:
    """The last of so many best; 0 where there are not so many."""
    if scores.size < wanted:
        return 0.0
    least: float = np.partition(scores, -wanted)[-wanted].item()
    return least


def _in_order(
    index: Index, numbers: Integers, scores: Floats
) -> Iterator[tuple[int, float]]:
    """Best first; equal scores in order of key."""
    best = list(zip(numbers.tolist(), scores.tolist(), strict=True))
    best.sort(key=lambda entry: -entry[1])
    for _, group in groupby(best, lambda entry: entry[1]):
        equal = list(group)
        if len(equal) > 1:  # a key is read from a file: only where it decides
            equal.sort(key=lambda entry: index.key(entry[0]))
        yield from equal


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best of some documents: row n belongs to the document `lefts[n]`.

    `rights` are numbers of documents, best first, -1 where no more are above the
    floor; their scores stand beside them.
    """

    lefts: Integers
    rights: Integers
    scores: Floats


class AllPairs:
    """The `top` best documents of one kind for each document of another.

    `index` is one that has not changed since it was fitted. `threads` work side by
    side. Chunk by chunk, so that one who stops can go on: the same index gives the
    same chunks. The documents of one speak the same languages and are of nearly one
    length.
    """

    def __init__(
        self,
        index: Index,
        left_kind: str,
        right_kind: str,
        *,
        top: int = 20,
        threads: int = 1,
    ) -> None:
        """Turn the documents of both kinds into matrices, all that need be but once."""
        self.index = index
        self.left_kind = left_kind
        self.right_kind = right_kind
        self.top = top
        self.threads = max(1, threads)
        self.ways: list[Way] = []
        self._chunks: list[_Chunk] = []
        lefts, rights = index.numbers([left_kind]), index.numbers([right_kind])
        speaks = index.lengths[:, lefts] > 0
        groups = []
        for own in ((), *SETS):
            same = (speaks == np.isin(LANGS, own)[:, np.newaxis]).all(axis=0)
            lengths = joint(index.lengths[:, lefts[same]], LANGS)
            groups.append((own, lefts[same][np.argsort(lengths, kind="stable")]))

        def compared(given: tuple[Sequence[Lang], Integers]) -> tuple[Way, ...]:
            return tuple(ways(index, *given, rights))

        # Copying is all that takes time.
        with ThreadPoolExecutor(self.threads) as pool:
            found = pool.map(compared, groups)
        for (_, group), its_ways in zip(groups, found, strict=True):
            self.ways += its_ways
            size = max(1, min(CHUNK, -(-len(group) // CHUNKS)))
            self._chunks += [
                _Chunk(group[at : at + size], slice(at, at + size), its_ways)
                for at in range(0, len(group), size)
            ]

    def __len__(self) -> int:
        """How many chunks there are."""
        return len(self._chunks)

    def __iter__(self) -> Iterator[Ranking]:
        """All chunks."""
        return (self[chunk] for chunk in range(len(self)))

    def __getitem__(self, chunk: int) -> Ranking:
        """The best of one chunk of documents."""
        if not 0 <= chunk < len(self):
            raise IndexError(chunk)
        lefts, span, found = self._chunks[chunk]
        ranking = Ranking(
            lefts,
            np.full((len(lefts), self.top), -1, np.int64),
            np.zeros((len(lefts), self.top)),
        )
        scaled = [way.scaled(span, self.threads) for way in found]
        unsure = self._narrow(ranking, np.arange(len(lefts)), scaled, SPARE)
        unsure = self._narrow(ranking, unsure, scaled, MORE)
        if unsure.size > FEW and any(way.is_folded for way in found):
            scaled = [way.unfolded().scaled(span, self.threads) for way in found]
            unsure = self._narrow(ranking, unsure, scaled, MORE)
        for row in unsure.tolist():
            self._alone(ranking, row)
        return ranking

    def _narrow(
        self, ranking: Ranking, asked: Integers, scaled: Sequence[Scaled], spare: int
    ) -> Integers:
        """Rank some rows by their best bounds; those rows that are still in doubt."""
        if not asked.size:
            return asked
        candidates = [way.best(asked, self.top, spare, self.threads) for way in scaled]
        return self._put(ranking, asked, candidates)

    def _put(
        self, ranking: Ranking, asked: Integers, candidates: Sequence[Candidates]
    ) -> Integers:
        """Rank candidates of some rows; those rows that may still lack one."""
        if not candidates:
            return asked[:0]
        rows = np.concatenate([one.rows for one in candidates])
        rights = np.concatenate([one.rights for one in candidates])
        scores = np.round(np.concatenate([one.scores for one in candidates]), DIGITS)
        kept = (scores >= FLOOR) & (rights != ranking.lefts[rows])
        rows, rights, scores = rows[kept], rights[kept], scores[kept]
        # Of the ways in which two documents compare, the one that gives most.
        order = np.lexsort((-scores, rights, rows))
        rows, rights, scores = rows[order], rights[order], scores[order]
        first = np.ones(len(rows), np.bool_)
        first[1:] = (rows[1:] != rows[:-1]) | (rights[1:] != rights[:-1])
        rows, rights, scores = rows[first], rights[first], scores[first]
        order = self._order(rows, rights, scores)
        rows, rights, scores = rows[order], rights[order], scores[order]
        place = np.arange(len(rows)) - np.searchsorted(rows, rows)
        best = place < self.top
        ranking.rights[rows[best], place[best]] = rights[best]
        ranking.scores[rows[best], place[best]] = scores[best]
        bounds = np.max([one.bounds for one in candidates], axis=0)
        last = ranking.scores[asked, -1:].min(axis=1, initial=1.0)
        unsure: Integers = asked[bounds >= np.maximum(last, FLOOR)]
        return unsure

    def _order(self, rows: Integers, rights: Integers, scores: Floats) -> Integers:
        """Best first in each row; equal scores in order of key."""
        order = np.lexsort((-scores, rows))
        one, other = order[:-1], order[1:]
        same = (rows[one] == rows[other]) & (scores[one] == scores[other])
        if not same.any():
            return order
        tied = np.unique(rights[np.concatenate([one[same], other[same]])])
        by_key = sorted(tied.tolist(), key=self.index.key)
        names = np.zeros(len(self.index.alive), np.int64)
        names[by_key] = np.arange(len(by_key))
        return np.lexsort((names[rights], -scores, rows))

    def _alone(self, ranking: Ranking, row: int) -> None:
        """Rank one document by itself."""
        left = int(ranking.lefts[row])
        query = self.index.weights_of(left)
        found = best_for(self.index, query, [self.right_kind])
        best = list(islice((one for one in found if one[0] != left), self.top))
        ranking.rights[row, : len(best)] = [right for right, _ in best]
        ranking.scores[row, : len(best)] = [score for _, score in best]


class _Chunk(NamedTuple):
    """Documents that are ranked together: a run of the lefts of some ways."""

    lefts: Integers
    span: slice
    ways: tuple[Way, ...]
