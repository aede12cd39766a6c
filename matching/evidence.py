"""Why two documents match: shared terms, and sentence beside sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

import numpy as np

from matching.analysis import Analysis, analyse
from matching.bands import Band
from matching.documents import Field, Lang

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


@dataclass(frozen=True)
class Passage:
    """One sentence of a field, and where each feature occurs in it."""

    field: Field
    start: int
    end: int
    spans: Mapping[str, tuple[Span, ...]]

    @cached_property
    def sentence(self) -> str:
        """The sentence, verbatim."""
        return self.field.text[self.start : self.end]

    def side(self, features: frozenset[str]) -> Side:
        """This sentence with these features marked."""
        spans = [
            (start - self.start, end - self.start)
            for feature in features
            for start, end in self.spans.get(feature, ())
        ]
        return Side(self.field.name, self.field.lang, self.sentence, join(spans))


def join(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def passages(fields: Sequence[Field], features: frozenset[str]) -> list[Passage]:
    """The sentences of these fields in which any of the features occurs."""
    found = []
    for field in fields:
        analysis: Analysis = analyse(field.text)
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


def explain(
    left: Sequence[Field],
    right: Sequence[Field],
    contributions: Mapping[str, float],
    band: Band,
) -> Evidence:
    """Evidence for a score that is the sum of `contributions` per feature."""
    features = frozenset(contributions)
    lefts = passages(left, features)
    rights = passages(right, features)
    return Evidence(
        score=sum(contributions.values()),
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
        spans = sorted(
            (span, feature) for feature, at in passage.spans.items() for span in at
        )
        runs = join([span for span, _ in spans])
        for (start, end), feature in spans:
            if feature in seen:
                continue
            seen.add(feature)
            run = next(r for r in runs if r[0] <= start and end <= r[1])
            surface = passage.field.text[run[0] : run[1]]
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
    if not lefts or not rights:
        return ()
    columns = {feature: at for at, feature in enumerate(contributions)}
    left = _presence(lefts, columns)
    right = _presence(rights, columns)
    open_shares = np.asarray(list(contributions.values()))
    least = LEAST_GAIN * open_shares.sum()
    pairs: list[SentencePair] = []
    while len(pairs) < MAX_PAIRS:
        gains = (left * open_shares) @ right.T
        at, beside = divmod(int(gains.argmax()), len(rights))
        gain = float(gains[at, beside])
        if gain < least or gain <= 0:
            break
        shared = frozenset(lefts[at].spans) & frozenset(rights[beside].spans)
        pairs.append(
            SentencePair(lefts[at].side(shared), rights[beside].side(shared), gain)
        )
        open_shares[[columns[feature] for feature in shared]] = 0.0
    return tuple(pairs)


def _presence(
    sides: Sequence[Passage], columns: Mapping[str, int]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    matrix = np.zeros((len(sides), len(columns)))
    for row, passage in enumerate(sides):
        matrix[row, [columns[feature] for feature in passage.spans]] = 1.0
    return matrix
