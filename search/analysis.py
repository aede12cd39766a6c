"""How texts become terms: the matcher's analysis, as search needs it.

Two kinds of terms are cut from every text:

* words, which say what a text is about: those of the matcher (Sudachi's small and
  middle pieces in their dictionary form, English stems, numbers), with kana of
  either kind as one;
* grams, which say how it is written: overlapping pairs of Japanese characters
  and whole words of other scripts, every one of them. A run of grams finds an
  exact phrase wherever words happen to be cut.

Positions are half-open code points of the text as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple
from unicodedata import normalize

from matching.japanese import JAPANESE, Inner, longest_words
from matching.japanese import reading as read_aloud
from matching.latin import latin_words
from matching.normalise import Normalised, normalise
from matching.sentences import split_sentences
from matching.version import FITTED
from matching.words import Kind
from matching.words import Word as Piece

MAX_TERM = 64
"""The most characters of a term that count: longer ones are cut there."""

UNSPACED = "\u2e80"
"""Japanese and all else that is written without spaces begins here."""

_RULES = 3
"""Grows with every change of what is cut: under one number no text is cut twice."""

_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
_NOT_IN_TERMS = re.compile(r"[\s¶\x00-\x22\x24-\x2a\x2c-\x2f:-@\[-`{-\x7f]")
_MARKED = re.compile("[\u00c0-\u024f]")
# A number and its unit, written together or apart: 50kg, 50 kg.
_QUANTITY = re.compile(
    r"(?<![0-9A-Za-z.,])(?P<number>[0-9]+(?:[.,][0-9]+)*) ?"
    r"(?P<unit>(?:[kmcnμd]?(?:g|l|m|w|v)|t|ha|[km]?wh|[kmg]?hz|[kmh]?pa|[km]?j|k?cal|ppm|ppb|db|rpm|[kmgt]b)(?:2|3)?)"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# What is written without spaces, which do not end a run of it (line breaks, parts of a
# name), else a word: c++ and c# as well.
_RUN = re.compile(
    r"(?P<run>[^\W\0-\u2e7f](?:\s*[^\W\0-\u2e7f])*)"
    r"|(?P<word>[^\W_\u2e80-\U0010ffff]+[+#]*)"
)
_FREE = re.compile(rb"\0+")
# Function words are written in hiragana.
_NO_FUNCTION = re.compile(r"[一-鿿々〆ァ-ヺー]{2,}")


class Word(NamedTuple):
    """A term where it stands in a text."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A word a reader would call one.

    Args:
        word: its term and place.
        pieces: the smaller words inside it.
        plain: it says so little that it is not indexed as a word (相談, 研究); its
            term is how it is written.
    """

    word: Word
    pieces: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A run of grams to look for; `prefix`: the last one may go on."""

    grams: tuple[str, ...]
    prefix: bool = False


def fingerprint() -> str:
    """Name the rules and dictionaries that terms depend on.

    Terms cut under another fingerprint may not be found by this analysis.
    """
    return f"search {_RULES} matching {FITTED}"


def clean(text: str) -> str:
    """Put U+FFFD for what no file can keep (lone surrogates, NUL), one for one."""
    return _NO_CHARACTER.sub("\ufffd", text)


def plain_letters(text: str) -> str:
    """Return Latin letters without their marks (Satō, café), one for one."""
    return _MARKED.sub(lambda m: normalize("NFD", m.group())[0], text)


def words(text: str) -> list[Word]:
    """Cut a text into words, small pieces and the middle ones that hold them.

    Order: by where they begin, the shorter first.
    """
    return [
        Word(form, start, end)
        for (start, end), (form, _) in sorted(_read(text).found.items())
    ]


def units(text: str) -> list[Unit]:
    """Cut a text into its largest words, each with the words inside it.

    Affixes that stand alone (ご, 的) are in no unit: nobody looks for them.
    """
    read = _read(text)
    found = [(Word(term, *span), affix) for span, (term, affix) in read.found.items()]
    result: list[Unit] = []
    for word, affix in sorted(found, key=lambda item: (item[0].start, -item[0].end)):
        if result and word.end <= result[-1].word.end:
            outer = result[-1]
            result[-1] = Unit(outer.word, (*outer.pieces, word.term))
        elif not affix:
            result.append(Unit(word))
    result += [Unit(word, plain=True) for word in _left_out(read)]
    return sorted(result, key=lambda unit: unit.word.start)


# A text is cut into words, then into readings, then into grams.
_normal = lru_cache(maxsize=4)(normalise)


@lru_cache(maxsize=4)
def sentences(text: str) -> tuple[Normalised, list[tuple[int, int]]]:
    """Return a normalised text, and half-open places of its sentences in it."""
    normal = _normal(text)
    return normal, split_sentences(normal.text)


class _Read(NamedTuple):
    """A text cut once.

    Args:
        normal: the text, normalised.
        found: by its place in the original, a term and whether it may be no more
            than an affix; the first that was found at a place is the one.
        taken: which half-open places of `normal` have words.
    """

    normal: Normalised
    found: dict[tuple[int, int], tuple[str, bool]]
    taken: list[tuple[int, int]]


def _read(text: str) -> _Read:
    normal, spans = sentences(text)
    starts, ends = normal.starts, normal.ends
    found: dict[tuple[int, int], tuple[str, bool]] = {}
    taken: list[tuple[int, int]] = []
    for first, last in spans:
        sentence = normal.text[first:last]
        longest = longest_words(sentence) if JAPANESE.search(sentence) else ()
        cut = [(first, tuple(_folded(latin_words(sentence))))]
        cut += [(first + at, _small(inner)) for at, inner in longest]
        cut += [(first + at, _middle(inner)) for at, inner in longest]
        for at, words in cut:
            for said, start, end in words:
                span = starts[at + start], ends[at + end - 1]
                found.setdefault(span, said)
                taken.append((at + start, at + end))
        for term, start, end in _quantities(sentence):
            found.setdefault(normal.span(first + start, first + end), (term, False))
    return _Read(normal, found, taken)


_Folded = tuple[tuple[str, bool], int, int]
"""A term and whether it may be no more than an affix; where it begins and ends."""


def _folded(words: Iterable[Piece]) -> Iterator[_Folded]:
    for form, start, end, kind in words:
        if term := _fold_word(form):
            affix = kind is Kind.LIGHT and len(term) == 1 and not term.isdigit()
            yield (term, affix), start, end


@lru_cache(maxsize=32_768)
def _small(word: Inner) -> tuple[_Folded, ...]:
    return tuple(_folded(word.small))


@lru_cache(maxsize=32_768)
def _middle(word: Inner) -> tuple[_Folded, ...]:
    return tuple(_folded(word.middle))


def _left_out(read: _Read) -> list[Word]:
    """Return what the matcher leaves out although people may look for it."""
    taken = bytearray(len(read.normal.text))
    for start, end in read.taken:
        taken[start:end] = bytes([1]) * (end - start)
    return [
        Word(left.group(), *read.normal.span(start + left.start(), start + left.end()))
        for free in _FREE.finditer(taken)
        for start in [free.start()]
        for left in _NO_FUNCTION.finditer(read.normal.text[start : free.end()])
    ]


def _quantities(sentence: str) -> Iterator[tuple[str, int, int]]:
    """Each number with its unit, then the number and the unit by themselves."""
    for match in _QUANTITY.finditer(sentence):
        number, unit = match["number"].replace(",", ""), _fold_word(match["unit"])
        yield _fold_word(number) + unit, *match.span()
        yield _fold_word(number), *match.span("number")
        yield unit, *match.span("unit")


def grams(text: str) -> list[Word]:
    """Cut a text into overlapping pairs of characters and words of other scripts.

    A run of n Japanese characters gives n grams: each character with the next
    one, the last alone. Space within Japanese does not end a run (line breaks,
    parts of a name); anything else that is no letter or digit does.
    """
    normal = _normal(text)
    return [
        Word(term, *normal.span(first, last))
        for run in _runs(normal.text)
        for term, first, last in run
    ]


def gram_terms(text: str) -> list[str]:
    """Return the terms of `grams` alone, which is all that an index of them needs."""
    terms: list[str] = []
    for match in _RUN.finditer(_normal(text).text.translate(_FOLD)):
        if match["word"]:
            terms.append(match.group()[:MAX_TERM])
        else:
            run = "".join(match.group().split())
            terms += map(add, run, run[1:])
            terms.append(run[-1])
    return terms


def pattern(text: str) -> Pattern | None:
    """Make the run of grams that stands wherever `text` is written.

    Returns None for a text without a letter or digit.
    """
    runs = list(_runs(normalise(text).text))
    if not runs:
        return None
    terms = tuple(term for run in runs for term, _, _ in run)
    if len(runs[-1]) == 1:
        # One character is where its gram begins; a word of letters is whole.
        return Pattern(terms, prefix=terms[-1] >= UNSPACED)
    return Pattern(terms[:-1])


def letters(text: str) -> str:
    """Return the letters and digits of a text as it is compared: width, case, kana."""
    return "".join(filter(str.isalnum, normalise(text).text.translate(_FOLD)))


def sound(text: str) -> str:
    """Return how a word is read, in hiragana; what cannot be read as it is written.

    Small kana are large: lists from old machines have ｻﾞﾂｿｳ for ざっそう. The bar at the
    end of a longer word is left out as often as not: サーバー, サーバ.
    """
    heard = letters(read_aloud(letters(text)[:MAX_TERM])).translate(_LARGE)
    return heard.removesuffix("ー") if len(heard) > 3 else heard


def _runs(normal: str) -> Iterator[list[tuple[str, int, int]]]:
    """Grams of each run of Japanese characters, and of each word of other scripts.

    Args:
        normal: a normalised text; places are half-open code points of it.
    """
    folded = normal.translate(_FOLD)
    for match in _RUN.finditer(folded):
        start, end = match.span()
        if match["word"]:
            yield [(match.group()[:MAX_TERM], start, end)]
            continue
        places = [at for at in range(start, end) if not folded[at].isspace()]
        last = places[-1]
        yield [
            *((folded[a] + folded[b], a, b + 1) for a, b in pairwise(places)),
            (folded[last], last, last + 1),
        ]


class _Folding(dict[int, str]):
    """Small letter, hiragana; always one character for one."""

    def __missing__(self, code: int) -> str:
        char = plain_letters(chr(code).lower())[0].translate(_HIRAGANA)
        if code < 1 << 16:  # all that texts use again and again
            self[code] = char
        return char


_FOLD = _Folding()


@lru_cache(maxsize=32_768)
def _fold_word(form: str) -> str:
    """Fold what readers type either way: letter case, ゴミ and ごみ."""
    plain = plain_letters(form.lower())
    return _NOT_IN_TERMS.sub("", plain).translate(_HIRAGANA)[:MAX_TERM]
