"""Sentences of a field, and the shared words in them as a reader would name them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matching.analysis import Analysis, Token
from matching.documents import Field
from matching.words import MANY, Kind, kind_of

Span = tuple[int, int]

MAX_WORDS = 3
"""Most words that are named as one term, where each goes with the next."""

# What may stand between two words of one term: waste water, add-on, 排水処理.
_TOGETHER = re.compile(r"[\s‐-]*")
_KANA = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1)))
# A verb or an adjective before a noun is a word of its own: 使える窓口, 濃い水.
_ATTRIBUTE = re.compile(r"[^ぁ-ゖ]+[ぁ-ゖ]*[うくぐすつぬぶむるい]")


class AnalysedField(NamedTuple):
    """A field and what was found in it."""

    field: Field
    analysis: Analysis


class Run(NamedTuple):
    """A stretch of the field that is one term, and the term's name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a field, and where each feature occurs in it.

    `apart` are the places of compounds that do not read as one term (排水の処理,
    使える窓口): their words are marked and named each by itself.
    """

    field: Field
    start: int
    end: int
    spans: Mapping[str, Sequence[Span]]
    apart: Set[Span]

    @property
    def sentence(self) -> str:
        """The sentence as it is written."""
        return self.field.text[self.start : self.end]

    def marks(self, features: Iterable[str]) -> tuple[Span, ...]:
        """Where these features are written, as places of the sentence."""
        return join(
            [
                (span[0] - self.start, span[1] - self.start)
                for feature in features
                for span in self.spans[feature]
                if span not in self.apart
            ]
        )

    def runs(self) -> list[Run]:
        """The terms of this sentence, in order; they do not overlap.

        Words that are counted together and stand side by side are one term, up to
        `MAX_WORDS` of them.
        """
        found: list[list[int]] = []
        spans = {span: feature for feature, at in self.spans.items() for span in at}
        for start, end in sorted(spans.keys() - self.apart, key=_longest_first):
            words = 2 if is_pair(spans[start, end]) else 1
            if not found or start >= found[-1][1]:
                found.append([start, end, words])
            elif end > found[-1][1] and found[-1][2] < MAX_WORDS:
                found[-1][1:] = [end, found[-1][2] + 1]
        lasts: dict[int, tuple[int, str]] = {}
        for feature, at in self.spans.items():
            if kind_of(feature) is not Kind.COMPOUND:
                for start, end in at:
                    lasts.setdefault(end, (start, form_of(feature)))
        return [
            Run(start, end, self._name(start, end, lasts.get(end)))
            for start, end, _ in found
        ]

    def _name(self, start: int, end: int, last: tuple[int, str] | None) -> str:
        """What is written there, its last word as a dictionary has it (済ん→済む)."""
        text = self.field.text
        if last is None:
            return text[start:end]
        first, form = last
        return text[start:first] + dictionary_form(text[first:end], form)


@lru_cache(MANY)
def dictionary_form(written: str, form: str) -> str:
    """A word as a dictionary has it, in the writer's characters: 造っ, 作る → 造る.

    Only the kana ending is taken from the form; where the two are otherwise written
    differently (くさい, 臭い), what is written stays, unless it is cut off (つかっ).
    """
    stem, stem_of_form = written.rstrip(_KANA), form.rstrip(_KANA)
    if stem and len(stem) == len(stem_of_form):
        return stem + form[len(stem_of_form) :]
    return form if written.endswith("っ") else written


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
        by_sentence: dict[int, list[Token]] = defaultdict(list)
        for token in analysis.tokens:
            if token.feature in features:
                by_sentence[token.sentence].append(token)
        for number, tokens in sorted(by_sentence.items()):
            spans: dict[str, list[Span]] = defaultdict(list)
            for feature, start, end, _ in tokens:
                spans[feature].append((start, end))
            apart = _apart(field.text, tokens)
            found.append(
                Passage(field, *analysis.sentences[number], dict(spans), apart)
            )
    return found


def _apart(text: str, tokens: Sequence[Token]) -> frozenset[Span]:
    """Places of the compounds that do not read as one term."""
    pairs = [(start, end) for feature, start, end, _ in tokens if is_pair(feature)]
    if not pairs:
        return frozenset()
    words = [token for token in tokens if kind_of(token.feature) is not Kind.COMPOUND]
    lefts = {token.start: token for token in words}
    rights = {token.end: token for token in words}
    return frozenset(
        (start, end)
        for start, end in pairs
        if not _one_term(text, lefts.get(start), rights.get(end))
    )


def _one_term(text: str, left: Token | None, right: Token | None) -> bool:
    """Whether two neighbouring words are written side by side, as one term."""
    if left is None or right is None:
        return False
    beside = left.end == right.start or _TOGETHER.fullmatch(text, left.end, right.start)
    return bool(beside) and not _attribute(text[left.start : left.end], left.feature)


@lru_cache(MANY)
def _attribute(written: str, feature: str) -> bool:
    """Whether a word says something of the noun behind it, as it is written there."""
    return all(map(_ATTRIBUTE.fullmatch, (written, form_of(feature))))


@lru_cache(MANY)
def form_of(feature: str) -> str:
    """The word that a feature stands for, without the mark of its kind."""
    return feature.removeprefix(kind_of(feature))


@lru_cache(MANY)
def is_pair(feature: str) -> bool:
    """Whether it is a compound of two words that were found beside each other."""
    return " " in feature and kind_of(feature) is Kind.COMPOUND


def _longest_first(span: Span) -> tuple[int, int]:
    return span[0], -span[1]
