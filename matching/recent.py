"""What came into the catalogue since the last fit: few documents, quickly added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix, vstack

from matching.base import Base, Key, weighed
from matching.documents import LANGS, Document, Lang
from matching.reading import Batch, Reading, read_batch
from matching.tables import encode
from matching.vectorizer import Floats, Integers


@dataclass(frozen=True, slots=True)
class Recent:
    """Documents that the base does not hold, by number, and their rows.

    They have columns of their own: `columns` only grows and is shared by later
    forms, for which those from `width` on are new; `known` is the base's column
    of each, or -1. `frequencies` counts the documents that still stand. `places`
    gives the number of each of these by key.
    """

    documents: tuple[Document, ...]
    places: Mapping[Key, int]
    columns: dict[str, int]
    known: Integers
    frequencies: Integers
    rows: Mapping[Lang, csr_matrix]
    reading: Reading

    @classmethod
    def nothing(cls) -> Self:
        """No document."""
        none = np.zeros(0, np.int64)
        rows = {lang: csr_matrix((0, 0), dtype=np.float64) for lang in LANGS}
        return cls((), {}, {}, none, none, rows, read_batch(()).reading)

    def __len__(self) -> int:
        """How many documents there are, fallen ones too."""
        return len(self.documents)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.known)

    def find(self, features: Sequence[str]) -> Integers:
        """Column of each feature, -1 for those that none of these documents has."""
        columns = [self.columns.get(feature, -1) for feature in features]
        return np.asarray([c if c < self.width else -1 for c in columns], np.int64)

    def products(self, lang: Lang, columns: Integers, values: Floats) -> Floats:
        """Product of a text with every document's text in a language."""
        known = columns >= 0
        x = np.zeros(self.width)
        x[columns[known]] = values[known]
        products: Floats = self.rows[lang] @ x
        return products

    def with_document(self, document: Document, read: Batch, base: Base) -> Self:
        """These and one more; `read` is what was found in it."""
        new = [name for name in read.features if name not in self.columns]
        # A form of these that was dropped may have left columns behind.
        new = [*list(self.columns)[self.width :], *new]
        for name in new:
            self.columns.setdefault(name, len(self.columns))
        known = base.features.find([encode(name) for name in new])
        width = self.width + len(new)
        own = np.asarray([self.columns[name] for name in read.features], np.int64)
        reading = read.reading.renamed(own)
        frequencies = np.zeros(width, np.int64)
        frequencies[: self.width] = self.frequencies
        frequencies[own] += 1
        rows = {}
        for lang in LANGS:
            row = weighed(read.reading.counts(lang, len(own)), read.features)
            row = csr_matrix((row.data, own[row.indices], row.indptr), (1, width))
            row.sort_indices()
            rows[lang] = vstack([widen(self.rows[lang], width), row], format="csr")
        return replace(
            self,
            documents=(*self.documents, document),
            places={**self.places, document.key: len(self.documents)},
            known=np.concatenate([self.known, known]),
            frequencies=frequencies,
            rows=rows,
            reading=Reading.joined([self.reading, reading]),
        )

    def without(self, key: Key) -> Self:
        """These, one of them fallen; its row stays until the next fit."""
        places = dict(self.places)
        number = places.pop(key)
        frequencies = self.frequencies.copy()
        frequencies[np.unique(self.reading.features_of(number))] -= 1
        return replace(self, places=places, frequencies=frequencies)


def widen(matrix: csr_matrix, columns: int) -> csr_matrix:
    """The same rows with room for more columns; the numbers are shared."""
    return csr_matrix(
        (matrix.data, matrix.indices, matrix.indptr),
        shape=(matrix.shape[0], columns),
        copy=False,
    )
