"""The matcher as other code uses it."""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from matching import store
from matching.analysis import analyse, language_of
from matching.answers import Answer, Match, Pair, Reason, Silence
from matching.bands import Band, band
from matching.details import missing_details
from matching.documents import LANGS, Document, Field, Lang
from matching.errors import UnknownDocument
from matching.evidence import AnalysedField, Evidence, explain, tells
from matching.index import Index, Key, Weights
from matching.vectorizer import Counts

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
        parts = _weigh(index, query)
        best = _best(index, [part.weights for part in parts], kinds)
        hidden = {query.key, *exclude}
        matches: list[Match] = []
        for key, score, which, place in _ranked(best):
            if len(matches) == limit or (found := band(score)) is None:
                break
            shared = index.contributions(parts[which].weights, place)
            if key not in hidden and tells(shared):
                evidence = _explain(index, parts[which], place, shared, found)
                matches.append(Match(*key, evidence.score, found, evidence))
        silence = None if matches else _silence(query, parts)
        return Answer(tuple(matches), silence)

    def explain(self, query: Document | str, kind: str, id: str) -> Evidence | None:
        """Evidence for one document; None where `match` would not propose it.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        if (kind, id) not in index.documents:
            raise UnknownDocument(kind=kind, id=id)
        parts = _weigh(index, as_document(query))
        best = _best(index, [part.weights for part in parts], [kind])
        score, which, place = best.get((kind, id), (0.0, 0, 0))
        found = band(score)
        if found is None:
            return None
        shared = index.contributions(parts[which].weights, place)
        if not tells(shared):
            return None
        return _explain(index, parts[which], place, shared, found)

    def score_all(
        self, query: Document | str, *, kinds: Sequence[str]
    ) -> dict[Key, float]:
        """Score of every document of these kinds, those under the floor too.

        Raises `TextTooLong`.
        """
        index = self._index
        parts = _weigh(index, as_document(query))
        best = _best(index, [part.weights for part in parts], kinds)
        return {
            key: best[key][0] if key in best else 0.0
            for key in index.documents
            if key[0] in kinds
        }

    def pairs(self, left_kind: str, right_kind: str, top: int = 20) -> Iterator[Pair]:
        """For each document of one kind the `top` best of the other, best first.

        Scores only: `explain` gives the evidence of a pair.
        """
        index = self._index
        for document in index.documents.values():
            if document.kind != left_kind:
                continue
            weights = [index.weights_at(at) for at in index.places[document.key]]
            best = _best(index, weights, [right_kind])
            best.pop(document.key, None)
            for key, score, _, _ in _ranked(best)[:top]:
                if found := band(score):
                    yield Pair(document.key, key, score, found)

    def save(self, path: Path) -> None:
        """Write the catalogue to a folder; readers of it see old or new, whole."""
        store.save(self._index, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """A matcher from a saved folder. Raises `SavedIndexError`."""
        matcher = cls()
        matcher._index = store.load(path)
        return matcher


@dataclass(frozen=True, slots=True)
class Part:
    """One language of a query: its fields, analysed, and their weights."""

    fields: tuple[AnalysedField, ...]
    weights: Weights


Best = dict[Key, tuple[float, int, int]]
"""Per document its score, and the query's part and the row that gave it."""


def as_document(query: Document | str) -> Document:
    """A bare text as a document of one field. Raises `TextTooLong`."""
    if isinstance(query, Document):
        return query
    return Document("", QUERY, (Field("text", language_of(query), query),))


def _analyse(document: Document, lang: Lang) -> tuple[AnalysedField, ...]:
    fields = document.in_language(lang)
    return tuple(AnalysedField(field, analyse(field.text)) for field in fields)


def _weigh(index: Index, query: Document) -> list[Part]:
    """The query's languages, each with its weights; none that says nothing."""
    parts = []
    for lang in LANGS:
        fields = _analyse(query, lang)
        counts: Counts = Counter()
        for _, analysis in fields:
            counts.update(analysis.counts())
        if counts:
            parts.append(Part(fields, index.weigh(counts)))
    return parts


def _best(index: Index, parts: Sequence[Weights], kinds: Collection[str]) -> Best:
    """The best score of each document that shares a feature with the query.

    A document in two languages is as good as the better of them, and so is a
    query.
    """
    best: Best = {}
    places = index.places_of_kinds(kinds)
    for which, weights in enumerate(parts):
        scores = index.scores(weights)[places]
        for at in np.flatnonzero(scores).tolist():
            place, score = int(places[at]), float(scores[at])
            key = index.rows[place].key
            if key not in best or score > best[key][0]:
                best[key] = (score, which, place)
    return best


def _ranked(best: Best) -> list[tuple[Key, float, int, int]]:
    """Best first; scores that differ by rounding alone stand in order of key."""
    ranked = [(key, *found) for key, found in best.items()]
    return sorted(ranked, key=lambda entry: (-round(entry[1], 12), entry[0]))


def _explain(
    index: Index, part: Part, place: int, shared: Mapping[str, float], found: Band
) -> Evidence:
    row = index.rows[place]
    right = _analyse(index.documents[row.key], row.lang)
    return explain(part.fields, right, shared, found)


def _silence(query: Document, parts: Sequence[Part]) -> Silence:
    texts = [field.text for field in query.fields]
    reason: Reason
    if not any(char.isalnum() for text in texts for char in text):
        reason = "empty"
    elif not any(tells(_features(part)) for part in parts):
        reason = "too_short"
    elif not any(tells(part.weights.features) for part in parts):
        reason = "no_known_words"
    else:
        reason = "nothing_above_floor"
    return Silence(reason, missing_details(texts))


def _features(part: Part) -> Iterator[str]:
    return (token.feature for _, found in part.fields for token in found.tokens)
