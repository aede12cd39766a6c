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


def tells(features: Iterable[str]) -> bool:
    """Whether these shared features are reason enough to quote or to propose.

    Numbers, affixes and words that fit any subject are not, by themselves.
    """
    return any(kind_of(feature) is Kind.WORD for feature in features)


def explain(
    left: Sequence[AnalysedField],
    right: Sequence[AnalysedField],
    contributions: Mapping[str, float],
    band: Band,
) -> Evidence:
    """Evidence for a score that is the sum of `contributions` per feature."""
    lefts = passages(left, contributions.keys())
    rights = passages(right, contributions.keys())
    return Evidence(
        score=math.fsum(contributions.values()),
        band=band,
        terms=_terms(lefts, contributions),
        pairs=_pairs(lefts, rights, contributions),
    )


def _terms(
    lefts: Sequence[Passage], contributions: Mapping[str, float]
) -> tuple[Term, ...]:
    """Each feature's share under the words in which the left side says it.

    Features that overlap there (a compound and its parts) make one term.
    """
    shares: dict[str, float] = {}
    names: dict[str, str] = {}
    seen: set[str] = set()
    for passage in lefts:
        runs = join([span for at in passage.spans.values() for span in at])
        for feature, at in sorted(passage.spans.items()):
            if feature in seen:
                continue
            seen.add(feature)
            start, end = next(r for r in runs if r[0] <= at[0][0] and at[0][1] <= r[1])
            surface = passage.field.text[start:end]
            name = names.setdefault(surface.casefold(), surface)
            shares[name] = shares.get(name, 0.0) + contributions[feature]
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Term(term, share) for term, share in ranked)


def _pairs(
    lefts: Sequence[Passage],
    rights: Sequence[Passage],
    contributions: Mapping[str, float],
) -> tuple[SentencePair, ...]:
    """Up to `MAX_PAIRS` pairs, each the one that shows most that is not shown."""
    columns = {feature: at for at, feature in enumerate(contributions)}
    left = _presence(lefts, columns)
    right = _presence(rights, columns)
    words = np.asarray([kind_of(feature) is Kind.WORD for feature in columns])
    shares = np.asarray(list(contributions.values()))
    quotable = (left * words) @ right.T > 0
    least = LEAST_GAIN * shares.sum()
    pairs: list[SentencePair] = []
    while len(pairs) < MAX_PAIRS:
        gains = np.where(quotable, (left * shares) @ right.T, 0.0)
        at, beside = divmod(int(gains.argmax()), len(rights))
        gain = float(gains[at, beside])
        if gain <= (least if pairs else 0.0):
            break
        shared = lefts[at].spans.keys() & rights[beside].spans.keys()
        pairs.append(
            SentencePair(lefts[at].side(shared), rights[beside].side(shared), gain)
        )
        shares[[columns[feature] for feature in shared]] = 0.0
    return tuple(pairs)


def _presence(
    sides: Sequence[Passage], columns: Mapping[str, int]
) -> NDArray[np.float64]:
    matrix = np.zeros((len(sides), len(columns)))
    for row, passage in enumerate(sides):
        matrix[row, [columns[feature] for feature in passage.spans]] = 1.0
    return matrix
