"""Why two documents match: shared terms, and sentence beside sentence."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from matching.bands import Band
from matching.documents import Lang
from matching.passages import Passage, Span
from matching.words import tells

MAX_PAIRS = 3
"""Most sentence pairs in one language."""
LEAST_GAIN = 0.05
"""A further sentence pair must show at least this part of what its language shares."""


class TermJSON(TypedDict):
    """A shared term, the language of its text, and what it adds to the score."""

    term: str
    lang: Lang
    share: float


class SideJSON(TypedDict):
    """One quoted sentence; marks are half-open code points of it."""

    field: str
    lang: Lang
    sentence: str
    marks: list[list[int]]


class PairJSON(TypedDict):
    """A sentence of the left document beside one of the right."""

    left: SideJSON
    right: SideJSON
    share: float


class EvidenceJSON(TypedDict):
    """The form that API, templates and pairings share."""

    score: float
    band: Band
    terms: list[TermJSON]
    evidence: list[PairJSON]


@dataclass(frozen=True, slots=True)
class Term:
    """A shared term in a readable form, and what it adds to the score.

    `lang` is the language of the left text in which it is written.
    """

    term: str
    lang: Lang
    share: float


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence as it stands in a field, the shared words marked."""

    field: str
    lang: Lang
    sentence: str
    marks: tuple[Span, ...]

    def as_json(self) -> SideJSON:
        """As in the evidence JSON."""
        return {
            "field": self.field,
            "lang": self.lang,
            "sentence": self.sentence,
            "marks": [list(mark) for mark in self.marks],
        }


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of the left document beside one of the right.

    `share` is the part of the score that this pair shows first.
    """

    left: Side
    right: Side
    share: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a match has its score: the shares of its terms sum to it."""

    score: float
    band: Band
    terms: tuple[Term, ...]
    pairs: tuple[SentencePair, ...]

    def as_json(self) -> EvidenceJSON:
        """The form that API, templates and pairings share."""
        return {
            "score": self.score,
            "band": self.band,
            "terms": [
                {"term": t.term, "lang": t.lang, "share": t.share} for t in self.terms
            ],
            "evidence": [
                {
                    "left": pair.left.as_json(),
                    "right": pair.right.as_json(),
                    "share": pair.share,
                }
                for pair in self.pairs
            ],
        }


class Shared(NamedTuple):
    """A language of each side, and what each shared feature adds to the score."""

    left: Sequence[Passage]
    right: Sequence[Passage]
    shares: Mapping[str, float]


def explain(strands: Sequence[Shared], band: Band) -> Evidence:
    """Evidence for a score that is the sum of the shares of all strands.

    Each strand is quoted by itself, so that a reader of either language finds up to
    `MAX_PAIRS` pairs of sentences in it.
    """
    pairs = [pair for strand in strands for pair in _pairs(_Sides(strand))]
    found = [term for strand in strands for term in terms(strand.left, strand.shares)]
    return Evidence(
        score=math.fsum(share for s in strands for share in s.shares.values()),
        band=band,
        terms=tuple(sorted(found, key=lambda term: (-term.share, term.term))),
        pairs=tuple(sorted(pairs, key=lambda pair: -pair.share)),
    )


def terms(lefts: Sequence[Passage], shares: Mapping[str, float]) -> list[Term]:
    """Each feature's share under the words in which a text says it first.

    A compound whose words make two terms gives each of them half of its share.

    Args:
        lefts: sentences of a text in one language.
        shares: what each feature adds.
    """
    summed: dict[str, float] = defaultdict(float)
    unnamed = set(shares)
    for passage in lefts:
        fresh = unnamed & passage.spans.keys()
        if not fresh:
            continue
        unnamed -= fresh
        at = {
            place: run.name
            for run in passage.runs(shares.keys())
            for place in range(run.start, run.end)
        }
        for feature in sorted(fresh):
            first, last = passage.spans[feature][0]
            half = shares[feature] / 2
            for place in (first, last - 1):
                summed[at.get(place) or passage.field.text[first:last]] += half
    names: dict[str, str] = {}
    for name in summed:
        names.setdefault(name.casefold(), name)
    found = dict.fromkeys(names.values(), 0.0)
    for name, share in summed.items():
        found[names[name.casefold()]] += share
    return [Term(name, lefts[0].field.lang, share) for name, share in found.items()]


def _pairs(side: "_Sides") -> list[SentencePair]:
    """Up to `MAX_PAIRS` pairs, each the one that shows most that is not shown."""
    least = LEAST_GAIN * side.open_shares.sum()
    pairs: list[SentencePair] = []
    while len(pairs) < MAX_PAIRS:
        gain, left, right = side.best()
        if gain <= (least if pairs else 0.0):
            break
        pairs.append(side.show(left, right, gain))
    return pairs


class _Sides:
    """The sentences of both sides in one strand, and what is still to show."""

    def __init__(self, strand: Shared) -> None:
        shares = strand.shares
        self.columns = {feature: at for at, feature in enumerate(shares)}
        self.open_shares = np.asarray(list(shares.values()))
        self.lefts, self.rights = (
            [p for p in side if not self.columns.keys().isdisjoint(p.spans)]
            for side in (strand.left, strand.right)
        )
        self.left = self._presence(self.lefts)
        self.right = self._presence(self.rights)
        words = np.asarray([tells(name) for name in shares], np.float64)
        self.quotable = (self.left * words) @ self.right.T > 0

    def best(self) -> tuple[float, int, int]:
        """The pair that shows most, as (what it shows, left, right)."""
        gains = (self.left * self.open_shares) @ self.right.T
        gains = np.where(self.quotable, gains, 0.0)
        if not gains.size:
            return 0.0, 0, 0
        left, right = divmod(int(gains.argmax()), len(self.rights))
        return float(gains[left, right]), left, right

    def show(self, left: int, right: int, gain: float) -> SentencePair:
        """The pair; what it shows does not count again."""
        one, other = self.lefts[left], self.rights[right]
        features = self.columns.keys()
        shared = features & one.spans.keys() & other.spans.keys()
        self.open_shares[[self.columns[feature] for feature in shared]] = 0.0
        return SentencePair(
            _side(one, shared, features), _side(other, shared, features), gain
        )

    def _presence(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        matrix = np.zeros((len(passages), len(self.columns)))
        for row, passage in enumerate(passages):
            known = self.columns.keys() & passage.spans.keys()
            matrix[row, [self.columns[feature] for feature in known]] = 1.0
        return matrix


def _side(passage: Passage, shown: Set[str], features: Set[str]) -> Side:
    """The sentence with some of the features marked."""
    field = passage.field
    marks = passage.marks(shown, features)
    return Side(field.name, field.lang, passage.sentence, marks)
