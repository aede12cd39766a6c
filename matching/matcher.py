"""The matcher as other code uses it."""

import logging
import threading
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from matching import store
from matching.answers import Answer, Match, Pair
from matching.base import Key
from matching.dictionary import Dictionary, cut
from matching.documents import Document
from matching.evidence import Evidence
from matching.index import Index
from matching.proposing import (
    as_document,
    best,
    evidence_for,
    number_of,
    reached_by,
    weigh,
    with_links,
)
from matching.rankers import InMemory, Ranker
from matching.ranking import AllPairs
from matching.reading import read, read_batch
from matching.saying import numbers_saying
from matching.silence import Bare, bare_documents, silence
from matching.version import VERSION
from matching.weights import Weights
from matching.why_not import Place, WhyNot, why_not

log = logging.getLogger(__name__)

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
        self._ranker: Ranker = InMemory()
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
                self._index = replace(index, dictionary=self._index.dictionary)
        return self

    def put(self, document: Document) -> None:
        """Add a document, or put it in place of its older form."""
        read = read_batch([document])
        self._change(lambda index: index.with_document(document, read))

    def remove(self, kind: str, id: str) -> None:
        """Take a document out. Raises `UnknownDocument`."""
        self._change(lambda index: index.without(kind, id))

    def use(self, words: Mapping[str, Sequence[str]]) -> None:
        """Ask with a dictionary from the next answer on; nothing is fitted anew.

        `words` gives for each word what it may be called as well: what has another
        word of a text is found too, lightly (`dictionary`). A saved index holds none.
        """
        dictionary = Dictionary(words)
        self._change(lambda index: replace(index, dictionary=dictionary))

    def rank_with(self, ranker: Ranker) -> None:
        """Let another rank the catalogue for one text (`match`, `best`, `best_beside`).

        All else is ranked in this process: all pairs, places and scores of single
        documents. What the ranker raises, these three raise.
        """
        self._ranker = ranker

    @property
    def index(self) -> Index:
        """The catalogue as it stands now; it is never changed once made."""
        return self._index

    def asking_with(self, words: Mapping[str, Sequence[str]]) -> "Matcher":
        """The same catalogue as it stands now, asked with another dictionary."""
        other = Matcher()
        other._index = replace(self._index, dictionary=Dictionary(words))
        return other

    @property
    def version(self) -> str:
        """The method's version and, where there is a dictionary, its digest."""
        digest = self._index.dictionary.digest
        return f"{VERSION}-{digest}" if digest else VERSION

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
        weights = weigh(index, parts)
        asked = with_links(parts, weights)
        hidden = {query.key, *exclude}
        matches: list[Match] = []
        for key, _ in self._ranker.best(index, weights, kinds):
            if len(matches) == limit:
                break
            # A cluster may still have what the catalogue no longer holds.
            number = index.number(key)
            evidence = None
            if number is not None and key not in hidden:
                evidence = evidence_for(index, asked, weights, number)
            if evidence:
                matches.append(Match(*key, evidence.score, evidence.band, evidence))
        if matches or not limit:
            return Answer(tuple(matches), None)
        others = index.numbers(kinds)
        held = [index.number(key) for key in hidden]
        others = np.setdiff1d(others, [number for number in held if number is not None])
        return Answer((), silence(query, parts, index, weights, others))

    def explain(self, query: Document | str, kind: str, id: str) -> Evidence | None:
        """Evidence for one document; None where `match` would not propose it.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        number = number_of(index, (kind, id))
        parts = read(as_document(query))
        weights = weigh(index, parts)
        return evidence_for(index, with_links(parts, weights), weights, number)

    def explain_all(self, left: Key, rights: Iterable[Key]) -> list[Evidence | None]:
        """Evidence for a document of the catalogue beside others of it.

        No text is analysed: what was found in each when it came in is kept. None
        where `match` would not propose a document. Raises `UnknownDocument`.
        """
        index = self._index
        number = number_of(index, left)
        weights = index.weights_of(number)
        asked = with_links(index.parts(weights, number), weights)
        return [
            evidence_for(index, asked, weights, number_of(index, right))
            for right in rights
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
        return weigh(self._index, read(as_document(query)))

    def best(
        self, query: Document | str, *, kinds: Sequence[str], limit: int = 10
    ) -> list[tuple[Key, float]]:
        """The documents that `match` proposes and their scores, without evidence.

        Raises `TextTooLong`.
        """
        index = self._index
        query = as_document(query)
        weights = weigh(index, read(query))
        return best(self._ranker, index, weights, kinds, limit, query.key)

    def best_beside(
        self, left: Key, *, kinds: Sequence[str], limit: int = 10
    ) -> list[tuple[Key, float]]:
        """As `best`, for a document of the catalogue: its text is not analysed again.

        Raises `UnknownDocument`.
        """
        index = self._index
        weights = index.weights_of(number_of(index, left))
        return best(self._ranker, index, weights, kinds, limit, left)

    def why_not(self, query: Document | str, kind: str, id: str) -> WhyNot:
        """Where a document stands that somebody expected, and what it lacks.

        Raises `UnknownDocument` and `TextTooLong`.
        """
        index = self._index
        number = number_of(index, (kind, id))
        parts = read(as_document(query))
        weights = weigh(index, parts)
        strands = index.strands(weights, number)
        numbers = index.numbers([kind])
        scores = index.scores(weights, numbers)
        score = scores[np.searchsorted(numbers, number)].item()
        rank = 1 + int((scores > score).sum()) if score > 0 else None
        return why_not(
            with_links(parts, weights),
            read(index.document(number)),
            weights,
            strands,
            Place(score, reached_by(strands), rank),
        )

    def score_all(
        self, query: Document | str, *, kinds: Sequence[str]
    ) -> dict[Key, float]:
        """Score of every document of these kinds, those under the floor too.

        Raises `TextTooLong`.
        """
        index = self._index
        numbers = index.numbers(kinds)
        scores = index.scores(weigh(index, read(as_document(query))), numbers)
        return dict(zip(map(index.key, numbers.tolist()), scores.tolist(), strict=True))

    def saying(self, word: str, *, kinds: Sequence[str]) -> list[Key]:
        """The documents of these kinds that say a word, in either language.

        A word that tells nothing from others is said by none.
        """
        index = self._index
        numbers = numbers_saying(index, cut(word))
        kept = np.intersect1d(numbers, index.numbers(kinds))
        return [index.key(number) for number in kept.tolist()]

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
                    if reached := reached_by(index.strands(weights, right)):
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
