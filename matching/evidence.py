"""Why two documents match: shared terms, and sentence beside sentence."""

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from matching.analysis import Analysis
from matching.bands import Band
from matching.documents import Field, Lang
from matching.words import Kind, kind_of

MAX_PAIRS = 3
LEAST_GAIN = 0.05
"""A further sentence pair must show at least this part of the score."""

Span = tuple[int, int]


class TermJSON(TypedDict):
    """A shared term and what it adds to the score."""

    term: str
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
    """A shared term in a readable form, and what it adds to the score."""

    term: str
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
            "terms": [{"term": t.term, "share": t.share} for t in self.terms],
            "evidence": [
                {
                    "left": pair.left.as_json(),
                    "right": pair.right.as_json(),
                    "share": pair.share,
                }
                for pair in self.pairs
            ],
        }


class AnalysedField(NamedTuple):
    """A field and what was found in it."""

    field: Field
    analysis: Analysis


class Shared(NamedTuple):
    """A language of each side, and what each shared feature adds to the score."""

    left: Sequence[AnalysedField]
    right: Sequence[AnalysedField]
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a field, and where each feature occurs in it."""

    field: Field
    start: int
    end: int
    spans: Mapping[str, tuple[Span, ...]]

    def side(self, features: Iterable[str]) -> Side:
        """This sentence with these features marked."""
        spans = [
            (start - self.start, end - self.start)
            for feature in features
            for start, end in self.spans[feature]
        ]
        sentence = self.field.text[self.start : self.end]
        return Side(self.field.name, self.field.lang, sentence, join(spans))


def join(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def passages(sides: Iterable[AnalysedField], features: Set[str]) -> list[Passage]:
    """The sentences of these fields in which any of the features occurs."""
    found = []
    for field, analysis in sides:
        spans: dict[int, dict[str, list[Span]]] = {}
        for token in analysis.tokens:
            if token.feature in features:
                places = spans.setdefault(token.sentence, {})
                places.setdefault(token.feature, []).append((token.start, token.end))
        for number, places in sorted(spans.items()):
            start, end = analysis.sentences[number]
            held = {feature: tuple(at) for feature, at in places.items()}
            found.append(Passage(field, start, end, held))
    return found


def explain(strands: Sequence[Shared], band: Band) -> Evidence:
    """Evidence for a score that is the sum of the shares of all strands."""
    sides = [
        _Sides(
            passages(strand.left, strand.shares.keys()),
            passages(strand.right, strand.shares.keys()),
            strand.shares,
        )
        for strand in strands
    ]
    return Evidence(
        score=math.fsum(share for s in strands for share in s.shares.values()),
        band=band,
        terms=_terms(sides),
        pairs=_pairs(sides),
    )


def _terms(sides: Sequence["_Sides"]) -> tuple[Term, ...]:
    """Each feature's share under the words in which the left side says it.

    Features that overlap there (a compound and its parts) make one term.
    """
    shares: dict[str, float] = {}
    names: dict[str, str] = {}
    for side in sides:
        seen: set[str] = set()
        for passage in side.lefts:
            runs = join([span for at in passage.spans.values() for span in at])
            for feature, at in sorted(passage.spans.items()):
                if feature in seen:
                    continue
                seen.add(feature)
                first, last = at[0]
                start, end = next(r for r in runs if r[0] <= first and last <= r[1])
                surface = passage.field.text[start:end]
                name = names.setdefault(surface.casefold(), surface)
                shares[name] = shares.get(name, 0.0) + side.shares[feature]
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Term(term, share) for term, share in ranked)


def _pairs(sides: Sequence["_Sides"]) -> tuple[SentencePair, ...]:
    """Up to `MAX_PAIRS` pairs, each the one that shows most that is not shown."""
    least = LEAST_GAIN * sum(side.open_shares.sum() for side in sides)
    pairs: list[SentencePair] = []
    while len(pairs) < MAX_PAIRS:
        found = [(side.best(), side) for side in sides]
        (gain, left, right), side = max(found, key=lambda entry: entry[0][0])
        if gain <= (least if pairs else 0.0):
            break
        pairs.append(side.show(left, right, gain))
    return tuple(pairs)


class _Sides:
    """The sentences of both sides in one strand, and what is still to show."""

    def __init__(
        self,
        lefts: Sequence[Passage],
        rights: Sequence[Passage],
        shares: Mapping[str, float],
    ) -> None:
        self.lefts = lefts
        self.rights = rights
        self.shares = shares
        self.columns = {feature: at for at, feature in enumerate(shares)}
        self.open_shares = np.asarray(list(shares.values()))
        self.left = self._presence(lefts)
        self.right = self._presence(rights)
        words = np.asarray([kind_of(name) is Kind.WORD for name in shares], np.float64)
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
        shared = one.spans.keys() & other.spans.keys()
        self.open_shares[[self.columns[feature] for feature in shared]] = 0.0
        return SentencePair(one.side(shared), other.side(shared), gain)

    def _presence(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        matrix = np.zeros((len(passages), len(self.columns)))
        for row, passage in enumerate(passages):
            matrix[row, [self.columns[feature] for feature in passage.spans]] = 1.0
        return matrix
