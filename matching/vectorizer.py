"""TF-IDF as a scikit-learn estimator.

A feature that occurs tf times weighs tf / (tf + k) · idf · √c. The second
mention adds less than the first, as in BM25 (Robertson and Walker 1994, SIGIR),
whose idf it shares; c is what a feature of its kind counts in a product. k and c
differ between Japanese and other words: `benchmarks/ablation.py` measures both.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from matching.analysis import analyse
from matching.japanese import JAPANESE
from matching.words import MANY, Kind, kind_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Counts = Counter[str]


def count_features(texts: str | Sequence[str]) -> Counts:
    """Features of a text, or of the texts that make one row, counted."""
    counts: Counts = Counter()
    for text in [texts] if isinstance(texts, str) else texts:
        counts.update(analyse(text).counts())
    return counts


def inverse_frequency(frequencies: Integers, documents: int) -> Floats:
    """How telling a feature is that stands in so many of the documents.

    ln(1 + (N - df + 0.5) / (df + 0.5)). What no document has counts as if one
    had it: a word of the query alone tells no more than one that is found once.
    """
    df = np.maximum(frequencies, 1).astype(np.float64)
    n = np.maximum(df, documents)
    weights: Floats = np.log1p((n - df + 0.5) / (df + 0.5))
    return weights


def least_worth(adds: Floats, work: Integers, most: float) -> NDArray[np.bool_]:
    """The features that make the most work for the least that they add.

    So many of them as add no more than `most` together; none that makes no work.
    """
    order = np.flatnonzero(work)
    order = order[np.argsort(adds[order] / work[order], kind="stable")]
    found = np.zeros(len(adds), np.bool_)
    found[order[np.cumsum(adds[order]) <= most]] = True
    return found


def row_lengths(rows: csr_matrix, idf: Floats) -> Floats:
    """Euclidean length of each row, its columns weighted by idf."""
    squares = csr_matrix(
        ((rows.data * idf[rows.indices]) ** 2, rows.indices, rows.indptr),
        shape=rows.shape,
    )
    lengths: Floats = np.sqrt(squares @ np.ones(rows.shape[1]))
    return lengths


class TextVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts → weighted rows of unit length, so that a product is a cosine.

    A row is made of one text or of a sequence of texts (the fields of an
    entry). `saturation` is the count that weighs half of what any count can;
    `light` and `compound` are what features of these kinds count in a product
    of two rows, a plain word counting 1. `latin_saturation` and `latin_compound`
    stand in their places for what is written with spaces: Japanese is cut into
    smaller pieces, so that more of its neighbours are one word cut in two.

    `fit` learns `vocabulary_` (feature → column), `frequencies_` (in how many
    rows each occurs) and `documents_` (how many rows there were).
    """

    def __init__(
        self,
        *,
        saturation: float = 0.6,
        light: float = 0.7,
        compound: float = 0.3,
        latin_saturation: float = 1.0,
        latin_compound: float = 0.5,
    ) -> None:
        """Keep the parameters."""
        self.saturation = saturation
        self.light = light
        self.compound = compound
        self.latin_saturation = latin_saturation
        self.latin_compound = latin_compound

    def fit(self, X: Iterable[str | Sequence[str]], y: Any = None) -> Self:
        """Learn the vocabulary and how common each feature is."""
        return self.fit_counts([count_features(texts) for texts in X])

    def fit_counts(self, rows: Iterable[Iterable[str]]) -> Self:
        """Learn from rows of features."""
        present: Counter[str] = Counter()
        self.documents_ = 0
        for row in rows:
            present.update(set(row))
            self.documents_ += 1
        self.vocabulary_ = {name: column for column, name in enumerate(sorted(present))}
        counts = [present[name] for name in self.vocabulary_]
        self.frequencies_: Integers = np.asarray(counts, np.int64)
        return self

    @property
    def idf_(self) -> Floats:
        """Weight of every column."""
        return inverse_frequency(self.frequencies_, self.documents_)

    def term_weights(self, features: Sequence[str], counts: Sequence[int]) -> Floats:
        """Saturated counts times √c: all of the weight but the idf."""
        tf = np.asarray(counts, np.float64)
        weights: Floats = tf / (tf + self.saturations(features)) * self.kinds(features)
        return weights

    def saturations(self, features: Sequence[str]) -> Floats:
        """The count of each feature that weighs half of what any count can."""
        values = [
            self.latin_saturation if _is_latin(feature) else self.saturation
            for feature in features
        ]
        return np.asarray(values, np.float64)

    def kinds(self, features: Sequence[str]) -> Floats:
        """√c of each feature: what it weighs by its kind."""
        others = {Kind.WORD: 1.0, Kind.LIGHT: self.light, Kind.COMPOUND: self.compound}
        latin = others | {Kind.COMPOUND: self.latin_compound}
        values = [
            (latin if _is_latin(feature) else others)[kind_of(feature)]
            for feature in features
        ]
        roots: Floats = np.sqrt(np.asarray(values, np.float64))
        return roots

    def known(self, features: Sequence[str]) -> Integers:
        """Column of each feature, -1 for what the estimator does not know."""
        columns = [self.vocabulary_.get(feature, -1) for feature in features]
        return np.asarray(columns, np.int64)

    def rows(self, counts: Iterable[Counts]) -> csr_matrix:
        """`term_weights` of rows of counts; unknown features are left out."""
        indptr = [0]
        indices: list[int] = []
        features: list[str] = []
        numbers: list[int] = []
        for row in counts:
            names = list(row)
            known = sorted(zip(self.known(names).tolist(), names, strict=True))
            for column, name in known:
                if column >= 0:
                    indices.append(column)
                    features.append(name)
                    numbers.append(row[name])
            indptr.append(len(indices))
        return csr_matrix(
            (
                self.term_weights(features, numbers),
                np.asarray(indices, np.int32),
                np.asarray(indptr, np.int64),
            ),
            shape=(len(indptr) - 1, len(self.frequencies_)),
        )

    def transform(self, X: Iterable[str | Sequence[str]]) -> csr_matrix:
        """Weighted rows of unit length; features never seen are left out."""
        check_is_fitted(self)
        rows = self.rows(count_features(texts) for texts in X)
        idf = self.idf_
        lengths = np.repeat(row_lengths(rows, idf), np.diff(rows.indptr))
        rows.data *= idf[rows.indices] / lengths
        return rows


@lru_cache(MANY)
def _is_latin(feature: str) -> bool:
    """Whether a feature has letters, none of them Japanese."""
    return not JAPANESE.search(feature) and any(map(str.isalpha, feature))
