"""The best documents for one text, and for every document of a kind at once.

For all at once, chunks of documents of nearly one length are ranked as if all were as
long as the shortest of them. A score is a product times a factor of two lengths that
only falls as a text grows longer, so this bounds every score from above; it is one
product of sparse matrices, of which only the best of each row are kept. These few
are then scored exactly. Where one that was not kept could still be among the best, by
its bound, the document is ranked by itself.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sparse_dot_topn import sp_matmul_topn

from matching.bands import FLOOR
from matching.documents import LANGS, Lang
from matching.index import Index, Weights
from matching.lengths import compare
from matching.vectorizer import Floats, Integers, inverse_frequency

CHUNK = 500
"""Most documents that are ranked at a time."""
CHUNKS = 20
"""Least number of chunks, so that the lengths in one differ little."""
SPARE = 30
"""How many more than asked for are scored exactly."""
GRID = 500
"""Lengths at which bounds are computed."""
FIRST = 64
"""How many of the best for one text are put in order at first."""
DIGITS = 12
"""Scores that differ by less are the same, and stand in order of key."""


def best_for(
    index: Index, query: Sequence[Weights], kinds: Collection[str]
) -> Iterator[tuple[int, float]]:
    """Documents of these kinds that are not under the floor, best first.

    Only as many are put in order as are asked for.
    """
    numbers = index.numbers(kinds)
    scores = np.round(index.scores(query, numbers), DIGITS)
    left = np.flatnonzero(scores >= FLOOR)
    wanted = FIRST
    while left.size:
        least = 0.0
        if left.size > wanted:
            least = np.partition(scores[left], -wanted)[-wanted]
        taken = scores[left] >= least
        best = [(int(numbers[n]), float(scores[n])) for n in left[taken].tolist()]
        yield from sorted(best, key=lambda entry: (-entry[1], index.key(entry[0])))
        left, wanted = left[~taken], wanted * 4


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
    same chunks.
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
        """Turn the documents of the right kind into matrices."""
        self.index = index
        self.left_kind = left_kind
        self.right_kind = right_kind
        self.top = top
        self.threads = threads
        lefts = index.numbers([left_kind])
        lengths = np.linalg.norm(index.lengths[:, lefts], axis=0)
        self.lefts = lefts[np.argsort(lengths, kind="stable")]
        self.size = max(1, min(CHUNK, len(lefts) // CHUNKS))
        self.weights = inverse_frequency(index.frequencies, index.size) ** 2
        self.ways = list(_ways(index, self.lefts, index.numbers([right_kind])))

    def __len__(self) -> int:
        """How many chunks there are."""
        return -(-len(self.lefts) // self.size)

    def __iter__(self) -> Iterator[Ranking]:
        """All chunks."""
        return (self[chunk] for chunk in range(len(self)))

    def __getitem__(self, chunk: int) -> Ranking:
        """The best of one chunk of documents."""
        if not 0 <= chunk < len(self):
            raise IndexError(chunk)
        lefts = self.lefts[chunk * self.size : (chunk + 1) * self.size]
        found = [_Found.nothing(), *(self._found(way, lefts) for way in self.ways)]
        bounds = np.max([np.zeros(len(lefts)), *(f.bounds for f in found[1:])], axis=0)
        rows = np.concatenate([one.rows for one in found])
        rights = np.concatenate([one.rights for one in found])
        scores = np.round(np.concatenate([one.scores for one in found]), DIGITS)
        kept = (scores >= FLOOR) & (rights != lefts[rows])
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
        ranking = Ranking(
            lefts,
            np.full((len(lefts), self.top), -1, np.int64),
            np.zeros((len(lefts), self.top)),
        )
        ranking.rights[rows[best], place[best]] = rights[best]
        ranking.scores[rows[best], place[best]] = scores[best]
        last = np.maximum(ranking.scores[:, -1:].min(axis=1, initial=1.0), FLOOR)
        for row in np.flatnonzero(bounds >= last).tolist():
            self._alone(ranking, row)
        return ranking

    def _found(self, way: "_Way", lefts: Integers) -> "_Found":
        """Candidates of one way, and the bound of what it left out of each row."""
        own = np.flatnonzero(np.isin(lefts, way.lefts))
        bounds = np.zeros(len(lefts))
        if not own.size or not way.rights.size:
            return _Found(own[:0], own[:0], np.zeros(0), bounds)
        base = self.index.base
        rows = hstack([base.rows[x][lefts[own]] for x, _ in way.spoken], format="csr")
        width = len(base.features)
        rows.data = rows.data * self.weights[rows.indices % width]
        ours = _joint(self.index.lengths[:, lefts[own]], [x for x, _ in way.spoken])
        factors = way.factors(ours.min(), way.lengths)
        reach = way.reach(ours)
        rows.data *= np.repeat(reach, np.diff(rows.indptr))
        matrix = csr_matrix(
            (
                way.matrix.data * factors[way.matrix.indices],
                way.matrix.indices,
                way.matrix.indptr,
            ),
            shape=way.matrix.shape,
            copy=False,
        )
        wanted = self.top + SPARE
        found = sp_matmul_topn(
            rows, matrix, wanted, threshold=FLOOR, sort=True, n_threads=self.threads
        )
        sizes = np.diff(found.indptr)
        full = np.flatnonzero(sizes == wanted)
        bounds[own[full]] = found.data[found.indptr[full + 1] - 1]
        places = np.repeat(np.arange(len(own)), sizes)
        size = int(found.indptr[-1])
        indices, data = found.indices[:size], found.data[:size]
        products = data / factors[indices] / reach[places]
        scores = way.scores(products, ours[places], way.lengths[indices])
        return _Found(own[places], way.rights[indices], scores, bounds)

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


@dataclass(frozen=True, slots=True)
class _Found:
    """Candidates: row, document and score; and bounds of what is not among them."""

    rows: Integers
    rights: Integers
    scores: Floats
    bounds: Floats

    @classmethod
    def nothing(cls) -> "_Found":
        none = np.zeros(0, np.int64)
        return cls(none, none, np.zeros(0), np.zeros(0))


@dataclass(frozen=True, slots=True)
class _Way:
    """How some documents compare with some others.

    `spoken` are the languages, left and right, that are taken as one text;
    `matrix` has the features of each below one another, and a column a document.
    """

    spoken: tuple[tuple[Lang, Lang], ...]
    lefts: Integers
    rights: Integers
    matrix: csr_matrix
    lengths: Floats
    usual: tuple[float, float]

    def factors(self, left: Floats | float, rights: Floats) -> Floats:
        """What a product counts for texts of these lengths."""
        # So small a product that no score reaches its upper limit.
        small = np.full(np.broadcast(left, rights).shape, 1e-9)
        return self.scores(small, left, rights) / 1e-9

    def reach(self, lefts: Floats) -> Floats:
        """The most by which a factor of each text exceeds that of the shortest.

        Found on a grid of the other side's lengths: between two of its points a
        factor lies between those of the points.
        """
        grid = np.geomspace(self.lengths.min(), self.lengths.max(), GRID)
        longer = self.factors(lefts.min(), grid[1:])
        shorter = self.factors(lefts[:, np.newaxis], grid[np.newaxis, :-1])
        reach: Floats = (shorter / longer).max(axis=1)
        return np.minimum(reach, 1.0)

    def scores(self, products: Floats, lefts: Floats | float, rights: Floats) -> Floats:
        """Scores from products and the lengths of both sides."""
        shape = products.shape
        ours, theirs = (np.full(shape, usual) for usual in self.usual)
        left, right = np.broadcast_to(lefts, shape), np.broadcast_to(rights, shape)
        return compare(products, left, right, ours, theirs)


def _ways(index: Index, lefts: Integers, rights: Integers) -> Iterator[_Way]:
    """All ways to compare: what both speak as one text, and across languages."""
    speaks = index.lengths > 0

    def only(numbers: Integers, spoken: Sequence[Lang]) -> NDArray[np.bool_]:
        wanted = np.asarray([[lang in spoken] for lang in LANGS])
        same: NDArray[np.bool_] = (speaks[:, numbers] == wanted).all(axis=0)
        return same

    sets: list[tuple[Lang, ...]] = [("ja",), ("en",), ("ja", "en")]
    for own in sets:
        for shared in sets:
            if not set(shared) <= set(own):
                continue
            fitting = [
                only(rights, other)
                for other in sets
                if set(own) & set(other) == set(shared)
            ]
            spoken = tuple((lang, lang) for lang in shared)
            yield _way(
                index, spoken, lefts[only(lefts, own)], rights[np.any(fitting, axis=0)]
            )
    for left, one in enumerate(LANGS):
        for right, other in enumerate(LANGS):
            if left != right:
                yield _way(
                    index,
                    ((one, other),),
                    lefts[speaks[left, lefts]],
                    rights[speaks[right, rights]],
                )


def _way(
    index: Index,
    spoken: tuple[tuple[Lang, Lang], ...],
    lefts: Integers,
    rights: Integers,
) -> _Way:
    base = index.base
    ours, theirs = [x for x, _ in spoken], [y for _, y in spoken]
    matrices = [base.rows[lang][rights].T.tocsr() for lang in theirs]
    usual = base.usual[:, np.newaxis]
    return _Way(
        spoken,
        lefts,
        rights,
        vstack(matrices, format="csr"),
        _joint(index.lengths[:, rights], theirs),
        (_joint(usual, ours).item(), _joint(usual, theirs).item()),
    )


def _joint(lengths: Floats, langs: Sequence[Lang]) -> Floats:
    """Length of texts (language × document) in these languages taken as one."""
    own = [LANGS.index(lang) for lang in langs]
    joint: Floats = np.linalg.norm(lengths[own], axis=0)
    return joint
