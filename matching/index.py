"""The catalogue as it stands: a fitted base, and what came and went since.

An `Index` is never changed once made: a change gives a new one that shares
what stayed the same. Readers keep the one they hold; nothing is locked.

Two documents compare in all the languages that both have, as one text: what
one of them says in a further language neither helps nor harms. Or across
languages (names, abbreviations), where that gives more.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.base import Base, Key, names_of, pack, pack_key, unpack
from matching.dictionary import EMPTY, Dictionary, beside
from matching.documents import LANGS, Document, Lang
from matching.errors import DuplicateDocument, UnknownDocument
from matching.lengths import compare, joint_length
from matching.reading import Batch, Parts, Reading, read_all
from matching.recent import Recent
from matching.scoring import scores
from matching.tables import encode
from matching.vectorizer import (
    Counts,
    Floats,
    Integers,
    TextVectorizer,
    inverse_frequency,
)
from matching.weights import Strand, Weights

FEW = 0.02
"""A smaller part of all documents is read one by one, else a query's features are."""
DRIFT = 0.05
"""Share of changed documents after which all lengths are computed anew."""


@dataclass(frozen=True, slots=True)
class Index:
    """Documents by number: those of the base first, then the recent ones.

    `alive` are the documents that still stand, `size` is their number,
    `frequencies` in how many of them that the base holds each of its features
    occurs. Frequencies are always exact; `lengths` (language × document) and
    the usual lengths are those of the last fit or of when a document came, since
    when at most `DRIFT` of the documents changed. `changes` counts these.
    `dictionary` has the other words with which texts are asked.
    """

    base: Base
    recent: Recent
    alive: NDArray[np.bool_]
    kinds: Integers
    kind_names: tuple[str, ...]
    frequencies: Integers
    lengths: Floats
    size: int
    changes: int
    dictionary: Dictionary

    @classmethod
    def build(cls, documents: Iterable[Document], processes: int = 1) -> "Index":
        """Index of these documents. Raises `DuplicateDocument`."""
        held: dict[Key, Document] = {}
        for document in documents:
            if document.key in held:
                raise DuplicateDocument(kind=document.kind, id=document.id)
            held[document.key] = document
        entries = list(held.values())
        lines = [pack(document) for document in entries]
        return cls.of(Base.of(lines, list(held), read_all(entries, processes)))

    @classmethod
    def of(cls, base: Base, dictionary: Dictionary = EMPTY) -> "Index":
        """A catalogue that has not changed since it was fitted."""
        names = tuple(
            name.decode() for name in base.kind_names.take(range(len(base.kind_names)))
        )
        return cls(
            base=base,
            recent=Recent.nothing(),
            alive=np.ones(len(base), np.bool_),
            kinds=base.kinds,
            kind_names=names,
            frequencies=base.frequencies,
            lengths=base.lengths,
            size=len(base),
            changes=0,
            dictionary=dictionary,
        )

    def with_document(self, document: Document, read: Batch) -> "Index":
        """The catalogue with a document added, or in place of its older form.

        `read` is what was found in the document.
        """
        index = self
        if self.number(document.key) is not None:
            index = self.without(*document.key)
        recent = index.recent.with_document(document, read, index.base)
        names = index.kind_names
        if document.kind not in names:
            names = (*names, document.kind)
        grown = replace(
            index,
            recent=recent,
            alive=np.append(index.alive, True),
            kinds=np.append(index.kinds, names.index(document.kind)),
            kind_names=names,
            lengths=np.column_stack([index.lengths, np.zeros(len(LANGS))]),
            size=index.size + 1,
            changes=index.changes + 1,
        )
        for part in grown.weights_of(len(index.alive)):
            grown.lengths[LANGS.index(part.lang), -1] = part.length
        return grown

    def without(self, kind: str, id: str) -> "Index":
        """The catalogue without a document. Raises `UnknownDocument`."""
        number = self.number((kind, id))
        if number is None:
            raise UnknownDocument(kind=kind, id=id)
        alive = self.alive.copy()
        alive[number] = False
        recent, frequencies = self.recent, self.frequencies
        if number < len(self.base):
            frequencies = frequencies.copy()
            frequencies[np.unique(self.base.reading.features_of(number))] -= 1
        else:
            recent = recent.without((kind, id))
        return replace(
            self,
            alive=alive,
            recent=recent,
            frequencies=frequencies,
            size=self.size - 1,
            changes=self.changes + 1,
        )

    @property
    def drifted(self) -> bool:
        """Whether so much has changed that lengths must be computed anew."""
        return self.changes > DRIFT * len(self.alive)

    def refit(self) -> "Index":
        """The same catalogue: all lengths exact, no dead rows or columns."""
        if not self.changes:
            return self
        width = len(self.base.features)
        news = np.flatnonzero(self.recent.known < 0)
        columns = self.recent.known.copy()
        columns[news] = width + np.arange(len(news))
        olds = np.flatnonzero(self.alive[: len(self.base)])
        recents = np.asarray(sorted(self.recent.places.values()), np.int64)
        reading = Reading.joined(
            [
                self.base.reading.take(olds),
                self.recent.reading.renamed(columns).take(recents),
            ]
        )
        used = np.zeros(width + len(news), np.bool_)
        used[reading.features] = True
        kept = np.flatnonzero(used)
        names = list(self.recent.columns)
        added = [names[news[column - width]] for column in kept[kept >= width].tolist()]
        features = [*names_of(kept[kept < width].tolist(), self.base.features), *added]
        documents = [self.recent.documents[number] for number in recents.tolist()]
        return Index.of(
            Base.of(
                [*self.base.documents.take(olds.tolist()), *map(pack, documents)],
                [*map(self.base.key, olds.tolist()), *(d.key for d in documents)],
                Batch(reading.renamed(np.cumsum(used) - 1), features),
            ),
            self.dictionary,
        )

    def number(self, key: Key) -> int | None:
        """Number of a document that stands, if the catalogue has it."""
        recent = self.recent.places.get(key)
        if recent is not None:
            return len(self.base) + recent
        [number] = self.base.keys.find([pack_key(key)]).tolist()
        return number if number >= 0 and self.alive[number] else None

    def key(self, number: int) -> Key:
        """`(kind, id)` of a document."""
        if number < len(self.base):
            return self.base.key(number)
        return self.recent.documents[number - len(self.base)].key

    def document(self, number: int) -> Document:
        """A document as it was given."""
        if number < len(self.base):
            return unpack(self.base.documents[number])
        return self.recent.documents[number - len(self.base)]

    def numbers(self, kinds: Collection[str]) -> Integers:
        """The documents of these kinds that stand."""
        wanted = np.asarray([name in kinds for name in self.kind_names], np.bool_)
        return np.flatnonzero(wanted[self.kinds] & self.alive)

    def weigh(self, lang: Lang, counts: Counts) -> Weights:
        """How much each feature of a text counts here."""
        features = sorted(counts)
        vectorizer = TextVectorizer()
        tf = vectorizer.term_weights(features, [counts[name] for name in features])
        return self._weights(lang, features, tf)

    def weights_of(self, number: int) -> list[Weights]:
        """The weights of a document of the catalogue."""
        found = []
        for lang in LANGS:
            features, tf = self.said(number, lang)
            if features:
                order = sorted(range(len(features)), key=features.__getitem__)
                ordered = [features[place] for place in order]
                found.append(self._weights(lang, ordered, tf[order]))
        return found

    def said(self, number: int, lang: Lang) -> tuple[list[str], Floats]:
        """The features of a document's text, and their weights without the idf."""
        columns, tf = self._row(number, lang)
        if number < len(self.base):
            return names_of(columns.tolist(), self.base.features), tf
        held = list(self.recent.columns)
        return [held[column] for column in columns.tolist()], tf

    def scores(self, query: Sequence[Weights], numbers: Integers) -> Floats:
        """Score of a query with each of these documents."""

        few = numbers.size < FEW * len(self.alive)

        def products(part: Weights, lang: Lang) -> Floats:
            if few:
                return self._products_of(part, lang, numbers)
            return self.products(part, lang)[numbers]

        return scores(
            query, products, self.lengths.take(numbers, axis=1), self.base.usual
        )

    def spoken(self, part: Weights, lang: Lang) -> NDArray[np.bool_]:
        """Which features of a text stand in any document's text in a language.

        Those of what came since the last fit are counted in both.
        """
        ends = self.base.postings[lang].indptr
        known = part.columns >= 0
        found: NDArray[np.bool_] = ends[part.columns + 1] > ends[part.columns]
        return (known & found) | (part.fresh >= 0)

    def strands(self, query: Sequence[Weights], number: int) -> list[Strand]:
        """What makes the score of a document: all the shares sum to it."""
        rows = {
            lang: self._row(number, lang)
            for language, lang in enumerate(LANGS)
            if self.lengths[language, number] > 0
        }
        ways = [
            [(part, part.lang) for part in query if part.lang in rows],
            *([(part, lang)] for part in query for lang in rows if lang != part.lang),
        ]
        found = [self._way(way, number, rows) for way in ways if way]
        return max(found, key=_total, default=[])

    def parts(self, query: Sequence[Weights], number: int) -> Parts:
        """The sentences of a document that have a feature of the query."""
        none = np.zeros(0, np.int64)
        columns = [self._columns(part, number) for part in query]
        features = [feature for part in query for feature in part.features]
        reading, place = self.base.reading, number
        if number >= len(self.base):
            reading, place = self.recent.reading, number - len(self.base)
        asked = np.concatenate([none, *columns])
        return reading.parts(place, self.document(number), asked, features)

    def _weights(self, lang: Lang, features: Sequence[str], tf: Floats) -> Weights:
        """Weights of features that weigh so much without the idf.

        What the dictionary adds stands behind them.
        """
        links = self.dictionary.said_in(features)
        others = {name for link in links for name in link.features}
        names = [*features, *sorted(others.difference(features))]
        columns = self.base.features.find([encode(name) for name in names])
        fresh = self.recent.find(names)
        frequencies = np.zeros(len(names), np.int64)
        for places, counted in (
            (columns, self.frequencies),
            (fresh, self.recent.frequencies),
        ):
            frequencies[places >= 0] += counted[places[places >= 0]]
        idf = inverse_frequency(frequencies, self.size)
        own = dict(zip(features, tf.tolist(), strict=True))
        added = beside(links, own, dict(zip(names, idf.tolist(), strict=True)))
        weighed = own | {name: weight for name, (weight, _) in added.items()}
        weights = np.asarray([weighed.get(name, 0.0) for name in names])
        known = np.flatnonzero((frequencies > 0) & (weights > 0))
        return Weights(
            lang,
            tuple(names[place] for place in known.tolist()),
            columns[known],
            fresh[known],
            idf[known],
            (weights * idf)[known],
            float(np.linalg.norm(tf * idf[: len(tf)])),
            {name: link for name, (_, link) in added.items()},
        )

    def products(self, part: Weights, lang: Lang) -> Floats:
        """Product of a text with every document's text in a language."""
        values = part.values * part.idf
        olds = self.base.products(lang, part.columns, values)
        if not len(self.recent):
            return olds
        return np.append(olds, self.recent.products(lang, part.fresh, values))

    def _products_of(self, part: Weights, lang: Lang, numbers: Integers) -> Floats:
        """Product of a text with the texts of some documents in a language."""
        values = part.values * part.idf
        olds = numbers < len(self.base)
        found = np.zeros(len(numbers))
        found[olds] = self.base.products_of(lang, part.columns, values, numbers[olds])
        if len(self.recent):
            products = self.recent.products(lang, part.fresh, values)
            found[~olds] = products[numbers[~olds] - len(self.base)]
        return found

    def _columns(self, part: Weights, number: int) -> Integers:
        """Columns of a text's features where this document's row is."""
        return part.columns if number < len(self.base) else part.fresh

    def _row(self, number: int, lang: Lang) -> tuple[Integers, Floats]:
        """Columns and weights (without the idf) of a document's text."""
        olds = len(self.base)
        rows = self.base.rows[lang] if number < olds else self.recent.rows[lang]
        place = number if number < olds else number - olds
        span = slice(rows.indptr[place], rows.indptr[place + 1])
        return rows.indices[span], rows.data[span]

    def _way(
        self,
        way: Sequence[tuple[Weights, Lang]],
        number: int,
        rows: Mapping[Lang, tuple[Integers, Floats]],
    ) -> list[Strand]:
        """The strands of one way to compare: jointly, or across two languages."""
        products: list[dict[str, float]] = []
        for part, lang in way:
            columns, weights = rows[lang]
            asked = self._columns(part, number)
            at = np.searchsorted(columns, asked)
            at[at == len(columns)] = 0
            both = np.flatnonzero(columns[at] == asked) if len(columns) else at[:0]
            values = (part.values * part.idf)[both] * weights[at[both]]
            shared: dict[str, float] = {}
            for place, value in zip(both.tolist(), values.tolist(), strict=True):
                name = part.name_of(part.features[place])
                shared[name] = shared.get(name, 0.0) + value
            products.append(shared)
        dot = math.fsum(value for shared in products for value in shared.values())
        theirs = [LANGS.index(lang) for _, lang in way]
        ours = [LANGS.index(part.lang) for part, _ in way]
        score = compare(
            np.asarray([dot]),
            joint_length([part.length for part, _ in way]),
            joint_length(self.lengths[theirs, number]),
            joint_length(self.base.usual[ours]),
            joint_length(self.base.usual[theirs]),
        ).item()
        return [
            Strand(
                part.lang,
                lang,
                {name: product * score / dot for name, product in shared.items()},
            )
            for (part, lang), shared in zip(way, products, strict=True)
        ]


def _total(strands: Sequence[Strand]) -> float:
    return sum(share for strand in strands for share in strand.shares.values())
