"""A fitted catalogue in flat arrays, which may be mapped from files.

Documents have numbers from 0 on and features have columns. For each language
there is a matrix of documents by features and, for answering, the same turned
round. Both hold all of a weight but the idf, which changes with every document.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.documents import LANGS, Document, Field, Lang
from matching.lengths import usual_lengths
from matching.reading import Batch, Reading, found_in
from matching.tables import Arrays, Lookup, Strings, decode, encode
from matching.vectorizer import (
    Floats,
    Integers,
    TextVectorizer,
    inverse_frequency,
    row_lengths,
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Base:
    """Documents, their features, and how common and how long they are.

    `kinds` gives each document's place in `kind_names`; `frequencies` in how
    many documents each feature occurs; `lengths` (language × document) the
    length of each text, 0 where there is none; `usual` the mean length of the
    texts of each language.
    """

    keys: Lookup
    documents: Strings
    kind_names: Strings
    kinds: NDArray[np.int64]
    features: Lookup
    frequencies: Integers
    lengths: Floats
    usual: Floats
    rows: Mapping[Lang, csr_matrix]
    postings: Mapping[Lang, csr_matrix]
    reading: Reading

    @classmethod
    def of(cls, documents: Sequence[bytes], keys: Sequence[Key], read: Batch) -> Self:
        """The catalogue of documents (as by `pack`) that were read."""
        width = len(read.features)
        rows: dict[Lang, csr_matrix] = {}
        for lang in LANGS:
            counts = read.reading.counts(lang, width)
            rows[lang] = weighed(counts, read.features)
        frequencies = read.reading.frequencies(width)
        idf = inverse_frequency(frequencies, len(keys))
        lengths = np.asarray([row_lengths(rows[lang], idf) for lang in LANGS])
        names = sorted({kind for kind, _ in keys})
        places = {kind: place for place, kind in enumerate(names)}
        return cls(
            keys=Lookup.of([pack_key(key) for key in keys]),
            documents=Strings.of(documents),
            kind_names=Strings.of([encode(name) for name in names]),
            kinds=np.asarray([places[kind] for kind, _ in keys], np.int64),
            features=Lookup.of([encode(feature) for feature in read.features]),
            frequencies=frequencies,
            lengths=lengths,
            usual=usual_of(lengths),
            rows=rows,
            postings={lang: rows[lang].T.tocsr() for lang in LANGS},
            reading=read.reading,
        )

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.kinds)

    def key(self, number: int) -> Key:
        """`(kind, id)` of a document."""
        kind, id = json.loads(self.keys.strings[number])
        return kind, id

    def products(self, lang: Lang, columns: Integers, values: Floats) -> Floats:
        """Product of a text with every document's text in a language.

        Only what the text's own features occur in is read.
        """
        postings = self.postings[lang]
        # Column -1 stands for an unknown feature.
        known = columns >= 0
        products: Floats = postings[columns[known]].T @ values[known]
        return products

    def products_of(
        self, lang: Lang, columns: Integers, values: Floats, numbers: Integers
    ) -> Floats:
        """As `products`, but only with these documents, of which all is read."""
        said = self.rows[lang][numbers]
        # A vector of all columns would be far larger than what these documents say.
        places, asked = found_in(said.indices, columns)
        rows = np.repeat(np.arange(len(numbers)), np.diff(said.indptr))[places]
        shared = said.data[places] * values[asked]
        return np.bincount(rows, shared, len(numbers)).astype(np.float64)

    def arrays(self) -> Arrays:
        """All there is, by name."""
        found: Arrays = {
            "kinds": self.kinds,
            "frequencies": self.frequencies,
            "lengths": self.lengths,
            "usual": self.usual,
        }
        for name, strings in (
            ("keys", self.keys.strings),
            ("documents", self.documents),
            ("kind_names", self.kind_names),
            ("features", self.features.strings),
        ):
            found |= {f"{name}.content": strings.content, f"{name}.ends": strings.ends}
        for name, lookup in (("keys", self.keys), ("features", self.features)):
            found |= {f"{name}.marks": lookup.marks, f"{name}.order": lookup.order}
        for name, matrices in (("rows", self.rows), ("postings", self.postings)):
            for lang, matrix in matrices.items():
                for part in ("data", "indices", "indptr"):
                    found[f"{name}.{lang}.{part}"] = getattr(matrix, part)
        for part in Reading.__slots__:
            found[f"reading.{part}"] = getattr(self.reading, part)
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The catalogue whose `arrays` these are."""

        def strings(name: str) -> Strings:
            return Strings(arrays[f"{name}.content"], arrays[f"{name}.ends"])

        def lookup(name: str) -> Lookup:
            marks, order = arrays[f"{name}.marks"], arrays[f"{name}.order"]
            return Lookup(strings(name), marks, order)

        def matrices(name: str, shape: tuple[int, int]) -> dict[Lang, csr_matrix]:
            return {
                lang: csr_matrix(
                    tuple(
                        arrays[f"{name}.{lang}.{part}"]
                        for part in ("data", "indices", "indptr")
                    ),
                    shape=shape,
                    copy=False,
                )
                for lang in LANGS
            }

        size, width = len(arrays["kinds"]), len(arrays["frequencies"])
        return cls(
            keys=lookup("keys"),
            documents=strings("documents"),
            kind_names=strings("kind_names"),
            kinds=arrays["kinds"],
            features=lookup("features"),
            frequencies=arrays["frequencies"],
            lengths=arrays["lengths"],
            usual=arrays["usual"],
            rows=matrices("rows", (size, width)),
            postings=matrices("postings", (width, size)),
            reading=Reading(
                **{part: arrays[f"reading.{part}"] for part in Reading.__slots__}
            ),
        )


def weighed(counts: csr_matrix, features: Sequence[str]) -> csr_matrix:
    """Rows of counts as rows of weights without the idf."""
    vectorizer = TextVectorizer()
    saturations = vectorizer.saturations(features)[counts.indices]
    kinds = vectorizer.kinds(features)[counts.indices]
    weights = counts.data / (counts.data + saturations) * kinds
    return csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)


def usual_of(lengths: Floats) -> Floats:
    """Mean length of the texts of each language (language × document)."""
    languages, _ = np.nonzero(lengths)
    return usual_lengths(languages, lengths[lengths > 0])


def pack(document: Document) -> bytes:
    """A document as it is kept."""
    fields = [[field.name, field.lang, field.text] for field in document.fields]
    line = [document.id, document.kind, fields]
    return encode(json.dumps(line, ensure_ascii=False))


def unpack(line: bytes) -> Document:
    """The document that was packed."""
    id, kind, fields = json.loads(decode(line))
    return Document(id, kind, tuple(Field(*field) for field in fields))


def pack_key(key: Key) -> bytes:
    """A key as it is kept."""
    return json.dumps(key).encode()


def names_of(columns: Iterable[int], features: Lookup) -> list[str]:
    """The features of some columns."""
    return [decode(name) for name in features.strings.take(columns)]
