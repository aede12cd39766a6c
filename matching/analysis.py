"""Texts → sentences and features, each with its place in the original."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from matching.documents import Lang
from matching.japanese import JAPANESE, japanese_words
from matching.latin import latin_words
from matching.normalise import normalise
from matching.sentences import split_sentences
from matching.words import Kind, Word

MAX_GAP = 2
"""Most characters between two words that are counted as a compound: 排水処理,
排水の処理, waste water."""


class Token(NamedTuple):
    """One occurrence of a feature, at half-open code points of the original."""

    feature: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one text."""

    sentences: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]

    def counts(self) -> Counter[str]:
        """How often each feature occurs."""
        return Counter(token.feature for token in self.tokens)


def language_of(text: str) -> Lang:
    """Japanese if the text has a Japanese character, else English."""
    return "ja" if JAPANESE.search(text) else "en"


def analyse(text: str) -> Analysis:
    """Sentences and features of a text in Japanese, English or both."""
    normal = normalise(text)
    sentences: list[tuple[int, int]] = []
    tokens: list[Token] = []
    for number, (first, last) in enumerate(split_sentences(normal.text)):
        sentences.append(normal.span(first, last))
        for word in _words(normal.text[first:last]):
            span = normal.span(first + word.start, first + word.end)
            tokens.append(Token(word.feature, *span, number))
    return Analysis(tuple(sentences), tuple(tokens))


def _words(sentence: str) -> list[Word]:
    """Words of a normalised sentence, then the compounds that they make."""
    words = latin_words(sentence)
    middle: list[Word] = []
    if JAPANESE.search(sentence):
        # A number may be one with the Japanese behind it (3万): left to Sudachi.
        words = [w for w in words if w.kind is Kind.WORD or not w.form[0].isdigit()]
        taken = {place for word in words for place in range(word.start, word.end)}
        small, middle = japanese_words(sentence)
        words += [word for word in small if word.start not in taken]
        words.sort(key=lambda word: word.start)
    whole = {(word.start, word.end) for word in middle}
    pairs = [
        Word(f"{left.form} {right.form}", left.start, right.end, Kind.COMPOUND)
        for left, right in pairwise(words)
        if right.start - left.end <= MAX_GAP and (left.start, right.end) not in whole
    ]
    return words + middle + pairs
