"""Sublinear TF-IDF as a scikit-learn estimator."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from matching.analysis import analyse

Floats = NDArray[np.float64]
Counts = Counter[str]


def count_features(texts: str | Sequence[str]) -> Counts:
    """Features of a text, or of the texts that make one row, counted."""
    counts: Counts = Counter()
    for text in [texts] if isinstance(texts, str) else texts:
        counts.update(analyse(text).counts())
    return counts


def sublinear(counts: Floats) -> Floats:
    """1 + ln(count): the tenth mention says less than the first."""
    return 1.0 + np.log(counts)


def inverse_frequency(frequencies: NDArray[np.int64], documents: int) -> Floats:
    """ln((1 + N) / (1 + df)) + 1, never nothing however common the word."""
    ratio = (1.0 + documents) / (1.0 + frequencies.astype(np.float64))
    weights: Floats = np.log(ratio) + 1.0
    return weights


class TextVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts → rows of unit length, weighted (1 + ln tf) · idf.

    A row is made of one text or of a sequence of texts (the fields of an
    entry). `fit` learns `vocabulary_` (feature → column), `frequencies_` (in
    how many rows each occurs) and `documents_` (how many rows there were).
    """

    def fit(self, X: Iterable[str | Sequence[str]], y: Any = None) -> Self:
        """Learn the vocabulary and how common each feature is."""
        rows = [count_features(texts) for texts in X]
        self.vocabulary_: dict[str, int] = {}
        for row in rows:
            for feature in row:
                self.vocabulary_.setdefault(feature, len(self.vocabulary_))
        self.frequencies_ = np.zeros(len(self.vocabulary_), dtype=np.int64)
        for row in rows:
            for feature in row:
                self.frequencies_[self.vocabulary_[feature]] += 1
        self.documents_ = len(rows)
        return self

    def transform(self, X: Iterable[str | Sequence[str]]) -> csr_matrix:
        """Weighted rows of unit length; features never seen are left out."""
        check_is_fitted(self)
        matrix = rows_of([count_features(texts) for texts in X], self.vocabulary_)
        idf = inverse_frequency(self.frequencies_, self.documents_)
        matrix.data *= idf[matrix.indices]
        norms = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
        matrix.data /= np.repeat(norms, np.diff(matrix.indptr))
        return matrix


def rows_of(rows: Sequence[Counts], vocabulary: dict[str, int]) -> csr_matrix:
    """Sublinear counts as a sparse matrix, columns in order within each row."""
    indptr = [0]
    indices: list[int] = []
    data: list[int] = []
    for row in rows:
        known = sorted(
            (vocabulary[feature], count)
            for feature, count in row.items()
            if feature in vocabulary
        )
        indices.extend(column for column, _ in known)
        data.extend(count for _, count in known)
        indptr.append(len(indices))
    return csr_matrix(
        (
            sublinear(np.asarray(data, dtype=np.float64)),
            np.asarray(indices, dtype=np.int32),
            np.asarray(indptr, dtype=np.int64),
        ),
        shape=(len(rows), len(vocabulary)),
    )
