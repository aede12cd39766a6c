"""A catalogue of documents as sparse rows, one row per document and language.

An `Index` is never changed once made: a change gives a new one that shares
what stayed the same. Readers keep the one they hold; nothing is locked.

Two documents compare in all the languages that both have, as one text: what
one of them says in a further language neither helps nor harms. Or across
languages (names, abbreviations), where that gives more.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from matching.documents import LANGS, Document, Lang
from matching.errors import DuplicateDocument, UnknownDocument
from matching.lengths import compare, joint_length, usual_lengths
from matching.vectorizer import (
    Counts,
    Floats,
    Integers,
    TextVectorizer,
    count_features,
    row_lengths,
)

Key = tuple[str, str]

DRIFT = 0.05
"""Share of changed rows after which all lengths are computed anew."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One language of a query: its known features, their weights, its length.

    `length` counts the words that the catalogue does not have as well.
    """

    lang: Lang
    features: tuple[str, ...]
    columns: Integers
    values: Floats
    length: float


@dataclass(frozen=True, slots=True)
class Strand:
    """What a language of a query and one of a document share.

    `shares` is what each shared feature adds to the score of the two.
    """

    left: Lang
    right: Lang
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Index:
    """Documents, their rows, and how common each feature is.

    `keys` are the documents by number, `alive` those that still stand; a row
    belongs to the document `owners` and is in the language `languages` (its
    place in `LANGS`). `fitted` holds the rows of the last fit, `added` those
    since. Frequencies are always exact; `lengths` of the older rows and the
    `usual` length of each language are those of the last fit, since when at most
    `DRIFT` of the documents changed.
    """

    documents: Mapping[Key, Document]
    keys: tuple[Key, ...]
    numbers: Mapping[Key, int]
    alive: NDArray[np.bool_]
    owners: Integers
    languages: Integers
    vectorizer: TextVectorizer
    fitted: csr_matrix
    added: csr_matrix
    lengths: Floats
    usual: Floats
    changes: int

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        """Index of these documents. Raises `DuplicateDocument`."""
        by_key: dict[Key, Document] = {}
        for document in documents:
            if document.key in by_key:
                raise DuplicateDocument(kind=document.kind, id=document.id)
            by_key[document.key] = document
        nothing = np.zeros(0, np.int64)
        index = cls.of_rows(
            documents={},
            owners=nothing,
            languages=nothing,
            vectorizer=TextVectorizer().fit_counts(()),
            matrix=csr_matrix((0, 0), dtype=np.float64),
            lengths=np.zeros(0),
        )
        return index._with(by_key.values()).refit()

    @classmethod
    def of_rows(
        cls,
        *,
        documents: Mapping[Key, Document],
        owners: Integers,
        languages: Integers,
        vectorizer: TextVectorizer,
        matrix: csr_matrix,
        lengths: Floats,
    ) -> "Index":
        """Index of rows that are all weighed and measured."""
        return cls(
            documents=documents,
            keys=tuple(documents),
            numbers={key: number for number, key in enumerate(documents)},
            alive=np.ones(len(documents), np.bool_),
            owners=owners,
            languages=languages,
            vectorizer=vectorizer,
            fitted=matrix,
            added=csr_matrix((0, matrix.shape[1]), dtype=np.float64),
            lengths=lengths,
            usual=usual_lengths(languages, lengths),
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
        vectorizer, columns = self.vectorizer.without_unused()
        rows = np.flatnonzero(self.alive[self.owners])
        matrix = vstack(parts, format="csr")[rows][:, columns]
        numbers = {key: number for number, key in enumerate(self.documents)}
        owners = [numbers[self.keys[owner]] for owner in self.owners[rows].tolist()]
        return Index.of_rows(
            documents=self.documents,
            owners=np.asarray(owners, np.int64),
            languages=self.languages[rows],
            vectorizer=vectorizer,
            matrix=matrix,
            lengths=row_lengths(matrix, vectorizer.idf_),
        )

    def weigh(self, lang: Lang, counts: Counts) -> Weights:
        """How much each feature of a text counts here."""
        features = sorted(counts)
        columns = self.vectorizer.known(features)
        tf = self.vectorizer.term_weights(features, [counts[name] for name in features])
        values = tf * self.vectorizer.idf_of(columns)
        known = columns >= 0
        return Weights(
            lang,
            tuple(f for f, k in zip(features, known.tolist(), strict=True) if k),
            columns[known],
            values[known],
            float(np.linalg.norm(values)),
        )

    def weights_of(self, key: Key) -> list[Weights]:
        """The weights of a document of the catalogue, its features unnamed."""
        found = []
        for lang, place in self._rows_of(key).items():
            row = self._row(place)
            columns = row.indices.astype(np.int64)
            values = row.data * self.vectorizer.idf_of(columns)
            length = float(np.linalg.norm(values))
            found.append(Weights(lang, (), columns, values, length))
        return found

    def scores(self, query: Sequence[Weights]) -> Floats:
        """Score of a query with every document, by number; 0 for dead ones."""
        products, left, right, usual = np.zeros((4, len(self.keys)))
        scores = np.zeros(len(self.keys))
        for part in query:
            lang = LANGS.index(part.lang)
            found = self._products(part)
            same = np.flatnonzero(self.languages == lang)
            owners = self.owners[same]
            # A document has one row in a language, so no number comes twice.
            products[owners] += found[same]
            left[owners] += part.length**2
            right[owners] += self.lengths[same] ** 2
            usual[owners] += self.usual[lang] ** 2
            other = np.flatnonzero((self.languages != lang) & (found > 0))
            across = compare(
                found[other],
                np.full(len(other), part.length),
                self.lengths[other],
                np.full(len(other), self.usual[lang]),
                self.usual[self.languages[other]],
            )
            np.maximum.at(scores, self.owners[other], across)
        left, right, usual = np.sqrt(left), np.sqrt(right), np.sqrt(usual)
        jointly = compare(products, left, right, usual, usual)
        best: Floats = np.maximum(scores, jointly) * self.alive
        return best

    def strands(self, query: Sequence[Weights], key: Key) -> list[Strand]:
        """What makes the score of a document: all the shares sum to it."""
        rows = self._rows_of(key)
        ways = [
            [(part, part.lang) for part in query if part.lang in rows],
            *([(part, lang)] for part in query for lang in rows if lang != part.lang),
        ]
        found = [self._way(way, rows) for way in ways if way]
        return max(found, key=_total, default=[])

    def _way(
        self, way: Sequence[tuple[Weights, Lang]], rows: Mapping[Lang, int]
    ) -> list[Strand]:
        """The strands of one way to compare: jointly, or across two languages."""
        products: list[dict[str, float]] = []
        for part, lang in way:
            row = self._row(rows[lang])
            held = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
            values = part.values * self.vectorizer.idf_of(part.columns)
            products.append(
                {
                    feature: value * held[column]
                    for feature, column, value in zip(
                        part.features,
                        part.columns.tolist(),
                        values.tolist(),
                        strict=True,
                    )
                    if column in held
                }
            )
        dot = math.fsum(value for shared in products for value in shared.values())
        score = compare(
            np.asarray([dot]),
            joint_length([part.length for part, _ in way]),
            joint_length(self.lengths[[rows[lang] for _, lang in way]]),
            joint_length(self.usual[[LANGS.index(part.lang) for part, _ in way]]),
            joint_length(self.usual[[LANGS.index(lang) for _, lang in way]]),
        ).item()
        return [
            Strand(
                part.lang,
                lang,
                {name: product * score / dot for name, product in shared.items()},
            )
            for (part, lang), shared in zip(way, products, strict=True)
        ]

    def _products(self, part: Weights) -> Floats:
        """Product of a text with every row."""
        x = np.zeros(len(self.vectorizer.frequencies_))
        x[part.columns] = part.values * self.vectorizer.idf_of(part.columns)
        return np.concatenate(
            [rows @ x[: rows.shape[1]] for rows in (self.fitted, self.added)]
        )

    def _rows_of(self, key: Key) -> dict[Lang, int]:
        """Where the rows of a document are, by language."""
        places = np.flatnonzero(self.owners == self.numbers[key])
        return {LANGS[self.languages[place]]: int(place) for place in places}

    def _row(self, place: int) -> csr_matrix:
        fitted = self.fitted.shape[0]
        return self.fitted[place] if place < fitted else self.added[place - fitted]

    def _fresh(self) -> "Index":
        """Refit when too much has changed since the last fit."""
        return self.refit() if self.changes > DRIFT * len(self.keys) else self

    def _without(self, key: Key) -> "Index":
        documents = dict(self.documents)
        numbers = dict(self.numbers)
        alive = self.alive.copy()
        del documents[key]
        alive[numbers.pop(key)] = False
        columns = [self._row(place).indices for place in self._rows_of(key).values()]
        return replace(
            self,
            documents=documents,
            numbers=numbers,
            alive=alive,
            vectorizer=self.vectorizer.without_columns(
                np.unique(np.concatenate([*columns, []])).astype(np.int64)
            ),
            changes=self.changes + 1,
        )

    def _with(self, documents: Iterable[Document]) -> "Index":
        held = dict(self.documents)
        numbers = dict(self.numbers)
        keys = list(self.keys)
        counts: list[Counts] = []
        present: list[set[str]] = []
        owners: list[int] = []
        languages: list[int] = []
        for document in documents:
            held[document.key] = document
            numbers[document.key] = len(keys)
            features: set[str] = set()
            for language, lang in enumerate(LANGS):
                texts = [field.text for field in document.in_language(lang)]
                row = count_features(texts)
                if row:
                    counts.append(row)
                    owners.append(len(keys))
                    languages.append(language)
                    features.update(row)
            present.append(features)
            keys.append(document.key)
        vectorizer = self.vectorizer.with_counts(present)
        fresh = vectorizer.rows(counts)
        lengths = row_lengths(fresh, vectorizer.idf_)
        return replace(
            self,
            documents=held,
            keys=tuple(keys),
            numbers=numbers,
            alive=np.concatenate([self.alive, np.ones(len(present), np.bool_)]),
            owners=np.concatenate([self.owners, np.asarray(owners, np.int64)]),
            languages=np.concatenate([self.languages, np.asarray(languages, np.int64)]),
            vectorizer=vectorizer,
            added=vstack([_widen(self.added, fresh.shape[1]), fresh], format="csr"),
            lengths=np.concatenate([self.lengths, lengths]),
            changes=self.changes + len(present),
        )


def _total(strands: Sequence[Strand]) -> float:
    return sum(share for strand in strands for share in strand.shares.values())


def _widen(matrix: csr_matrix, columns: int) -> csr_matrix:
    """The same rows with room for more columns; the numbers are shared."""
    return csr_matrix(
        (matrix.data, matrix.indices, matrix.indptr),
        shape=(matrix.shape[0], columns),
        copy=False,
    )
