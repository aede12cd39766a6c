"""A catalogue of documents as sparse rows, one row per document and language.

An `Index` is never changed once made: a change gives a new one that shares
what stayed the same. Readers keep the one they hold; nothing is locked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from matching.documents import LANGS, Document, Lang
from matching.errors import DuplicateDocument, UnknownDocument
from matching.vectorizer import (
    Counts,
    Floats,
    count_features,
    inverse_frequency,
    rows_of,
    sublinear,
)

Key = tuple[str, str]

DRIFT = 0.05
"""Share of changed rows after which all lengths are computed anew."""


@dataclass(frozen=True, slots=True)
class Row:
    """One language of one document."""

    key: Key
    lang: Lang


@dataclass(frozen=True, slots=True)
class Weights:
    """A text as it is compared: weight per column, and its length.

    `length` counts the words that the catalogue does not have as well.
    """

    columns: dict[str, int]
    values: Floats
    length: float


@dataclass(frozen=True, slots=True)
class Index:
    """Documents, their rows, and how common each feature is.

    `fitted` holds the rows of the last fit, `added` those since; `alive` marks
    the rows that still stand. `lengths` of older rows are those of the last
    fit: between fits they lag behind the frequencies, which are always exact.
    """

    documents: Mapping[Key, Document]
    rows: tuple[Row, ...]
    places: Mapping[Key, tuple[int, ...]]
    vocabulary: dict[str, int]
    frequencies: NDArray[np.int64]
    fitted: csr_matrix
    added: csr_matrix
    lengths: Floats
    alive: NDArray[np.bool_]
    changes: int

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        """Index of these documents. Raises `DuplicateDocument`."""
        by_key: dict[Key, Document] = {}
        for document in documents:
            if document.key in by_key:
                raise DuplicateDocument(kind=document.kind, id=document.id)
            by_key[document.key] = document
        empty = csr_matrix((0, 0), dtype=np.float64)
        index = cls(
            documents={},
            rows=(),
            places={},
            vocabulary={},
            frequencies=np.zeros(0, dtype=np.int64),
            fitted=empty,
            added=empty,
            lengths=np.zeros(0),
            alive=np.zeros(0, dtype=np.bool_),
            changes=0,
        )
        return index._with(by_key.values()).refit()

    @property
    def idf(self) -> Floats:
        """Weight of each column's feature now."""
        return inverse_frequency(self.frequencies, len(self.documents))

    def with_document(self, document: Document) -> "Index":
        """This catalogue with the document added, or in place of its older form."""
        known = document.key in self.documents
        index = self.without(*document.key) if known else self
        return index._with([document])._fresh()

    def without(self, kind: str, id: str) -> "Index":
        """This catalogue without a document. Raises `UnknownDocument`."""
        key = (kind, id)
        if key not in self.documents:
            raise UnknownDocument(kind=kind, id=id)
        documents = dict(self.documents)
        del documents[key]
        places = dict(self.places)
        alive = self.alive.copy()
        frequencies = self.frequencies.copy()
        gone = list(places.pop(key))
        alive[gone] = False
        columns = [self._row(place).indices for place in gone]
        if columns:
            frequencies[np.unique(np.concatenate(columns))] -= 1
        return replace(
            self,
            documents=documents,
            places=places,
            alive=alive,
            frequencies=frequencies,
            changes=self.changes + len(gone),
        )._fresh()

    def refit(self) -> "Index":
        """The same catalogue, all lengths exact, no dead rows."""
        size = len(self.frequencies)
        parts = [widen(part, size) for part in (self.fitted, self.added)]
        matrix = vstack(parts, format="csr")[self.alive]
        rows = tuple(
            row for row, alive in zip(self.rows, self.alive, strict=True) if alive
        )
        places: dict[Key, tuple[int, ...]] = {key: () for key in self.documents}
        for place, row in enumerate(rows):
            places[row.key] += (place,)
        return replace(
            self,
            rows=rows,
            places=places,
            fitted=matrix,
            added=csr_matrix((0, matrix.shape[1]), dtype=np.float64),
            lengths=self._lengths(matrix),
            alive=np.ones(len(rows), dtype=np.bool_),
            changes=0,
        )

    def weigh(self, counts: Counts) -> Weights:
        """How much each feature of a text counts here."""
        features = sorted(counts)
        tf = sublinear(np.asarray([counts[name] for name in features], np.float64))
        places = [self.vocabulary.get(name, -1) for name in features]
        # A newer index may have added to the vocabulary: what came later is
        # unknown here.
        size = len(self.frequencies)
        known = np.asarray([0 <= place < size for place in places], np.bool_)
        frequencies = np.zeros(len(features), np.int64)
        frequencies[known] = self.frequencies[np.asarray(places, np.int64)[known]]
        values = tf * inverse_frequency(frequencies, len(self.documents))
        columns = {
            name: place
            for name, place in zip(features, places, strict=True)
            if 0 <= place < size
        }
        return Weights(columns, values[known], float(np.linalg.norm(values)))

    def scores(self, weights: Weights) -> Floats:
        """Cosine of a text with every row; 0 for rows that no longer stand."""
        x = np.zeros(len(self.frequencies))
        columns = list(weights.columns.values())
        x[columns] = weights.values * self.idf[columns]
        parts = [matrix @ x[: matrix.shape[1]] for matrix in (self.fitted, self.added)]
        dots = np.concatenate(parts)
        lengths = self.lengths * weights.length
        usable = self.alive & (lengths > 0)
        scores: Floats = np.divide(dots, lengths, out=np.zeros_like(dots), where=usable)
        return scores

    def contributions(self, weights: Weights, place: int) -> dict[str, float]:
        """What each shared feature adds to the score of one row."""
        row = self._row(place)
        held = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        scale = self.lengths[place] * weights.length
        idf = self.idf
        return {
            feature: float(value * idf[column] * held[column] / scale)
            for (feature, column), value in zip(
                weights.columns.items(), weights.values.tolist(), strict=True
            )
            if column in held
        }

    def of_kind(self, kinds: Iterable[str]) -> Iterator[int]:
        """Places of the rows of these kinds that still stand."""
        wanted = frozenset(kinds)
        for key, places in self.places.items():
            if key[0] in wanted:
                yield from places

    def _row(self, place: int) -> csr_matrix:
        fitted = self.fitted.shape[0]
        if place < fitted:
            return self.fitted[place]
        return self.added[place - fitted]

    def _fresh(self) -> "Index":
        """Refit when too much has changed since the last fit."""
        return self.refit() if self.changes > DRIFT * len(self.rows) else self

    def _lengths(self, matrix: csr_matrix) -> Floats:
        weighted = matrix.copy()
        weighted.data *= self.idf[weighted.indices]
        lengths: Floats = np.sqrt(weighted.multiply(weighted).sum(axis=1)).A1
        return lengths

    def _with(self, documents: Iterable[Document]) -> "Index":
        counts: list[Counts] = []
        rows = list(self.rows)
        places = dict(self.places)
        held = dict(self.documents)
        present: Counter[str] = Counter()
        for document in documents:
            held[document.key] = document
            places[document.key] = ()
            features: set[str] = set()
            for lang in LANGS:
                fields = document.in_language(lang)
                row = count_features([field.text for field in fields])
                if row:
                    places[document.key] += (len(rows),)
                    rows.append(Row(document.key, lang))
                    counts.append(row)
                    features.update(row)
            present.update(features)
        # The vocabulary only ever grows, so older indexes may share it.
        vocabulary = self.vocabulary
        for feature in present:
            vocabulary.setdefault(feature, len(vocabulary))
        frequencies = np.zeros(len(vocabulary), dtype=np.int64)
        frequencies[: len(self.frequencies)] = self.frequencies
        for feature, number in present.items():
            frequencies[vocabulary[feature]] += number
        fresh = rows_of(counts, vocabulary)
        added = widen(self.added, fresh.shape[1])
        index = replace(
            self,
            documents=held,
            rows=tuple(rows),
            places=places,
            frequencies=frequencies,
            added=vstack([added, fresh], format="csr"),
            alive=np.concatenate([self.alive, np.ones(len(counts), np.bool_)]),
            changes=self.changes + len(counts),
        )
        lengths = index._lengths(fresh)
        return replace(index, lengths=np.concatenate([self.lengths, lengths]))


def widen(matrix: csr_matrix, columns: int) -> csr_matrix:
    """The same rows with room for more columns; the numbers are shared."""
    return csr_matrix(
        (matrix.data, matrix.indices, matrix.indptr),
        shape=(matrix.shape[0], columns),
        copy=False,
    )
