"""How far two spellings are apart, and how far is near.

The distance counts characters put in, left out, exchanged, and neighbours that
changed places (optimal string alignment; Damerau 1964, "A technique for computer
detection and correction of spelling errors").
"""

from __future__ import annotations

import re

from matching.japanese import is_word

_KANJI = re.compile("[一-鿿々]")


def tolerance(word: str) -> int:
    """Return how many mistakes a word may have and still be meant.

    Words of kanji are short and near each other in plenty: those of one or two are
    mistaken by their sound alone, and so are those that the dictionary of Japanese has,
    since another character makes another right word of them: 有機物, 無機物.
    """
    length = len(word)
    if _KANJI.search(word):
        return 0 if length < 3 or is_word(word) else 1
    return 0 if length < 4 else 1 if length < 7 else 2


def mistakes(typed: str, word: str) -> int | None:
    """Return how many mistakes make what was typed of a word; None for too many.

    Of three characters with kanji one may be another, but none may be missing or too
    many: 廃機物 is 廃棄物, and 農機 is not meant by 農機具.
    """
    if len(typed) == 3 and len(word) != 3 and _KANJI.search(typed):
        return None
    return distance(typed, word, tolerance(typed))


def distance(one: str, other: str, most: int) -> int | None:
    """Return how many mistakes lie between two words; None above `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != its))
            swapped = i > 1 and j > 1 and char == other[j - 2] and its == one[i - 2]
            row.append(min(cost, earlier[j - 2] + 1) if swapped else cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
