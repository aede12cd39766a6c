"""Which name of a document another of its names, in kana, is the reading of. Pure.

A document has the names of a person and of organisations in one row, so only how they
are read tells which belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from search.analysis import letters, sound
from search.readings import has_kanji, is_kana

# Readings mostly leave them out.
_LEGAL_FORM = re.compile(
    "(?:株式|有限|合[同資名])会社|[一-鿿]{2,}?法人|協同組合|[㈱㈲]|[(（][株有][)）]"
)
_KANA_AROUND = re.compile("([ぁ-ゖー]*)(.*?)([ぁ-ゖー]*)")
_LEAST_ALIKE = 0.4
_MOST = 64  # characters of a name are looked at


def name_as_written(name: str, names: Iterable[str]) -> str:
    """Return the name with kanji that a name in kana is the reading of.

    The dictionary knows one reading of a name, and people have many: 陽子 is Yōko and
    Haruko. So of those that may be read so the one whose reading is most alike is
    taken, if two fifths of it are alike.

    Args:
        name: any name of a document.
        names: all names of it.

    Returns:
        one of `names`; `name` where it has other letters or is nobody's reading.
    """
    if not is_kana(name):
        return name
    alike = {other: _alike(name, other) for other in names if has_kanji(other)}
    best = max(alike, key=alike.__getitem__, default=name)
    return best if alike.get(best, 0) >= _LEAST_ALIKE else name


def _alike(kana: str, name: str) -> float:
    """How much of both is the same, from 0 to 1 (Ratcliff and Obershelp 1988)."""
    heard = sound(kana[:_MOST])
    spoken, possible = _spoken(name[:_MOST])
    if heard in spoken:
        return 1
    # スズキ has a part less than 鈴木 花子, and リコー ends before リコー設計 does.
    if len(kana.split()) != len(name.split()) or not possible.fullmatch(heard):
        return 0
    return max(SequenceMatcher(None, heard, its).ratio() for its in spoken)


@lru_cache(maxsize=4096)  # an organisation's name stands in many documents
def _spoken(name: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """How a name may be read, in whole and in parts, and what any reading is like.

    With or without its legal form. Kana at either end are read as they stand, and what
    is between them by at least one kana for each character.
    """
    forms = (name, _LEGAL_FORM.sub("", name))
    apart = ("".join(sound(part) for part in form.split()) for form in forms)
    possible = "|".join(map(_possible, forms))
    return frozenset((*map(sound, forms), *apart)), re.compile(possible)


def _possible(form: str) -> str:
    found = _KANA_AROUND.fullmatch(letters(form))
    first, between, last = found.groups() if found else ("", "", "")
    some = f".{{{len(between)},}}" if between else ""
    return f"{sound(first)}ー?{some}{sound(last)}ー?"
