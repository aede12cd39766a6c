"""Sentences of a field, and the shared words in them as a reader would name them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from matching.analysis import analyse
from matching.documents import Field
from matching.words import MANY, Kind, kind_of

Span = tuple[int, int]
Place = tuple[str, int, int]
"""A feature and where it occurs, as half-open code points of the field."""

Words = tuple[str, str, bool]
"""A left and a right word, as features, and whether the two read as one term."""

MAX_WORDS = 3
"""Most words that are named as one term, where each goes with the next."""

# What may stand between two words of one term: waste water, add-on, 排水処理.
_TOGETHER = re.compile(r"[\s‐-]*")
_KANA = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1)))
# A verb or an adjective before a noun is a word of its own: 使える窓口, 濃い水.
_ATTRIBUTE = re.compile(r"[^ぁ-ゖ]+[ぁ-ゖ]*[うくぐすつぬぶむるい]")


class Run(NamedTuple):
    """A stretch of the field that is one term, and the term's name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Passage:
    """One sentence of a field, and where features occur in it.

    It is asked about some of its features at a time. What does not depend on which,
    is found once, when it is first needed: the sentences of a text that asks are put
    beside many others, and of those that answer few are quoted.
    """

    field: Field
    start: int
    end: int
    places: Sequence[Place]

    @property
    def sentence(self) -> str:
        """The sentence as it is written."""
        return self.field.text[self.start : self.end]

    @cached_property
    def spans(self) -> Mapping[str, Sequence[Span]]:
        """Where each feature occurs; the features in the order of their first place."""
        found: dict[str, list[Span]] = {}
        for feature, start, end in self.places:
            found.setdefault(feature, []).append((start, end))
        return found

    def marks(self, shown: Iterable[str], features: Set[str]) -> tuple[Span, ...]:
        """Where some of the features are written, as places of the sentence."""
        apart = self._apart(features)
        return join(
            [
                (span[0] - self.start, span[1] - self.start)
                for feature in shown
                for span in self.spans[feature]
                if span not in apart
            ]
        )

    def runs(self, features: Set[str]) -> list[Run]:
        """The terms that these features make here, in order; they do not overlap.

        Words that are counted together and stand side by side are one term, up to
        `MAX_WORDS` of them.
        """
        apart = self._apart(features)
        found: list[list[int]] = []
        for feature, span, words in self._longest_first:
            if feature not in features or span in apart:
                continue
            start, end = span
            if not found or start >= found[-1][1]:
                found.append([start, end, words])
            elif end > found[-1][1] and found[-1][2] < MAX_WORDS:
                found[-1][1:] = [end, found[-1][2] + 1]
        return [
            Run(start, end, self._name(start, end, features)) for start, end, _ in found
        ]

    def _name(self, start: int, end: int, features: Set[str]) -> str:
        """What is written there, its last word as a dictionary has it (済ん→済む)."""
        text = self.field.text
        for feature, first in self._last_words.get(end, ()):
            if feature in features:
                last = dictionary_form(text[first:end], form_of(feature))
                return text[start:first] + last
        return text[start:end]

    def _apart(self, features: Set[str]) -> set[Span]:
        """Places of compounds that do not read as one term (排水の処理, 使える窓口).

        Their words are marked and named each by itself.
        """
        return {
            span
            for feature, span, words in self._pairs
            if feature in features and not _read_as_one(words, features)
        }

    @cached_property
    def _longest_first(self) -> Sequence[tuple[str, Span, int]]:
        """Each feature, its place and of how many words it is, in reading order.

        At the same place what is found last in the sentence comes first.
        """
        found = [
            (feature, span, 2 if is_pair(feature) else 1)
            for feature, spans in reversed([*self.spans.items()])
            for span in spans
        ]
        return sorted(found, key=lambda place: (place[1][0], -place[1][1]))

    @cached_property
    def _last_words(self) -> Mapping[int, Sequence[tuple[str, int]]]:
        """By where words end: their features, and where they start."""
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for feature, spans in self.spans.items():
            if kind_of(feature) is not Kind.COMPOUND:
                for start, end in spans:
                    found[end].append((feature, start))
        return found

    @cached_property
    def _pairs(self) -> Sequence[tuple[str, Span, Sequence[Words]]]:
        """The compounds of two words, with their places and what may make them."""
        starting: dict[int, list[Place]] = defaultdict(list)
        ending: dict[int, list[Place]] = defaultdict(list)
        for place in reversed(self.places):
            if kind_of(place[0]) is not Kind.COMPOUND:
                starting[place[1]].append(place)
                ending[place[2]].append(place)
        return [
            (
                feature,
                (start, end),
                [
                    (left[0], right[0], _one_term(self.field.text, left, right))
                    for left in starting[start]
                    for right in ending[end]
                ],
            )
            for feature, start, end in self.places
            if is_pair(feature)
        ]


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


def passages(field: Field) -> list[Passage]:
    """The sentences of a field in which any feature occurs; analyses the text."""
    analysis = analyse(field.text)
    found: list[list[Place]] = [[] for _ in analysis.sentences]
    for feature, start, end, sentence in analysis.tokens:
        found[sentence].append((feature, start, end))
    return [
        Passage(field, start, end, places)
        for (start, end), places in zip(analysis.sentences, found, strict=True)
        if places
    ]


def _read_as_one(found: Sequence[Words], features: Set[str]) -> bool:
    """Whether a compound reads as one term: the first words asked about decide."""
    for left, right, one in found:
        if left in features and right in features:
            return one
    return False


def _one_term(text: str, left: Place, right: Place) -> bool:
    """Whether two neighbouring words are written side by side, as one term."""
    feature, start, end = left
    beside = end == right[1] or _TOGETHER.fullmatch(text, end, right[1])
    return bool(beside) and not _attribute(text[start:end], feature)


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
