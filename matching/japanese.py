"""Words of Japanese, cut by Sudachi into small (A) and middle (B) pieces.

Takaoka et al. 2018, "Sudachi: a Japanese Tokenizer for Business", LREC.
"""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sudachipy import Dictionary, SplitMode

from matching.words import JAPANESE_CHARACTERS, Kind, Word, read_words

STOP_WORDS = frozenset(read_words("stopwords_ja.txt"))
GENERAL_WORDS = frozenset(read_words("general_ja.txt"))
_FORMULA = re.compile("|".join(map(re.escape, read_words("formulas_ja.txt"))))
JAPANESE = re.compile(f"[{JAPANESE_CHARACTERS}]")

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
_GRAMMAR = {"代名詞", "助動詞語幹"}
# Parts of speech that say little by themselves, at any level.
_LIGHT = {"副詞", "接頭辞", "接尾辞", "数詞", "非自立可能", "助数詞可能"}
# サーバー and サーバ: a long katakana word is the same without its last bar.
_LAST_BAR = re.compile(r"(?<=^[ァ-ヺー]{3})([ァ-ヺー]*?)ー$")
_local = threading.local()
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    return Dictionary()


def _tokenizer() -> Any:
    """This thread's tokenizer: Sudachi's may not be shared between threads."""
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        with _one_at_a_time:
            tokenizer = _local.tokenizer = _dictionary().tokenizer()
    return tokenizer


def japanese_words(text: str) -> tuple[list[Word], list[Word]]:
    """Small pieces of a normalised sentence, and the middle ones they make up.

    Function words, stop words, what letters begin and end with, and words without a
    Japanese character are left out, numbers are not. Sudachi's normalised form stands
    for a word's spellings (引越し, 引っ越し) and for a number's (一〇〇, 100).
    """
    longest = longest_words(text)
    small = [
        Word(form, at + start, at + end, kind)
        for at, inner in longest
        for form, start, end, kind in inner.small
    ]
    middle = [
        Word(form, at + start, at + end, kind)
        for at, inner in longest
        for form, start, end, kind in inner.middle
    ]
    formulas = [formula.span() for formula in _FORMULA.finditer(text)]
    if formulas:
        # Not where its letters are parts of words: 制御中 is no 御中.
        ends = {at + len(inner.written) for at, inner in longest}
        begins = {at for at, _ in longest}
        for start, end in formulas:
            if start in begins and end in ends:
                small, middle = (
                    [word for word in words if word.end <= start or word.start >= end]
                    for words in (small, middle)
                )
    return small, middle


def reading(text: str) -> str:
    """Return how a short text is read, in katakana.

    What has no reading in the dictionary (letters, unknown kanji) stands as it is.
    """
    parts = _tokenizer().tokenize(text, SplitMode.C)
    return "".join(part.reading_form() or part.surface() for part in parts)


@lru_cache(maxsize=1024)  # a mistaken word is compared with many
def is_word(text: str) -> bool:
    """Whether a normalised text is one word that the dictionary has."""
    found = list(_tokenizer().tokenize(text, SplitMode.C))
    return len(found) == 1 and not found[0].is_oov()


@dataclass(frozen=True, slots=True, eq=False)
class Inner:
    """What is in one of the longest words (C); places count from where it begins.

    Args:
        written: the word as it is written.
        small, middle: what it is made of that says something; see `japanese_words`.
        readings: where it and the small pieces (A) stand, and how they are read.
    """

    written: str
    small: tuple[Word, ...]
    middle: tuple[Word, ...]
    readings: tuple[tuple[int, int, str], ...]


# By how a word is written and its number in the dictionary. Words in none share numbers
# (15, joined of its digits): to those belong their part of speech and how they are read
# where they stand. What is in a word depends on nothing else, and to ask takes longer
# than to cut.
_known: dict[tuple[str | int, ...], Inner] = {}
_MOST_KNOWN = 50_000


@lru_cache(maxsize=64)  # a sentence is asked for its words, then for its readings
def longest_words(text: str) -> list[tuple[int, Inner]]:
    """Cut a normalised sentence once: where each longest word begins, what it has.

    The same word, however often it stands anywhere, mostly is the same object.
    """
    found = []
    for word in _tokenizer().tokenize(text, SplitMode.C):
        start = word.begin()
        name: tuple[str | int, ...] = text[start : word.end()], word.word_id()
        if word.is_oov():
            name += word.part_of_speech_id(), word.reading_form()
        inner = _known.get(name)
        if inner is None:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
            inner = _known[name] = _look_into(word)
        found.append((start, inner))
    return found


def _look_into(word: Any) -> Inner:
    start = word.begin()
    # A word that is not split gives nothing; `add_single` would give a broken one.
    pieces = list(word.split(SplitMode.A)) or [word]
    small = _words(pieces, start)
    spans = {(piece.start, piece.end) for piece in small}
    return Inner(
        written=word.surface(),
        small=tuple(small),
        middle=tuple(
            piece._replace(kind=Kind.COMPOUND)
            for piece in _words(list(word.split(SplitMode.B)) or [word], start)
            if (piece.start, piece.end) not in spans
        ),
        readings=tuple(
            (part.begin() - start, part.end() - start, part.reading_form())
            for part in (*pieces, word)
        ),
    )


def _words(morphemes: Iterable[Any], origin: int) -> list[Word]:
    """Those that say something, with their places from `origin` on."""
    words = []
    for morpheme in morphemes:
        part, detail, use = morpheme.part_of_speech()[:3]
        if part not in _CONTENT or detail in _GRAMMAR:
            continue
        if detail != "数詞" and not JAPANESE.search(morpheme.surface()):
            continue
        form = morpheme.normalized_form()
        if form in STOP_WORDS:
            continue
        light = not _LIGHT.isdisjoint((part, detail, use)) or form in GENERAL_WORDS
        words.append(
            Word(
                _LAST_BAR.sub(r"\1", form) if form.endswith("ー") else form,
                morpheme.begin() - origin,
                morpheme.end() - origin,
                Kind.LIGHT if light else Kind.WORD,
            )
        )
    return words
