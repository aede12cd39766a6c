"""The matcher as other code uses it."""

import logging
import math
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np

from matching import store
from matching.analysis import language_of
from matching.answers import Answer, Match, Pair
from matching.bands import Band, band
from matching.base import Key
from matching.documents import Document, Field
from matching.errors import UnknownDocument
from matching.evidence import Evidence, Shared, explain
from matching.index import Index, Strand, Weights
from matching.ranking import AllPairs, best_for
from matching.reading import Parts, read, read_batch
from matching.silence import Bare, bare_documents, silence
from matching.vectorizer import Counts
from matching.why_not import Place, WhyNot, why_not
from matching.words import Kind, kind_of

log = logging.getLogger(__name__)

QUERY = "query"
REFIT = "matcher-refit"
SMALL = 500
"""A catalogue of so few is refitted at once, a larger one beside the answers."""

Change = Callable[[Index], Index]


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
        self._fitting = threading.Lock()
        self._since: list[Change] | None = None
        self._beside = False

    def fit(self, documents: Iterable[Document], *, processes: int = 1) -> Self:
        """Put these documents in place of the catalogue.

        `processes` analyse the texts side by side; where these are more than one,
        each imports the caller's main module anew, as `multiprocessing` does.
        Raises `DuplicateDocument` and then leaves the catalogue as it was.
        """
        with self._fitting:
            index = Index.build(documents, processes)
            with self._writing:
                self._index = index
        return self

    def put(self, document: Document) -> None:
        """Add a document, or put it in place of its older form."""
        read = read_batch([document])
        self._change(lambda index: index.with_document(document, read))

    def remove(self, kind: str, id: str) -> None:
        """Take a document out. Raises `UnknownDocument`."""
        self._change(lambda index: index.without(kind, id))

    def refit(self) -> None:
        """Compute all lengths anew; meanwhile answers and changes go on."""
        with self._fitting:
            with self._writing:
                index, self._since = self._index, []
            try:
                index = index.refit()
            finally:
                with self._writing:
                    changes, self._since = self._since, None
                    for change in changes:
                        index = change(index)
                    self._index = index

    def _change(self, change: Change) -> None:
        """Swap in the changed catalogue; refit when too much has changed."""
        with self._writing:
            index = change(self._index)
            if index.drifted and len(index.alive) <= SMALL:
                index = index.refit()
            self._index = index
            if self._since is not None:
                self._since.append(change)
            elif index.drifted and not self._beside:
                self._beside = True
                threading.Thread(
                    target=self._refit_beside, name=REFIT, daemon=True
                ).start()

    def _refit_beside(self) -> None:
        """Refit in a thread that nobody waits for."""
        try:
            self.refit()
        except Exception:
            # Nobody else would hear of it. Answers stay right but for the lengths of
            # older documents, and the next change tries again.
            log.exception("The matcher could not be refitted; it goes on as it was")
        finally:
            self._beside = False

    def __len__(self) -> int:
        """How many documents the catalogue holds."""
        return self._index.size

    def __contains__(self, key: Key) -> bool:
        """Whether `(kind, id)` is in the catalogue."""
        return self._index.number(key) is not None

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
        parts = read(query)
        weights = _weigh(index, parts)
        hidden = {query.key, *exclude}
        matches: list[Match] = []
        for number, _ in best_for(index, weights, kinds):
            if len(matches) == limit:
                break
            key = index.key(number)
            evidence = None
            if key not in hidden:
                evidence = _explain(index, parts, weights, number)
            if evidence:
                matches.append(Match(*key, evidence.score, evidence.band, evidence))
        why = None if matches else silence(parts, weights)
        return Answer(tuple(matches), why)

    def explain(self, query: Document | str, kind: str, id: str) -> Evidence | None:
        """Evidence for one document; None where `match` would not propose it.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        number = _number(index, (kind, id))
        parts = read(as_document(query))
        return _explain(index, parts, _weigh(index, parts), number)

    def explain_all(self, left: Key, rights: Iterable[Key]) -> list[Evidence | None]:
        """Evidence for a document of the catalogue beside others of it.

        No text is analysed: what was found in each when it came in is kept. None
        where `match` would not propose a document. Raises `UnknownDocument`.
        """
        index = self._index
        number = _number(index, left)
        weights = index.weights_of(number)
        parts = index.parts(weights, number)
        return [
            _explain(index, parts, weights, _number(index, right)) for right in rights
        ]

    def ranking(
        self, left_kind: str, right_kind: str, *, top: int = 20, threads: int = 1
    ) -> AllPairs:
        """All of one kind against all of another, to be ranked chunk by chunk."""
        index = self._index.refit()
        return AllPairs(index, left_kind, right_kind, top=top, threads=threads)

    def weigh(self, query: Document | str) -> list[Weights]:
        """What each language of a text says, and how much each word counts.

        Raises `TextTooLong`.
        """
        return _weigh(self._index, read(as_document(query)))

    def best(
        self, query: Document | str, *, kinds: Sequence[str], limit: int = 10
    ) -> list[tuple[Key, float]]:
        """The documents that `match` proposes and their scores, without evidence.

        Raises `TextTooLong`.
        """
        index = self._index
        query = as_document(query)
        return _best(index, _weigh(index, read(query)), kinds, limit, query.key)

    def best_beside(
        self, left: Key, *, kinds: Sequence[str], limit: int = 10
    ) -> list[tuple[Key, float]]:
        """As `best`, for a document of the catalogue: its text is not analysed again.

        Raises `UnknownDocument`.
        """
        index = self._index
        weights = index.weights_of(_number(index, left))
        return _best(index, weights, kinds, limit, left)

    def why_not(self, query: Document | str, kind: str, id: str) -> WhyNot:
        """Where a document stands that somebody expected, and what it lacks.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        number = _number(index, (kind, id))
        parts = read(as_document(query))
        weights = _weigh(index, parts)
        strands = index.strands(weights, number)
        numbers = index.numbers([kind])
        scores = index.scores(weights, numbers)
        score = scores[np.searchsorted(numbers, number)].item()
        rank = 1 + int((scores > score).sum()) if score > 0 else None
        return why_not(
            parts,
            read(index.document(number)),
            weights,
            strands,
            Place(score, _reached(strands), rank),
        )

    def score_all(
        self, query: Document | str, *, kinds: Sequence[str]
    ) -> dict[Key, float]:
        """Score of every document of these kinds, those under the floor too.

        Raises `TextTooLong`.
        """
        index = self._index
        numbers = index.numbers(kinds)
        scores = index.scores(_weigh(index, read(as_document(query))), numbers)
        return dict(zip(map(index.key, numbers.tolist()), scores.tolist(), strict=True))

    def bare(self, *, kinds: Sequence[str]) -> dict[Key, Bare]:
        """The documents of these kinds that no text can ever find, and why.

        "empty": no word at all. "too_short": no word that tells it from others.
        """
        return bare_documents(self._index, kinds)

    def pairs(
        self, left_kind: str, right_kind: str, top: int = 20, *, threads: int = 1
    ) -> Iterator[Pair]:
        """For each document of one kind those of its `top` best that `match` proposes.

        Documents of one language come first, short ones before long ones, and of the
        other kind the best. `threads` work
        side by side. Scores only: `explain` gives the evidence of a pair.
        """
        pairs = self.ranking(left_kind, right_kind, top=top, threads=threads)
        index = pairs.index
        for chunk in pairs:
            for left, rights, scores in zip(
                chunk.lefts.tolist(),
                chunk.rights.tolist(),
                chunk.scores.tolist(),
                strict=True,
            ):
                weights = index.weights_of(left)
                for right, score in zip(rights, scores, strict=True):
                    if right < 0:
                        break
                    if reached := _reached(index.strands(weights, right)):
                        yield Pair(index.key(left), index.key(right), score, reached)

    def save(self, path: Path) -> None:
        """Write the catalogue to a folder; readers of it see old or new, whole."""
        store.save(self._index.refit().base, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """A matcher from a saved folder. Raises `SavedIndexError`."""
        matcher = cls()
        matcher._index = Index.of(store.load(path))
        return matcher


def as_document(query: Document | str) -> Document:
    """A bare text as a document of one field. Raises `TextTooLong`."""
    if isinstance(query, Document):
        return query
    return Document("", QUERY, (Field("text", language_of(query), query),))


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


def _best(
    index: Index, weights: Sequence[Weights], kinds: Sequence[str], limit: int, own: Key
) -> list[tuple[Key, float]]:
    """The documents to propose and their scores, without the text's own."""
    found = (
        (key, score)
        for number, score in best_for(index, weights, kinds)
        if (key := index.key(number)) != own
        and _reached(index.strands(weights, number))
    )
    return list(islice(found, limit))


def _number(index: Index, key: Key) -> int:
    number = index.number(key)
    if number is None:
        raise UnknownDocument(kind=key[0], id=key[1])
    return number


def _explain(
    index: Index, parts: Parts, weights: Sequence[Weights], number: int
) -> Evidence | None:
    """Evidence for a document, or None where there is no reason to propose it."""
    strands = index.strands(weights, number)
    reached = _reached(strands)
    if reached is None:
        return None
    right = index.parts(weights, number)
    shared = [
        Shared(parts[strand.left], right[strand.right], strand.shares)
        for strand in strands
    ]
    return explain(shared, reached)


def _reached(strands: Sequence[Strand]) -> Band | None:
    """The band of two documents that share this; None: they are not proposed.

    What only shares numbers and words that fit any subject never is.
    """
    shares = [share for strand in strands for share in strand.shares.items()]
    words = {feature for feature, _ in shares if kind_of(feature) is Kind.WORD}
    japanese = any(strand.left == strand.right == "ja" for strand in strands)
    score = math.fsum(share for _, share in shares)
    return band(score, len(words), "ja" if japanese else "en") if words else None
