"""What was found in documents, as flat arrays: features, where, in which sentence.

Counts and evidence are both made from it, so that no text is analysed twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from multiprocessing import get_context
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from matching.analysis import analyse
from matching.documents import LANGS, Document, Lang
from matching.passages import Passage, passages

Integers = NDArray[np.int64]
Parts = Mapping[Lang, Sequence[Passage]]
"""The sentences of a document that say anything, in each language."""

BATCH = 500
"""Documents that a process analyses at a time."""
SLICE = 5_000
"""Documents that are counted at a time: what that takes of memory is of no more."""


def read(document: Document) -> Parts:
    """The sentences of a document, its texts analysed."""
    return {
        lang: [
            passage
            for field in document.in_language(lang)
            for passage in passages(field)
        ]
        for lang in LANGS
    }


@dataclass(frozen=True, slots=True)
class Reading:
    """Occurrences of features and sentences, document after document.

    Token t of document d, `tokens[d] <= t < tokens[d + 1]`, is the feature
    `features[t]` (a column) at the code points `starts[t]` to `ends[t]` of a
    field's text, in the sentence `sentences[d] + within[t]`; tokens stand in the
    order of their sentences. Sentence s is `firsts[s]` to `lasts[s]` of the field
    number `fields[s]`, which is in the language number `languages[s]`.
    """

    tokens: Integers
    features: NDArray[np.int32]
    starts: NDArray[np.uint16]
    ends: NDArray[np.uint16]
    within: NDArray[np.int32]
    sentences: Integers
    firsts: NDArray[np.uint16]
    lasts: NDArray[np.uint16]
    fields: NDArray[np.int32]
    languages: NDArray[np.int8]

    def __len__(self) -> int:
        """How many documents were read."""
        return len(self.tokens) - 1

    def features_of(self, number: int) -> NDArray[np.int32]:
        """Columns of what one document says, as often as it says it."""
        return self.features[self.tokens[number] : self.tokens[number + 1]]

    def counts(self, lang: Lang, width: int) -> csr_matrix:
        """How often each of `width` features occurs in that language, by document."""
        found = [csr_matrix((0, width))]
        for first in range(0, len(self), SLICE):
            owners, features, languages = self._slice(first)
            own = languages == LANGS.index(lang)
            size = min(SLICE, len(self) - first)
            found.append(_counted(owners[own], features[own], (size, width)))
        return vstack(found, format="csr")

    def frequencies(self, width: int) -> Integers:
        """In how many documents each of `width` features occurs, in any language."""
        found = np.zeros(width, np.int64)
        for first in range(0, len(self), SLICE):
            owners, features, _ = self._slice(first)
            rows = _counted(owners, features, (SLICE, width))
            found += np.bincount(rows.indices, minlength=width)
        return found

    def _slice(
        self, first: int
    ) -> tuple[Integers, NDArray[np.int32], NDArray[np.int8]]:
        """Of the tokens of `SLICE` documents: document, counted from the first, column,
        and language."""
        ends = self.tokens[first : first + SLICE + 1]
        tokens = slice(ends[0], ends[-1])
        owners = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        sentences = self.sentences[first + owners] + self.within[tokens]
        return owners, self.features[tokens], self.languages[sentences]

    def parts(
        self,
        number: int,
        document: Document,
        columns: Integers,
        features: Sequence[str],
    ) -> Parts:
        """The sentences of one document that have any of some features.

        `columns` has the column of each, -1 where no document has it.
        """
        named, asked = found_in(self.features_of(number), columns)
        wanted = self.tokens[number] + named
        places = list(
            zip(
                map(features.__getitem__, asked.tolist()),
                self.starts[wanted].tolist(),
                self.ends[wanted].tolist(),
                strict=True,
            )
        )
        # Tokens stand in the order of their sentences.
        within, begins = np.unique(self.within[wanted], return_index=True)
        sentences = self.sentences[number] + within
        found: dict[Lang, list[Passage]] = {lang: [] for lang in LANGS}
        for place, first, last, (begin, end) in zip(
            self.fields[sentences].tolist(),
            self.firsts[sentences].tolist(),
            self.lasts[sentences].tolist(),
            pairwise([*begins.tolist(), len(places)]),
            strict=True,
        ):
            field = document.fields[place]
            found[field.lang].append(Passage(field, first, last, places[begin:end]))
        return found

    def renamed(self, columns: Integers) -> Self:
        """The same with feature f in the column `columns[f]`."""
        return replace(self, features=columns[self.features].astype(np.int32))

    def take(self, numbers: Integers) -> Self:
        """Some documents, in this order."""
        tokens = _spread(self.tokens, numbers)
        sentences = _spread(self.sentences, numbers)
        return type(self)(
            tokens=_ends(np.diff(self.tokens)[numbers]),
            features=self.features[tokens],
            starts=self.starts[tokens],
            ends=self.ends[tokens],
            within=self.within[tokens],
            sentences=_ends(np.diff(self.sentences)[numbers]),
            firsts=self.firsts[sentences],
            lasts=self.lasts[sentences],
            fields=self.fields[sentences],
            languages=self.languages[sentences],
        )

    @classmethod
    def joined(cls, parts: Sequence["Reading"]) -> Self:
        """The documents of all parts, whose features have the same columns."""
        return cls(
            tokens=_ends(np.concatenate([np.diff(part.tokens) for part in parts])),
            features=np.concatenate([part.features for part in parts]),
            starts=np.concatenate([part.starts for part in parts]),
            ends=np.concatenate([part.ends for part in parts]),
            within=np.concatenate([part.within for part in parts]),
            sentences=_ends(
                np.concatenate([np.diff(part.sentences) for part in parts])
            ),
            firsts=np.concatenate([part.firsts for part in parts]),
            lasts=np.concatenate([part.lasts for part in parts]),
            fields=np.concatenate([part.fields for part in parts]),
            languages=np.concatenate([part.languages for part in parts]),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents read together, and the feature of each column."""

    reading: Reading
    features: list[str]


def found_in(said: NDArray[np.integer], columns: Integers) -> tuple[Integers, Integers]:
    """Where any of some columns stands in what is said, and which of them it is."""
    if not columns.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    order = np.argsort(columns, kind="stable")
    near = order[np.searchsorted(columns[order], said, "right") - 1]
    places = np.flatnonzero(columns[near] == said)
    return places, near[places]


def read_all(documents: Sequence[Document], processes: int = 1) -> Batch:
    """Analyse documents; `processes` do so side by side, 1 being this one."""
    batches = [documents[at : at + BATCH] for at in range(0, len(documents), BATCH)]
    columns: dict[str, int] = {}
    parts = [read_batch(()).reading]
    for batch in _read_batches(batches, processes):
        known = [columns.setdefault(name, len(columns)) for name in batch.features]
        parts.append(batch.reading.renamed(np.asarray(known, np.int64)))
    return Batch(Reading.joined(parts), list(columns))


def read_batch(documents: Iterable[Document]) -> Batch:
    """Analyse some documents."""
    columns: dict[str, int] = {}
    tokens, sentences = [0], [0]
    found: list[tuple[int, int, int, int]] = []
    spans: list[tuple[int, int, int, int]] = []
    for document in documents:
        begin = len(spans)
        for number, field in enumerate(document.fields):
            analysis = analyse(field.text)
            before = len(spans) - begin
            language = LANGS.index(field.lang)
            spans += [(*span, number, language) for span in analysis.sentences]
            found += [
                (columns.setdefault(name, len(columns)), start, end, before + sentence)
                for name, start, end, sentence in analysis.tokens
            ]
        tokens.append(len(found))
        sentences.append(len(spans))
    token = np.asarray(found, np.int64).reshape(-1, 4)
    span = np.asarray(spans, np.int64).reshape(-1, 4)
    reading = Reading(
        tokens=np.asarray(tokens, np.int64),
        features=token[:, 0].astype(np.int32),
        starts=token[:, 1].astype(np.uint16),
        ends=token[:, 2].astype(np.uint16),
        within=token[:, 3].astype(np.int32),
        sentences=np.asarray(sentences, np.int64),
        firsts=span[:, 0].astype(np.uint16),
        lasts=span[:, 1].astype(np.uint16),
        fields=span[:, 2].astype(np.int32),
        languages=span[:, 3].astype(np.int8),
    )
    return Batch(reading, list(columns))


def _read_batches(
    batches: Sequence[Sequence[Document]], processes: int
) -> Iterator[Batch]:
    if processes == 1:
        yield from map(read_batch, batches)
        return
    # Fresh processes: a copy of one that runs threads may hang.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(read_batch, batches)


def _counted(
    owners: Integers, features: NDArray[np.int32], shape: tuple[int, int]
) -> csr_matrix:
    """A row a document: how often each feature is among its tokens."""
    rows = csr_matrix((np.ones(len(owners)), (owners, features)), shape=shape)
    rows.sum_duplicates()
    return rows


def _ends(sizes: NDArray[np.integer]) -> Integers:
    """Where each of some runs ends, from 0 on."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _spread(ends: Integers, numbers: Integers) -> Integers:
    """The places of all the members of these runs, run after run."""
    sizes = np.diff(ends)[numbers]
    shift = np.repeat(ends[numbers] - _ends(sizes)[:-1], sizes)
    return np.arange(int(sizes.sum())) + shift
