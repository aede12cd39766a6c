"""The matcher as other code uses it."""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from matching import store
from matching.answers import Answer, Match, Pair, Reason, Silence
from matching.bands import band
from matching.details import missing_details
from matching.documents import LANGS, Document, Field, Lang
from matching.errors import UnknownDocument
from matching.evidence import Evidence, explain
from matching.index import Index, Key, Weights
from matching.japanese import JAPANESE
from matching.latin import WORD
from matching.vectorizer import count_features

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
        best = _best(index, parts, kinds)
        hidden = {query.key, *exclude}
        ranked = sorted(
            (-score, key, which, place)
            for key, (score, which, place) in best.items()
            if key not in hidden and band(score)
        )
        matches = tuple(
            Match(*key, -score, evidence.band, evidence)
            for score, key, which, place in ranked[:limit]
            for evidence in [_explain(index, parts[which], place)]
        )
        return Answer(matches, None if matches else _silence(query, parts))

    def score_all(
        self, query: Document | str, *, kinds: Sequence[str]
    ) -> dict[Key, float]:
        """Score of every document of these kinds, those under the floor too.

        Raises `TextTooLong`.
        """
        index = self._index
        parts = _weigh(index, as_document(query))
        scores = dict.fromkeys((k for k in index.documents if k[0] in kinds), 0.0)
        for key, (score, _, _) in _best(index, parts, kinds).items():
            scores[key] = score
        return scores

    def pairs(self, left_kind: str, right_kind: str, top: int = 20) -> Iterator[Pair]:
        """For each document of one kind the `top` best of the other, best first."""
        index = self._index
        for document in list(index.documents.values()):
            if document.kind != left_kind:
                continue
            best = _best(index, _weigh(index, document), [right_kind])
            ranked = sorted((-score, key) for key, (score, _, _) in best.items())
            for score, key in ranked[:top]:
                if (found := band(-score)) and key != document.key:
                    yield Pair(document.key, key, -score, found)

    def explain(self, query: Document | str, kind: str, id: str) -> Evidence | None:
        """Evidence for one document; None if its score is under the floor.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        if (kind, id) not in index.documents:
            raise UnknownDocument(kind=kind, id=id)
        parts = _weigh(index, as_document(query))
        found = _best(index, parts, [kind]).get((kind, id))
        if found is None or band(found[0]) is None:
            return None
        _, which, place = found
        return _explain(index, parts[which], place)

    def save(self, path: Path) -> None:
        """Write the catalogue to a folder; readers of it see old or new, whole."""
        store.save(self._index, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """A matcher from a saved folder. Raises `SavedIndexError`."""
        matcher = cls()
        matcher._index = store.load(path)
        return matcher


Part = tuple[tuple[Field, ...], Weights]


def as_document(query: Document | str) -> Document:
    """A bare text as a document of one field. Raises `TextTooLong`."""
    if isinstance(query, Document):
        return query
    lang: Lang = "ja" if JAPANESE.search(query) else "en"
    return Document("", QUERY, (Field("text", lang, query),))


def _weigh(index: Index, query: Document) -> list[Part]:
    """The query's languages, each with its weights."""
    parts = []
    for lang in LANGS:
        fields = query.in_language(lang)
        counts = count_features([field.text for field in fields])
        if counts:
            parts.append((fields, index.weigh(counts)))
    return parts


def _best(
    index: Index, parts: Sequence[Part], kinds: Collection[str]
) -> dict[Key, tuple[float, int, int]]:
    """Per document its best score, with the query's part and the row that gave it.

    A document in two languages is as good as the better of them.
    """
    best: dict[Key, tuple[float, int, int]] = {}
    places = np.fromiter(index.of_kind(kinds), dtype=np.int64)
    for which, (_, weights) in enumerate(parts):
        scores = index.scores(weights)[places]
        for place, score in zip(places.tolist(), scores.tolist(), strict=True):
            key = index.rows[place].key
            if score > best.get(key, (0.0,))[0]:
                best[key] = (score, which, place)
    return best


def _explain(index: Index, part: Part, place: int) -> Evidence:
    fields, weights = part
    row = index.rows[place]
    contributions = index.contributions(weights, place)
    found = band(sum(contributions.values()))
    if found is None:
        raise AssertionError
    right = index.documents[row.key].in_language(row.lang)
    return explain(fields, right, contributions, found)


def _silence(query: Document, parts: Sequence[Part]) -> Silence:
    texts = tuple(field.text for field in query.fields)
    reason: Reason
    if not any(JAPANESE.search(text) or WORD.search(text) for text in texts):
        reason = "empty"
    elif not parts:
        reason = "too_short"
    elif not any(weights.columns for _, weights in parts):
        reason = "no_known_words"
    else:
        reason = "nothing_above_floor"
    return Silence(reason, missing_details(texts))
