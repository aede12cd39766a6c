"""Texts → sentences and features, each with its place in the original."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from matching.japanese import JAPANESE, japanese_words
from matching.latin import latin_words
from matching.normalise import normalise
from matching.sentences import split_sentences


class Token(NamedTuple):
    """One occurrence of a feature, at half-open code points of the original."""

    feature: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one text."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]

    def counts(self) -> Counter[str]:
        """How often each feature occurs."""
        return Counter(token.feature for token in self.tokens)


def analyse(text: str) -> Analysis:
    """Sentences and features of a text in Japanese, English or both."""
    normal = normalise(text)
    sentences: list[tuple[int, int]] = []
    tokens: list[Token] = []
    for number, (first, last) in enumerate(split_sentences(normal.text)):
        sentences.append(normal.span(first, last))
        sentence = normal.text[first:last]
        words = [word for word in latin_words(sentence) if word[0]]
        if JAPANESE.search(sentence):
            words.extend(japanese_words(sentence))
        for feature, start, end in words:
            tokens.append(
                Token(feature, *normal.span(first + start, first + end), number)
            )
    return Analysis(text, tuple(sentences), tuple(tokens))
