"""Words from which nothing is learned: of who somebody is, and of names."""

import re
from collections.abc import Iterable
from functools import lru_cache

from matching.latin import stem
from matching.normalise import normalise
from matching.words import read_words

_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_WORD = re.compile(r"[^\W_]+")
_KANA = re.compile(r"[ァ-ヺー]+")
LEAST = 2
"""Characters of a part of a name that tell it: 林 is in 林業 as well."""


class Unweighed:
    """Tells words of protected traits and of names from others.

    Compared is what people read as the same: 髙橋 and 高橋, タカハシ and たかはし,
    "women-led" and "woman".
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names of people and organisations."""
        parts = [_WORD.findall(_folded(name)) for name in names]
        wholes = {"".join(name) for name in parts}
        told = {part for name in parts for part in name} | wholes
        self._told = {part for part in told if len(part) >= LEAST}
        # Japanese parts no words by spaces: a word with kanji may stand in a name, and
        # a name with kanji in a word. Kana would stand in too many (マイ, マイクロ).
        self._wholes = {whole for whole in wholes if _has_kanji(whole)}
        self._within = {part for part in self._told if _has_kanji(part)}

    def __contains__(self, term: str) -> bool:
        """Whether a word is of a trait or of a name."""
        folded = _folded(term)
        spoken = _WORD.findall(folded)
        return _is_of_a_trait(folded, spoken) or self._is_of_a_name(spoken)

    def _is_of_a_name(self, spoken: list[str]) -> bool:
        joined = "".join(spoken)
        if not self._told.isdisjoint([joined, *spoken, *_KANA.findall(joined)]):
            return True
        return _has_kanji(joined) and (
            any(joined in whole for whole in self._wholes)
            or any(part in joined for part in self._within)
        )


def _is_of_a_trait(folded: str, spoken: list[str]) -> bool:
    stems, parts = _traits()
    return not stems.isdisjoint(map(stem, spoken)) or any(p in folded for p in parts)


@lru_cache(maxsize=1)
def _traits() -> tuple[frozenset[str], frozenset[str]]:
    """Stems of English words, and what may stand anywhere in Japanese ones."""
    words = [_folded(word) for word in read_words("protected.txt")]
    return (
        frozenset(stem(word) for word in words if word.isascii()),
        frozenset(word for word in words if not word.isascii()),
    )


def _has_kanji(text: str) -> bool:
    return bool(_KANA.sub("", text)) and not text.isascii()


def _folded(text: str) -> str:
    """One spelling for what is read as the same: kanji, width, kana, case."""
    return normalise(text).text.casefold().translate(_KATAKANA)
