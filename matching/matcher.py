"""The matcher as other code uses it."""

import math
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from matching import store
from matching.analysis import analyse, language_of
from matching.answers import Answer, Match, Pair, Reason, Silence
from matching.bands import FLOOR, Band, band
from matching.details import missing_details
from matching.documents import LANGS, Document, Field, Lang
from matching.errors import UnknownDocument
from matching.evidence import Evidence, Shared, explain
from matching.index import Index, Key, Weights
from matching.passages import AnalysedField
from matching.vectorizer import Counts
from matching.why_not import Place, WhyNot, why_not
from matching.words import Kind, kind_of

QUERY = "query"


class Matcher:
    """Finds, in a catalogue of documents, those that answer a text, and says why.

    Readers are never locked: each answer is taken from one unchanging `Index`,
    the one that stood when it was asked. Writers (`fit`, `put`, `remove`,
    `refit`) make the next index and swap it in, one at a time; a change is in
    the next answer.
    """

    def __init__(self) -> None:
        """Make a matcher with an empty catalogue."""
        self._index = Index.build(())
        self._writing = threading.Lock()

    def fit(self, documents: Iterable[Document]) -> Self:
        """Put these documents in place of the catalogue.

        Raises `DuplicateDocument` and then leaves the catalogue as it was.
        """
        with self._writing:
            self._index = Index.build(documents)
        return self

    def put(self, document: Document) -> None:
        """Add a document, or put it in place of its older form."""
        with self._writing:
            self._index = self._index.with_document(document)

    def remove(self, kind: str, id: str) -> None:
        """Take a document out. Raises `UnknownDocument`."""
        with self._writing:
            self._index = self._index.without(kind, id)

    def refit(self) -> None:
        """Compute all lengths anew."""
        with self._writing:
            self._index = self._index.refit()

    def __len__(self) -> int:
        """How many documents the catalogue holds."""
        return len(self._index.documents)

    def __contains__(self, key: object) -> bool:
        """Whether `(kind, id)` is in the catalogue."""
        return key in self._index.documents

    def match(
        self,
        query: Document | str,
        *,
        kinds: Sequence[str],
        limit: int = 10,
        exclude: Collection[Key] = (),
    ) -> Answer:
        """The best documents of these kinds for a text, with evidence.

        A document never answers itself. Raises `TextTooLong`.
        """
        index = self._index
        query = as_document(query)
        parts = _read(query)
        weights = _weigh(index, parts)
        hidden = {query.key, *exclude}
        matches: list[Match] = []
        for key, _, _ in _ranked(index, weights, kinds):
            if len(matches) == limit:
                break
            evidence = None if key in hidden else _explain(index, parts, weights, key)
            if evidence:
                matches.append(Match(*key, evidence.score, evidence.band, evidence))
        silence = None if matches else _silence(parts, weights)
        return Answer(tuple(matches), silence)

    def explain(self, query: Document | str, kind: str, id: str) -> Evidence | None:
        """Evidence for one document; None where `match` would not propose it.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        if (kind, id) not in index.documents:
            raise UnknownDocument(kind=kind, id=id)
        parts = _read(as_document(query))
        return _explain(index, parts, _weigh(index, parts), (kind, id))

    def why_not(self, query: Document | str, kind: str, id: str) -> WhyNot:
        """Where a document stands that somebody expected, and what it lacks.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        if (kind, id) not in index.documents:
            raise UnknownDocument(kind=kind, id=id)
        key = kind, id
        parts = _read(as_document(query))
        weights = _weigh(index, parts)
        found = _explain(index, parts, weights, key)
        scores = index.scores(weights)
        score = float(scores[index.numbers[key]])
        kin = [number for other, number in index.numbers.items() if other[0] == kind]
        rank = 1 + int((scores[kin] > score).sum()) if score > 0 else None
        return why_not(
            parts,
            _read(index.documents[key]),
            weights,
            index.strands(weights, key),
            Place(score, found.band if found else None, rank),
        )

    def score_all(
        self, query: Document | str, *, kinds: Sequence[str]
    ) -> dict[Key, float]:
        """Score of every document of these kinds, those under the floor too.

        Raises `TextTooLong`.
        """
        index = self._index
        scores = index.scores(_weigh(index, _read(as_document(query)))).tolist()
        return {
            key: scores[number]
            for key, number in index.numbers.items()
            if key[0] in kinds
        }

    def pairs(self, left_kind: str, right_kind: str, top: int = 20) -> Iterator[Pair]:
        """For each document of one kind the `top` best of the other, best first.

        Scores only: `explain` gives the evidence of a pair, or None where the
        two share nothing but numbers and words that fit any subject.
        """
        index = self._index
        for key in index.documents:
            if key[0] != left_kind:
                continue
            ranked = _ranked(index, index.weights_of(key), [right_kind])
            others = [entry for entry in ranked if entry[0] != key]
            for right, score, reached in others[:top]:
                yield Pair(key, right, score, reached)

    def save(self, path: Path) -> None:
        """Write the catalogue to a folder; readers of it see old or new, whole."""
        store.save(self._index, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """A matcher from a saved folder. Raises `SavedIndexError`."""
        matcher = cls()
        matcher._index = store.load(path)
        return matcher


Parts = Mapping[Lang, tuple[AnalysedField, ...]]
"""The fields of a document in each of its languages, analysed."""


def as_document(query: Document | str) -> Document:
    """A bare text as a document of one field. Raises `TextTooLong`."""
    if isinstance(query, Document):
        return query
    return Document("", QUERY, (Field("text", language_of(query), query),))


def _read(document: Document) -> Parts:
    return {
        lang: tuple(
            AnalysedField(field, analyse(field.text))
            for field in document.in_language(lang)
        )
        for lang in LANGS
    }


def _weigh(index: Index, parts: Parts) -> list[Weights]:
    """The weights of each language that says anything."""
    weights = []
    for lang, fields in parts.items():
        counts: Counts = Counter()
        for _, analysis in fields:
            counts.update(analysis.counts())
        if counts:
            weights.append(index.weigh(lang, counts))
    return weights


def _ranked(
    index: Index, weights: Sequence[Weights], kinds: Collection[str]
) -> list[tuple[Key, float, Band]]:
    """Documents of these kinds that are not under the floor, best first.

    Scores that differ by rounding alone stand in order of key.
    """
    scores = index.scores(weights)
    found = [
        (index.keys[number], score, reached)
        for number in np.flatnonzero(scores >= FLOOR).tolist()
        if index.keys[number][0] in kinds
        and (reached := band(score := float(scores[number])))
    ]
    return sorted(found, key=lambda entry: (-round(entry[1], 12), entry[0]))


def _explain(
    index: Index, parts: Parts, weights: Sequence[Weights], key: Key
) -> Evidence | None:
    """Evidence for a document, or None where there is no reason to propose it."""
    strands = index.strands(weights, key)
    shares = [share for strand in strands for share in strand.shares.items()]
    words = {feature for feature, _ in shares if kind_of(feature) is Kind.WORD}
    japanese = any(strand.left == strand.right == "ja" for strand in strands)
    score = math.fsum(share for _, share in shares)
    found = band(score, len(words), "ja" if japanese else "en")
    if found is None or not words:
        return None
    right = _read(index.documents[key])
    shared = [
        Shared(parts[strand.left], right[strand.right], strand.shares)
        for strand in strands
    ]
    return explain(shared, found)


def _silence(parts: Parts, weights: Sequence[Weights]) -> Silence:
    analyses = [found for fields in parts.values() for _, found in fields]
    reason: Reason
    if not any(char.isalnum() for found in analyses for char in found.text):
        reason = "empty"
    elif not any(_tells(found.counts()) for found in analyses):
        reason = "too_short"
    elif not any(_tells(part.features) for part in weights):
        reason = "no_known_words"
    else:
        reason = "nothing_above_floor"
    return Silence(reason, missing_details([found.text for found in analyses]))


def _tells(features: Iterable[str]) -> bool:
    """Whether there is more than numbers, affixes and words that fit anything."""
    return any(kind_of(feature) is Kind.WORD for feature in features)
