"""How words are read aloud, for those who type kana or Latin letters.

A reading is written in large katakana, without the bar: `fold` turns what may be
typed either way into it. Terms of `search.analysis` never hold katakana, so readings
stand among them without being taken for words.
"""

from __future__ import annotations

import re
from functools import lru_cache

import jaconv

from matching.japanese import Inner, longest_words, reading
from matching.normalise import normalise
from search.analysis import Word, letters, plain_letters, sentences

_SMALL = str.maketrans("ァィゥェォッャュョヮヂヅヲ", "アイウエオツヤユヨワジズオ", "ー")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_KATAKANA = re.compile("[ァ-ヺ]")
_KANJI = re.compile(r"[一-鿿㐀-䶿々〆]")
_LEAST, _LEAST_OF_NAME, _MOST = 3, 2, 16
"""The fewest and most kana of a reading that is looked for."""

# Long vowels, which Latin letters often leave out: さとう is sato, satou, satoh.
_LONG_O = re.compile("(?<=[オコソトノホモヨロゴゾドボポ])[ウオ]+")
# kenichi, shinya: without its mark nobody sees where such a syllable ends.
_N_AND_VOWEL = re.compile("ン([アイウエオヤユヨ])")
_N_ROW = dict(
    zip(
        "アイウエオヤユヨ",
        ("ナ", "ニ", "ヌ", "ネ", "ノ", "ニヤ", "ニユ", "ニヨ"),
        strict=True,
    )
)
_LONG_U = re.compile("(?<=[ウクスツヌフムユルグズブプ])ウ+")

# Hepburn and Kunrei, syllable by syllable; ours to check, jaconv's to convert.
_ROMAJI = re.compile(
    r"(?:(?:[kgsztdnhbpmr]y|sh|ch|ts|[kgsztjdnhbpmyrwf])?[aiueo]"
    r"|n'?(?![aiueoy])|n'(?=[aiueoy])|m(?=[bmp])"
    r"|([kstp])(?=\1)|t(?=ch)|(?<=o)h(?![aiueoy]))+"
)


def fold(kana: str) -> str:
    """Return kana of either kind as a reading."""
    return jaconv.hira2kata(kana).translate(_SMALL)


def spoken(text: str) -> str | None:
    """Return how a word in kana alone is read; None for any other text."""
    normal = normalise(text).text.strip()
    if not _KANA.fullmatch(normal):
        return None
    kana = fold(normal)
    return kana if _LEAST <= len(kana) <= _MOST else None


def spoken_name(text: str) -> str | None:
    """Return how a part of a name in kana or Latin letters is read.

    Kana, Hepburn and Kunrei give the same, with long vowels short. None for what is
    no reading.
    """
    normal = plain_letters(normalise(text).text).strip().lower()
    if _KANA.fullmatch(normal):
        return _shortened(fold(normal))
    if _ROMAJI.fullmatch(normal) and len(normal) > _LEAST_OF_NAME:
        return _shortened(fold(_from_romaji(normal)))
    return None


def read_name(text: str) -> str | None:
    """Return how a part of a name is read, kanji as the dictionary reads them."""
    if not _KANJI.search(text):
        return spoken_name(text)
    return _shortened(fold(reading(normalise(text).text)))


def readings(text: str) -> list[Word]:
    """Return the readings of the words of a text that have kanji, where they stand."""
    normal, spans = sentences(text)
    found: dict[Word, None] = {}
    for first, last in spans:
        sentence = normal.text[first:last]
        if not _KANJI.search(sentence):
            continue
        for at, inner in longest_words(sentence):
            for term, start, end in _aloud(inner):
                place = normal.span(first + at + start, first + at + end)
                found[Word(term, *place)] = None
    return sorted(found, key=lambda word: word[1:])


def read_onward(text: str, most: int) -> list[tuple[int, str]]:
    """Return how a text with kanji is read from each of its longest words on.

    Args:
        text: a title or another short text.
        most: the kana after which a reading is cut off.

    Returns:
        where the word begins, in code points, and the reading of it and the others.
    """
    normal, spans = sentences(text)
    found = []
    for first, last in spans:
        if not _KANJI.search(normal.text[first:last]):
            continue
        rest = ""
        for at, inner in reversed(longest_words(normal.text[first:last])):
            rest = (_whole_reading(inner) + rest)[:most]
            found.append((normal.starts[first + at], rest))
    return found


def typed_aloud(text: str) -> str | None:
    """Return what is typed in kana as the beginning of a reading; None for others."""
    kana = letters(text)
    return fold(kana) if _KANA.fullmatch(kana) else None


def is_kana(name: str) -> bool:
    """Whether a name is written in kana alone, as its reading is."""
    return _KANA.fullmatch(letters(name)) is not None


def has_kanji(text: str) -> bool:
    """Whether a text has anything whose reading is not plain."""
    return _KANJI.search(text) is not None


def _whole_reading(word: Inner) -> str:
    if not letters(word.written):
        return ""  # a mark, which the dictionary reads as what it is called
    *_, (_, _, kana) = word.readings
    return fold(kana or word.written)


@lru_cache(maxsize=16_384)
def _aloud(word: Inner) -> tuple[Word, ...]:
    """What of a word has kanji, as it is read; places count from where it begins."""
    return tuple(
        Word(term, start, end)
        for start, end, kana in word.readings
        for term in [fold(kana)]
        if _KANJI.search(word.written[start:end]) and _LEAST <= len(term) <= _MOST
    )


def is_reading(term: str) -> bool:
    """Whether a term of the index is how something is read, not what is written."""
    return bool(_KATAKANA.search(term))


def _shortened(kana: str) -> str | None:
    kana = _LONG_U.sub("", _LONG_O.sub("", kana))
    kana = _N_AND_VOWEL.sub(lambda found: _N_ROW[found[1]], kana)
    return kana if _LEAST_OF_NAME <= len(kana) <= _MOST else None


def _from_romaji(text: str) -> str:
    text = re.sub(r"m(?=[bmp])", "n'", text)  # homma, namba
    text = re.sub(r"n(?=n[aiueo])", "n'", text)  # shinnosuke
    text = re.sub(r"(?<=o)h(?![aiueoy])", "", text)  # ohta, satoh
    kana: str = jaconv.alphabet2kana(text)
    return kana
