"""How documents of one kind compare with those of another, as products of matrices.

What both of two documents speak is compared as one text, and each language also with
the other. So there are few ways to compare, each with a matrix on either side. A score
is a product times a factor of two lengths that only falls as a text grows longer:
texts of nearly one length, taken as if all were as long as the shortest, have a bound
for every score that is one product of scaled matrices.

Few features are in very many documents, and nearly all of the multiplying would be
theirs. In a large catalogue they are folded into one: how long a text is in these
features, for a product of vectors is at most that of their lengths (Cauchy and
Schwarz). What it counts too much is taken off for the few pairs that are scored.
To leave out features by a bound is from Bayardo, Ma and Srikant 2007, "Scaling Up All
Pairs Similarity Search", WWW.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sparse_dot_topn import sp_matmul_topn

from matching.bands import FLOOR
from matching.dictionary import rows_beside
from matching.documents import LANGS, Lang
from matching.index import Index
from matching.lengths import compare, divisors
from matching.vectorizer import Floats, Integers, inverse_frequency, least_worth

T = TypeVar("T")

GRID = 500
"""Lengths at which bounds are computed."""
ROUNDING = 1e-12
"""By how much more than its bound a score may seem, both being rounded."""
LARGE = 20_000
"""Least number of documents for folding: the best of few stand out too little."""
REST = 0.05
"""What the features that are folded into one may add to a score, on average."""

SETS: tuple[tuple[Lang, ...], ...] = (("ja",), ("en",), ("ja", "en"))
"""The languages that a document may speak."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Some of the best: row, document and score; and bounds of what was left out."""

    rows: Integers
    rights: Integers
    scores: Floats
    bounds: Floats


@dataclass(frozen=True, slots=True)
class Way:
    """How some documents compare with some others.

    `spoken` are the languages, left and right, that are taken as one text. `left`
    has a row for each of `lefts`, `right` a column for each of `rights`; between
    them lie the features that both sides have. Where features are folded, the first
    stands for them, and `left_folded` and `right_folded`, a row for each document,
    have that one, negative, and these: their product is what products of `left` and
    `right` lack. Else they have no columns. The squares of the idf are on the left.
    """

    spoken: tuple[tuple[Lang, Lang], ...]
    lefts: Integers
    rights: Integers
    left: csr_matrix
    right: csr_matrix
    left_folded: csr_matrix
    right_folded: csr_matrix
    left_lengths: Floats
    right_lengths: Floats
    usual: tuple[float, float]

    def scaled(self, span: slice, threads: int) -> "Scaled":
        """The way for a run of its lefts, ready for bounds."""
        lengths = self.left_lengths[span]
        factors = self._factors(lengths.min(), self.right_lengths)
        reach = self._reach(lengths)
        # A copy: ways share their left side, and a span may be all of it.
        left = self.left[span].copy()
        left.data *= np.repeat(reach, np.diff(left.indptr))
        scaled = np.empty_like(self.right.data)

        def fill(run: slice) -> None:
            columns = self.right.indices[run]
            factors.take(columns, out=scaled[run], mode="clip")  # the fastest mode
            scaled[run] *= self.right.data[run]

        _in_runs(fill, scaled.size, threads, least=1_000_000)
        parts = (scaled, self.right.indices, self.right.indptr)
        right = csr_matrix(parts, shape=self.right.shape, copy=False)
        folded = self.left_folded[span].toarray()
        return Scaled(self, lengths, left, right, folded, reach, factors)

    @property
    def is_folded(self) -> bool:
        """Whether some features are folded into the first."""
        return bool(self.left_folded.shape[1])

    def unfolded(self) -> "Way":
        """The way with all features by themselves: closer bounds, far more work."""
        if not self.is_folded:
            return self
        ours, theirs = self.left_folded[:, 1:], self.right_folded[:, 1:]
        return replace(
            self,
            left=hstack([self.left[:, 1:], ours], format="csr"),
            right=vstack([self.right[1:], theirs.T], format="csr"),
            left_folded=ours[:, :0],
            right_folded=theirs[:, :0],
        )

    def scores(self, products: Floats, lefts: Floats | float, rights: Floats) -> Floats:
        """Scores from products and the lengths of both sides."""
        return compare(products, lefts, rights, *self.usual)

    def _factors(self, left: Floats | float, rights: Floats) -> Floats:
        """What a product counts for texts of these lengths."""
        return 1.0 / divisors(left, rights, *self.usual)

    def _reach(self, lefts: Floats) -> Floats:
        """The most by which a factor of each text exceeds that of the shortest.

        Found on a grid of the other side's lengths: between two of its points a
        factor lies between those of the points.
        """
        grid = np.geomspace(self.right_lengths.min(), self.right_lengths.max(), GRID)
        longer = self._factors(lefts.min(), grid[1:])
        shorter = self._factors(lefts[:, np.newaxis], grid[np.newaxis, :-1])
        reach: Floats = (shorter / longer).max(axis=1)
        return np.minimum(reach, 1.0)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A way whose products are bounds: rows times `reach`, columns times `factors`."""

    way: Way
    lengths: Floats
    left: csr_matrix
    right: csr_matrix
    folded: Floats
    reach: Floats
    factors: Floats

    def best(self, rows: Integers, top: int, spare: int, threads: int) -> Candidates:
        """Of some rows those of the highest bounds that may be among the `top` best.

        They are of the `top` and `spare` highest bounds that reach the floor. The
        first of them are scored, and of the others those whose bound reaches the last
        of the best that were found.
        """
        wanted = top + spare
        found = sp_matmul_topn(
            self.left[rows],
            self.right,
            wanted,
            threshold=FLOOR - ROUNDING,
            sort=True,
            n_threads=threads,
        )
        sizes, firsts = np.diff(found.indptr), found.indptr[:-1]
        left_out = np.zeros(len(rows))
        full = np.flatnonzero(sizes == wanted)
        left_out[full] = found.data[firsts[full] + wanted - 1] + ROUNDING
        owners = np.repeat(rows, sizes)
        size = int(found.indptr[-1])
        columns, bounds = found.indices[:size], found.data[:size]
        first = 2 * top + 1
        early = np.arange(size) - np.repeat(firsts, sizes) < first
        scores = np.zeros(size)
        scores[early] = self._scores(
            owners[early], columns[early], bounds[early], threads
        )
        # One more than asked for: one of them may be the document itself.
        last = np.zeros(len(rows))
        many = np.flatnonzero(sizes >= first)
        best = scores[firsts[many, np.newaxis] + np.arange(first)]
        last[many] = np.partition(best, -top - 1, axis=1)[:, -top - 1]
        late = ~early & (bounds + 2 * ROUNDING >= np.repeat(last, sizes))
        scores[late] = self._scores(owners[late], columns[late], bounds[late], threads)
        kept = early | late
        rights = self.way.rights[columns[kept]]
        return Candidates(owners[kept], rights, scores[kept], left_out)

    def _scores(
        self, rows: Integers, columns: Integers, bounds: Floats, threads: int
    ) -> Floats:
        """The scores of pairs of a row and a column, from their bounds."""

        def scored(run: slice) -> Floats:
            return self._run_of_scores(rows[run], columns[run], bounds[run])

        return np.concatenate(_in_runs(scored, len(rows), threads, least=10_000))

    def _run_of_scores(
        self, rows: Integers, columns: Integers, bounds: Floats
    ) -> Floats:
        # All rows as one vector, and each pair's column where its row's part lies.
        theirs = self.way.right_folded[columns]
        firsts = (rows * theirs.shape[1]).astype(np.int32)
        places = theirs.indices + np.repeat(firsts, np.diff(theirs.indptr))
        shape = (len(rows), self.folded.size)
        parts = (theirs.data, places, theirs.indptr)
        lacking = csr_matrix(parts, shape=shape, copy=False) @ self.folded.ravel()
        products = bounds / self.factors[columns] / self.reach[rows]
        return self.way.scores(
            products + lacking,
            self.lengths[rows],
            self.way.right_lengths[columns],
        )


def ways(
    index: Index, own: Sequence[Lang], lefts: Integers, rights: Integers
) -> Iterator[Way]:
    """All ways in which texts in these languages compare with others."""
    if not (own and lefts.size and rights.size):
        return
    idf = inverse_frequency(index.frequencies, index.size)
    asking = {lang: _asking(index, lang, lefts, idf) for lang in own}
    speaks = index.lengths[:, rights] > 0
    for shared in SETS:
        if set(shared) <= set(own):
            fitting = [
                (speaks == np.isin(LANGS, other)[:, np.newaxis]).all(axis=0)
                for other in SETS
                if set(own) & set(other) == set(shared)
            ]
            spoken = tuple((lang, lang) for lang in shared)
            yield from _way(
                index, asking, spoken, lefts, rights[np.any(fitting, axis=0)]
            )
    for left in own:
        for language, right in enumerate(LANGS):
            if left != right:
                yield from _way(
                    index, asking, ((left, right),), lefts, rights[speaks[language]]
                )


def _asking(
    index: Index, lang: Lang, lefts: Integers, idf: Floats
) -> tuple[csr_matrix, Integers]:
    """Texts that ask, weighed, other words too; and the features of its columns."""
    base = index.base
    rows = base.rows[lang][lefts]
    if index.dictionary.links:
        rows += rows_beside(
            index.dictionary, rows, base.features, index.frequencies, index.size
        )
    said = np.zeros(len(idf), np.bool_)
    said[rows.indices] = True
    columns = np.cumsum(said, dtype=np.int32) - 1
    parts = (rows.data * idf[rows.indices] ** 2, columns[rows.indices], rows.indptr)
    block = csr_matrix(parts, shape=(len(lefts), int(columns[-1]) + 1), copy=False)
    return block, np.flatnonzero(said)


def _way(
    index: Index,
    asking: Mapping[Lang, tuple[csr_matrix, Integers]],
    spoken: tuple[tuple[Lang, Lang], ...],
    lefts: Integers,
    rights: Integers,
) -> Iterator[Way]:
    """How these compare, if they share anything.

    `asking` has the lefts in each language. Of its features only those are taken that
    any of the rights has.
    """
    if not rights.size:
        return
    base = index.base
    blocks, others = [], []
    for one, other in spoken:
        block, said = asking[one]
        postings = base.postings[other][said][:, rights]
        both = np.diff(postings.indptr) > 0
        blocks.append(block[:, both])
        firsts = np.append(postings.indptr[:-1][both], postings.nnz)
        parts = (postings.data, postings.indices, firsts)
        shape = (int(both.sum()), len(rights))
        others.append(csr_matrix(parts, shape=shape, copy=False))
    if not any(block.shape[1] for block in blocks):
        return
    usual = base.usual[:, np.newaxis]
    ours, theirs = [x for x, _ in spoken], [y for _, y in spoken]
    usuals = (joint(usual, ours).item(), joint(usual, theirs).item())
    left, right = blocks[0], others[0]
    if len(spoken) > 1:  # of one alone it would be a copy
        left, right = hstack(blocks, format="csr"), vstack(others, format="csr")
    left_folded, right_folded = left[:, :0], right[:0].T.tocsr()
    if rights.size >= LARGE:
        left, right, left_folded, right_folded = _fold(
            left, right, usuals[0] * usuals[1]
        )
    yield Way(
        spoken=spoken,
        lefts=lefts,
        rights=rights,
        left=left,
        right=right,
        left_folded=left_folded,
        right_folded=right_folded,
        left_lengths=joint(index.lengths[:, lefts], ours),
        right_lengths=joint(index.lengths[:, rights], theirs),
        usual=usuals,
    )


def _fold(
    left: csr_matrix, right: csr_matrix, usual: float
) -> tuple[csr_matrix, csr_matrix, csr_matrix, csr_matrix]:
    """Both sides with frequent features folded into the first, and these apart.

    Those are folded that make the most work for the least that they may add; `usual`
    is the product of the usual lengths.
    """
    width = left.shape[1]
    sizes = np.diff(right.indptr)
    ours = np.bincount(left.indices, left.data**2, minlength=width) / left.shape[0]
    squares = (right.data**2, right.indices, right.indptr)
    theirs = csr_matrix(squares, shape=right.shape, copy=False) @ np.ones(
        right.shape[1]
    )
    theirs /= right.shape[1]
    work = np.bincount(left.indices, minlength=width) * sizes
    adds = np.sqrt(ours * theirs) / usual
    often = least_worth(adds, work, REST)
    one, other = left[:, often], right[often].T.tocsr()
    # Scaled so that both sides are as long, which gives the least bounds.
    scale = np.sqrt(theirs[often] / ours[often])
    length, others = (
        csr_matrix(np.sqrt(side.power(2) @ weights)[:, np.newaxis])
        for side, weights in ((one, scale), (other, 1 / scale))
    )
    return (
        # As the first of all, so that sums are made, and looked through, in order.
        hstack([length, left[:, ~often]], format="csr"),
        _below(others.T.tocsr(), right, ~often),
        hstack([-length, one], format="csr"),
        hstack([others, other], format="csr"),
    )


def _below(
    first: csr_matrix, matrix: csr_matrix, kept: NDArray[np.bool_]
) -> csr_matrix:
    """A row and below it some rows of a large matrix, copied but once."""
    sizes = np.diff(matrix.indptr)
    values = np.repeat(kept, sizes)
    parts = (
        np.concatenate([first.data, matrix.data[values]]),
        np.concatenate([first.indices, matrix.indices[values]]),
        np.cumsum(np.concatenate([[0, first.nnz], sizes[kept]])),
    )
    return csr_matrix(parts, shape=(1 + int(kept.sum()), matrix.shape[1]), copy=False)


def _in_runs(
    work: Callable[[slice], T], size: int, threads: int, *, least: int
) -> list[T]:
    """Do some work on parts of so many numbers, side by side; in order.

    Fewer than `least` are done at once, sooner than threads would be started.
    """
    if threads == 1 or size < least:
        return [work(slice(0, size))]
    ends = [size * part // threads for part in range(threads + 1)]
    runs = [slice(*between) for between in pairwise(ends)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, runs))


def joint(lengths: Floats, langs: Sequence[Lang]) -> Floats:
    """Length of texts (language × document) in these languages taken as one."""
    own = [LANGS.index(lang) for lang in langs]
    length: Floats = np.linalg.norm(lengths[own], axis=0)
    return length
