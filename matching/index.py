"""A catalogue of documents as sparse rows, one row per document and language.

An `Index` is never changed once made: a change gives a new one that shares
what stayed the same. Readers keep the one they hold; nothing is locked.

Two texts compare as

    a · b / max(|a| |b|, p(a) p(b)),    p(x) = 0.7 · mean length + 0.3 · |x|

which is the cosine for texts of usual length and less for two short ones, so
that one shared word does not make two short texts the same. It is between 0
and 1 and the same both ways. (Pivoted lengths: Singhal, Buckley and Mitra
1996, "Pivoted Document Length Normalization", SIGIR.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from matching.documents import LANGS, Document, Lang
from matching.errors import DuplicateDocument, UnknownDocument
from matching.vectorizer import (
    Counts,
    Floats,
    Integers,
    TextVectorizer,
    count_features,
    row_lengths,
)

Key = tuple[str, str]

SLOPE = 0.3
DRIFT = 0.05
"""Share of changed rows after which all lengths are computed anew."""


@dataclass(frozen=True, slots=True)
class Row:
    """One language of one document."""

    key: Key
    lang: Lang


@dataclass(frozen=True, slots=True)
class Weights:
    """A text as it is compared: its known features, their weights, its length.

    `length` counts the words that the catalogue does not have as well.
    """

    features: tuple[str, ...]
    columns: Integers
    values: Floats
    length: float


@dataclass(frozen=True, slots=True)
class Index:
    """Documents, their rows, and how common each feature is.

    `fitted` holds the rows of the last fit, `added` those since; `alive` marks
    the rows that still stand. Frequencies are always exact. `lengths` of the
    older rows and their `mean_length` are those of the last fit: at most
    `DRIFT` of the rows changed since.
    """

    documents: Mapping[Key, Document]
    rows: tuple[Row, ...]
    places: Mapping[Key, tuple[int, ...]]
    vectorizer: TextVectorizer
    fitted: csr_matrix
    added: csr_matrix
    lengths: Floats
    mean_length: float
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
        nothing = TextVectorizer().fit_counts(())
        empty = csr_matrix((0, 0), dtype=np.float64)
        index = cls.of_rows({}, (), nothing, empty, np.zeros(0))
        return index._with(by_key.values()).refit()

    @classmethod
    def of_rows(
        cls,
        documents: Mapping[Key, Document],
        rows: tuple[Row, ...],
        vectorizer: TextVectorizer,
        matrix: csr_matrix,
        lengths: Floats,
    ) -> "Index":
        """Index of rows that are all weighed and measured."""
        return cls(
            documents=documents,
            rows=rows,
            places=_places(documents, rows),
            vectorizer=vectorizer,
            fitted=matrix,
            added=csr_matrix((0, matrix.shape[1]), dtype=np.float64),
            lengths=lengths,
            mean_length=float(lengths.mean()) if rows else 0.0,
            alive=np.ones(len(rows), np.bool_),
            changes=0,
        )

    def with_document(self, document: Document) -> "Index":
        """This catalogue with the document added, or in place of its older form."""
        index = self
        if document.key in self.documents:
            index = self._without(document.key)
        return index._with([document])._fresh()

    def without(self, kind: str, id: str) -> "Index":
        """This catalogue without a document. Raises `UnknownDocument`."""
        if (kind, id) not in self.documents:
            raise UnknownDocument(kind=kind, id=id)
        return self._without((kind, id))._fresh()

    def refit(self) -> "Index":
        """The same catalogue: all lengths exact, no dead rows or columns."""
        size = len(self.vectorizer.frequencies_)
        parts = [_widen(part, size) for part in (self.fitted, self.added)]
        vectorizer, kept = self.vectorizer.without_unused()
        matrix = vstack(parts, format="csr")[self.alive][:, kept]
        rows = tuple(
            row for row, alive in zip(self.rows, self.alive, strict=True) if alive
        )
        lengths = row_lengths(matrix, vectorizer.idf_)
        return Index.of_rows(self.documents, rows, vectorizer, matrix, lengths)

    def weigh(self, counts: Counts) -> Weights:
        """How much each feature of a text counts here."""
        features = sorted(counts)
        numbers = [counts[feature] for feature in features]
        columns = self.vectorizer.known(features)
        known = columns >= 0
        tf = self.vectorizer.term_weights(features, numbers)
        values = tf * self.vectorizer.idf_of(columns)
        return Weights(
            tuple(f for f, k in zip(features, known.tolist(), strict=True) if k),
            columns[known],
            values[known],
            float(np.linalg.norm(values)),
        )

    def weights_at(self, place: int) -> Weights:
        """The weights of a row of the catalogue, its features unnamed."""
        row = self._row(place)
        columns = row.indices.astype(np.int64)
        values = row.data * self.vectorizer.idf_of(columns)
        return Weights((), columns, values, float(np.linalg.norm(values)))

    def scores(self, weights: Weights) -> Floats:
        """Score of a text with every row; 0 for rows that no longer stand."""
        x = np.zeros(len(self.vectorizer.frequencies_))
        idf = self.vectorizer.idf_of(weights.columns)
        x[weights.columns] = weights.values * idf
        parts = [matrix @ x[: matrix.shape[1]] for matrix in (self.fitted, self.added)]
        dots = np.concatenate(parts)
        norms = self._norms(weights.length, self.lengths)
        scores: Floats = np.divide(
            dots, norms, out=np.zeros_like(dots), where=self.alive & (norms > 0)
        )
        return scores

    def contributions(self, weights: Weights, place: int) -> dict[str, float]:
        """What each shared feature adds to the score of one row."""
        row = self._row(place)
        held = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        norm = float(self._norms(weights.length, self.lengths[place]))
        values = weights.values * self.vectorizer.idf_of(weights.columns) / norm
        return {
            feature: value * held[column]
            for feature, column, value in zip(
                weights.features, weights.columns.tolist(), values.tolist(), strict=True
            )
            if column in held
        }

    def places_of_kinds(self, kinds: Iterable[str]) -> Integers:
        """Places of the rows of these kinds that still stand."""
        wanted = frozenset(kinds)
        return np.asarray(
            [
                place
                for key, places in self.places.items()
                if key[0] in wanted
                for place in places
            ],
            np.int64,
        )

    def _norms(self, length: float, lengths: Floats) -> Floats:
        """What the product of a text of this length with rows is divided by."""
        rest = (1.0 - SLOPE) * self.mean_length
        pivoted = (rest + SLOPE * length) * (rest + SLOPE * lengths)
        norms: Floats = np.maximum(length * lengths, pivoted)
        return norms

    def _row(self, place: int) -> csr_matrix:
        fitted = self.fitted.shape[0]
        return self.fitted[place] if place < fitted else self.added[place - fitted]

    def _fresh(self) -> "Index":
        """Refit when too much has changed since the last fit."""
        return self.refit() if self.changes > DRIFT * len(self.rows) else self

    def _without(self, key: Key) -> "Index":
        documents = dict(self.documents)
        del documents[key]
        places = dict(self.places)
        gone = list(places.pop(key))
        alive = self.alive.copy()
        alive[gone] = False
        columns = [self._row(place).indices for place in gone]
        return replace(
            self,
            documents=documents,
            places=places,
            vectorizer=self.vectorizer.without_columns(
                np.unique(np.concatenate([*columns, []])).astype(np.int64)
            ),
            alive=alive,
            changes=self.changes + max(1, len(gone)),
        )

    def _with(self, documents: Iterable[Document]) -> "Index":
        held = dict(self.documents)
        rows = list(self.rows)
        places = dict(self.places)
        counts: list[Counts] = []
        present: list[set[str]] = []
        for document in documents:
            held[document.key] = document
            places[document.key] = ()
            features: set[str] = set()
            for lang in LANGS:
                texts = [field.text for field in document.in_language(lang)]
                row = count_features(texts)
                if row:
                    places[document.key] += (len(rows),)
                    rows.append(Row(document.key, lang))
                    counts.append(row)
                    features.update(row)
            present.append(features)
        vectorizer = self.vectorizer.with_counts(present)
        fresh = vectorizer.rows(counts)
        return replace(
            self,
            documents=held,
            rows=tuple(rows),
            places=places,
            vectorizer=vectorizer,
            added=vstack([_widen(self.added, fresh.shape[1]), fresh], format="csr"),
            lengths=np.concatenate([self.lengths, row_lengths(fresh, vectorizer.idf_)]),
            alive=np.concatenate([self.alive, np.ones(len(counts), np.bool_)]),
            changes=self.changes + max(1, len(counts)),
        )


def _places(keys: Iterable[Key], rows: Iterable[Row]) -> dict[Key, tuple[int, ...]]:
    """Where the rows of each document are; a document may have none."""
    places: dict[Key, tuple[int, ...]] = {key: () for key in keys}
    for place, row in enumerate(rows):
        places[row.key] += (place,)
    return places


def _widen(matrix: csr_matrix, columns: int) -> csr_matrix:
    """The same rows with room for more columns; the numbers are shared."""
    return csr_matrix(
        (matrix.data, matrix.indices, matrix.indptr),
        shape=(matrix.shape[0], columns),
        copy=False,
    )
