"""How texts become terms: the matcher's analysis, as search needs it.

Two kinds of terms are cut from every text:

* words, which say what a text is about: the features of `matching.analysis`
  (Sudachi's small and middle pieces in their dictionary form, English stems),
  with the spelling of kana folded further, and with numbers;
* grams, which say how it is written: overlapping pairs of Japanese characters
  and whole words of other scripts, every one of them. A run of grams finds an
  exact phrase wherever words happen to be cut.

Positions are half-open code points of the text as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple

from matching.analysis import analyse
from matching.normalise import normalise

MAX_TERM = 64
"""The most characters of a term that count: longer ones are cut there."""

UNSPACED = "\u2e80"
"""Japanese and all else that is written without spaces begins here."""

_RULES = 1
_LONG_VOWEL = "ー"
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
_NOT_IN_TERMS = re.compile(r"[\s¶\x00-\x22\x24-\x2a\x2c-\x2f:-@\[-`{-\x7f]")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]+(?![0-9A-Za-z])")
_KATAKANA = re.compile(r"[ァ-ヺー]+")


class Word(NamedTuple):
    """A term where it stands in a text."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A word a reader would call one, with the smaller words inside it."""

    word: Word
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A run of grams to look for; `prefix`: the last one may go on."""

    grams: tuple[str, ...]
    prefix: bool = False


def fingerprint() -> str:
    """Name the rules and dictionaries that terms depend on.

    Terms cut under another fingerprint may not be found by this analysis.
    """
    parts = ("sudachipy", "sudachidict-core", "pystemmer")
    return " ".join([f"rules {_RULES}", *(f"{name} {version(name)}" for name in parts)])


def clean(text: str) -> str:
    """Put U+FFFD for what no file can keep (lone surrogates, NUL), one for one."""
    return _NO_CHARACTER.sub("\ufffd", text)


def words(text: str) -> list[Word]:
    """Cut a text into words, small pieces and the middle ones that hold them.

    Order: by where they begin, the shorter first.
    """
    found = {
        (token.start, token.end): term
        for token in analyse(text).tokens
        if (term := _fold_word(token.feature))
    }
    normal = normalise(text)
    for match in _NUMBER.finditer(normal.text):
        found.setdefault(normal.span(*match.span()), match.group()[:MAX_TERM])
    return [Word(term, *span) for span, term in sorted(found.items())]


def units(text: str) -> list[Unit]:
    """Cut a text into its largest words, each with the words inside it."""
    result: list[Unit] = []
    for word in sorted(words(text), key=lambda word: (word.start, -word.end)):
        if result and word.end <= result[-1].word.end:
            outer = result[-1]
            result[-1] = Unit(outer.word, (*outer.pieces, word.term))
        else:
            result.append(Unit(word))
    return result


def grams(text: str) -> list[Word]:
    """Cut a text into overlapping pairs of characters and words of other scripts.

    A run of n Japanese characters gives n grams: each character with the next
    one, the last alone. Space within Japanese does not end a run (line breaks,
    parts of a name); anything else that is no letter or digit does.
    """
    return [gram for run in _runs(text) for gram in _cut_run(run)]


def pattern(text: str) -> Pattern | None:
    """Make the run of grams that stands wherever `text` is written.

    Returns None for a text without a letter or digit.
    """
    runs = list(_runs(text))
    if not runs:
        return None
    terms = tuple(gram.term for run in runs for gram in _cut_run(run))
    if len(runs[-1]) == 1:
        # One character is where its gram begins; a word of letters is whole.
        return Pattern(terms, prefix=runs[-1][0].term >= UNSPACED)
    return Pattern(terms[:-1])


def _runs(text: str) -> Iterator[list[Word]]:
    """Runs of Japanese characters, and words of other scripts one by one."""
    normal = normalise(text)
    folded = "".join(_fold_char(char) for char in normal.text)
    run: list[Word] = []
    at = 0
    while at < len(folded):
        char = folded[at]
        if not char.isalnum():
            if run and not char.isspace():
                yield run
                run = []
            at += 1
        elif char >= UNSPACED:
            run.append(Word(char, *normal.span(at, at + 1)))
            at += 1
        else:
            if run:
                yield run
                run = []
            end = _end_of_word(folded, at)
            yield [Word(folded[at:end][:MAX_TERM], *normal.span(at, end))]
            at = end
    if run:
        yield run


def _end_of_word(folded: str, start: int) -> int:
    end = start
    while end < len(folded) and folded[end].isalnum() and folded[end] < UNSPACED:
        end += 1
    while end < len(folded) and folded[end] in "+#":  # c++, c#
        end += 1
    return end


def _cut_run(run: list[Word]) -> Iterator[Word]:
    for first, second in zip(run, run[1:], strict=False):
        yield Word(first.term + second.term, first.start, second.end)
    yield run[-1]


def _fold_char(char: str) -> str:
    """Small letter, hiragana; always one character for one."""
    return char.lower()[0].translate(_HIRAGANA)


def _fold_word(feature: str) -> str:
    """Fold what readers type either way: letter case, サーバ/サーバー, ゴミ/ごみ."""
    term = _NOT_IN_TERMS.sub("", feature.lower())
    if len(term) > 3 and _KATAKANA.fullmatch(term):
        term = term.removesuffix(_LONG_VOWEL)
    return term.translate(_HIRAGANA)[:MAX_TERM]
