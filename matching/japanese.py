"""Words of Japanese, cut by Sudachi into small (A) and middle (B) pieces.

Takaoka et al. 2018, "Sudachi: a Japanese Tokenizer for Business", LREC.
"""

import re
import threading
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
    small = _words(text, SplitMode.A)
    spans = {(word.start, word.end) for word in small}
    middle = [
        word._replace(kind=Kind.COMPOUND)
        for word in _words(text, SplitMode.B)
        if (word.start, word.end) not in spans
    ]
    return small, middle


def reading(text: str) -> str:
    """Return how a short text is read, in katakana.

    What has no reading in the dictionary (letters, unknown kanji) stands as it is.
    """
    parts = _tokenizer().tokenize(text, SplitMode.C)
    return "".join(part.reading_form() or part.surface() for part in parts)


def japanese_readings(text: str) -> list[tuple[int, int, str]]:
    """Where each word of a normalised sentence stands, and its reading in katakana.

    Words are the small pieces (A) and the longest ones (C).
    """
    return [
        (word.begin(), word.end(), word.reading_form())
        for mode in (SplitMode.A, SplitMode.C)
        for word in _tokenizer().tokenize(text, mode)
    ]


def _words(text: str, mode: SplitMode) -> list[Word]:
    words = []
    for morpheme in _tokenizer().tokenize(text, mode):
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
                morpheme.begin(),
                morpheme.end(),
                Kind.LIGHT if light else Kind.WORD,
            )
        )
    return words
