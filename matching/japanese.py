"""Words of Japanese, cut by Sudachi into small (A) and middle (B) pieces.

Takaoka et al. 2018, "Sudachi: a Japanese Tokenizer for Business", LREC.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sudachipy import Dictionary, SplitMode

from matching.words import JAPANESE_CHARACTERS, Kind, Word, read_words

STOP_WORDS = frozenset(read_words("stopwords_ja.txt"))
GENERAL_WORDS = frozenset(read_words("general_ja.txt"))
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

    Function words, stop words and words without a Japanese character are left
    out, numbers are not. Sudachi's normalised form stands for a word's
    spellings (引越し, 引っ越し) and for a number's (一〇〇, 100).
    """
    longest = _longest_words(text)
    return (
        [word for at, inner in longest for word in _moved(inner.small, at)],
        [word for at, inner in longest for word in _moved(inner.middle, at)],
    )


def reading(text: str) -> str:
    """Return how a short text is read, in katakana.

    What has no reading in the dictionary (letters, unknown kanji) stands as it is.
    """
    parts = _tokenizer().tokenize(text, SplitMode.C)
    return "".join(part.reading_form() or part.surface() for part in parts)


def japanese_readings(text: str) -> list[tuple[int, int, str]]:
    """Where each word of a normalised sentence stands, and its reading in katakana.

    Words are the longest ones (C) and the small pieces they are made of (A).
    """
    return [
        (at + start, at + end, kana)
        for at, inner in _longest_words(text)
        for start, end, kana in inner.readings
    ]


@dataclass(frozen=True, slots=True)
class _Inner:
    """What is in one of the longest words; places count from where it begins."""

    small: tuple[Word, ...]
    middle: tuple[Word, ...]
    readings: tuple[tuple[int, int, str], ...]


# By the number of a dictionary's word and how it is written here: what is in it depends
# on nothing else, and to ask takes longer than to cut. Words that are in no dictionary
# (15, joined of its digits) share numbers.
_known: dict[tuple[int, str], _Inner] = {}
_MOST_KNOWN = 50_000


@lru_cache(maxsize=64)  # a sentence is asked for its words, then for its readings
def _longest_words(text: str) -> list[tuple[int, _Inner]]:
    """Cut a normalised sentence once: where each longest word begins, what it has."""
    found = []
    for word in _tokenizer().tokenize(text, SplitMode.C):
        start = word.begin()
        name = word.word_id(), text[start : word.end()]
        inner = _known.get(name)
        if inner is None:
            inner = _look_into(word)
            if not word.is_oov():
                if len(_known) >= _MOST_KNOWN:
                    _known.clear()
                _known[name] = inner
        found.append((start, inner))
    return found


def _look_into(word: Any) -> _Inner:
    start = word.begin()
    # A word that is not split gives nothing; `add_single` would give a broken one.
    pieces = list(word.split(SplitMode.A)) or [word]
    small = _words(pieces, start)
    spans = {(piece.start, piece.end) for piece in small}
    return _Inner(
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


def _moved(words: Iterable[Word], by: int) -> Iterator[Word]:
    return (Word(form, start + by, end + by, kind) for form, start, end, kind in words)
