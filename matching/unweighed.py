"""Words from which nothing is learned: of who somebody is, and of names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from matching.japanese import longest_words
from matching.latin import stem
from matching.normalise import normalise
from matching.words import JAPANESE_CHARACTERS, read_words

_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_WORD = re.compile(r"[^\W_]+")
_KANA = re.compile(r"[ァ-ヺー]+")
_ONE_SCRIPT = re.compile(rf"[ァ-ヺー]+|[^\W_{JAPANESE_CHARACTERS}]+")
"""Kana, or letters and digits, which no space parts from kanji."""
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
LEAST = 2
"""Characters of a part of a name that tell it: 林 is in 林業 as well."""


class Unweighed:
    """Tells words of protected traits and of names from others.

    Compared is what people read as the same: 髙橋 and 高橋, タカハシ and たかはし, Ōno
    and Ono, "women-led" and "woman".
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names of people and organisations."""
        parts = [_WORD.findall(_folded(name)) for name in names]
        wholes = {"".join(name) for name in parts}
        told = {part for name in parts for part in name} | wholes
        # ハマノ of 株式会社ハマノ, TLO of 山口TLO.
        told |= {run for whole in wholes for run in _ONE_SCRIPT.findall(whole)}
        self._told = {part for part in told if len(part) >= LEAST}
        # Japanese parts no words by spaces: a word with kanji may stand in a name, and
        # a name with kanji in a word. Kana would stand in too many (マイ, マイクロ).
        self._wholes = {whole for whole in wholes if _has_kanji(whole)}
        self._within = {part for part in self._told if _has_kanji(part)}

    def __contains__(self, term: str) -> bool:
        """Whether a word is of a trait or of a name."""
        spoken = _WORD.findall(_folded(term))
        joined = "".join(spoken)
        parts = {joined, *spoken, *_ONE_SCRIPT.findall(joined)}
        return _is_of_a_trait(term, parts) or self._is_of_a_name(joined, parts)

    def _is_of_a_name(self, joined: str, parts: set[str]) -> bool:
        if not self._told.isdisjoint(parts):
            return True
        return _has_kanji(joined) and (
            any(joined in whole for whole in self._wholes)
            or any(part in joined for part in self._within)
        )


def _is_of_a_trait(term: str, parts: set[str]) -> bool:
    traits = _traits()
    if not traits.wholes.isdisjoint(parts):
        return True
    if not traits.stems.isdisjoint(map(stem, parts)):
        return True
    text = normalise(term).text
    if any(letter in text for letter in traits.letters):
        return True
    # Where a small piece begins: 出産 is not in 輸出産業.
    begins = {
        at + start
        for at, inner in longest_words(text)
        for start, _, _ in inner.readings
    }
    return any(_folded(text[at:]).startswith(traits.beginnings) for at in begins)


class Traits(NamedTuple):
    """Words of who somebody is, by what of a term is compared with them."""

    stems: frozenset[str]
    letters: frozenset[str]
    beginnings: tuple[str, ...]
    wholes: frozenset[str]


@lru_cache(maxsize=1)
def _traits() -> Traits:
    words = [_folded(word) for word in read_words("protected.txt")]
    japanese = [word for word in words if not word.isascii()]
    return Traits(
        stems=frozenset(stem(word) for word in words if word.isascii()),
        letters=frozenset(word for word in japanese if len(word) == 1),
        beginnings=tuple(word for word in japanese if len(word) > 1),
        wholes=frozenset(map(_folded, read_words("protected_wholes.txt"))),
    )


def _has_kanji(text: str) -> bool:
    return bool(_KANA.sub("", text)) and not text.isascii()


def _folded(text: str) -> str:
    """One spelling for what is read as the same: kanji, width, kana, case."""
    letters = unicodedata.normalize("NFD", normalise(text).text.casefold())
    unmarked = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", letters))
    return unmarked.translate(_KATAKANA)
