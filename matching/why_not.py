"""Why a document is not proposed: what the text says and the document does not."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matching.bands import Band
from matching.documents import Lang
from matching.evidence import Term, terms
from matching.passages import Passage, dictionary_form, form_of, is_pair
from matching.weights import Strand, Weights
from matching.words import Kind, kind_of

MAX_LACKS = 10
"""Most terms that are listed in one language."""
MAX_NEAR = 3
NEAR = 0.5
"""Two words are near if more than this part of their characters is the same."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A term of the text that the document does not have.

    `weight` is its part of all that the text says, 0 to 1; `near` are words of the
    document that are written much like it, nearest first.
    """

    term: str
    lang: Lang
    weight: float
    near: tuple[str, ...]


class Place(NamedTuple):
    """Score, band and rank of a document, as in `WhyNot`."""

    score: float
    band: Band | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Where a document stands for a text, what the two share and what it lacks.

    `shared` leaves out numbers and words that fit any subject. `rank` is its place
    among the documents of its kind, 1 being first, and None if the two share nothing;
    `band` is None where `match` would not propose it.
    """

    score: float
    band: Band | None
    rank: int | None
    shared: tuple[Term, ...]
    lacks: tuple[Lack, ...]


def why_not(
    left: Mapping[Lang, Sequence[Passage]],
    right: Mapping[Lang, Sequence[Passage]],
    weights: Sequence[Weights],
    strands: Sequence[Strand],
    place: Place,
) -> WhyNot:
    """Compare a text with a document as its score does, jointly or across languages.

    Args:
        left: the sentences of the text, with the dictionary's words in them.
        right: the sentences of the document; both by language.
        weights: what each feature of the text counts, by language.
        strands: what makes the document's score.
        place: where the score puts it.
    """
    across = {strand.left: strand.right for strand in strands}
    said = [part for part in weights if part.lang in across] or weights
    whole = math.fsum(part.length**2 for part in said)
    missing = [
        lack
        for part in said
        for lack in _lacks(
            left[part.lang],
            right.get(across.get(part.lang, part.lang), ()),
            part,
            whole,
        )
    ]
    shared = []
    for strand in strands:
        # Numbers and words that fit any subject, and two of them side by side, say
        # nothing to a reader here.
        light = {form_of(f) for f in strand.shares if kind_of(f) is Kind.LIGHT}
        shares = {
            feature: share
            for feature, share in strand.shares.items()
            if not light.issuperset(form_of(feature).split(" "))
        }
        shared += terms(left[strand.left], shares)
    return WhyNot(
        *place,
        shared=tuple(sorted(shared, key=lambda term: (-term.share, term.term))),
        lacks=tuple(sorted(missing, key=_heaviest_first)),
    )


def _lacks(
    left: Sequence[Passage],
    right: Sequence[Passage],
    part: Weights,
    whole: float,
) -> list[Lack]:
    """The terms of one text that another does not have, in one language of each.

    What the other says with another word of the dictionary is not missing.
    """
    held = {feature for passage in right for feature in passage.spans}
    for name in held & part.linked.keys():
        held |= set(part.linked[name].said)
    held |= part.linked.keys()
    missing = {
        feature: value**2 / whole
        for feature, value in zip(part.features, part.values.tolist(), strict=True)
        if feature not in held and kind_of(feature) is not Kind.LIGHT
    }
    # Two neighbours are one term only if the document has neither of them.
    missing = {
        feature: weight
        for feature, weight in missing.items()
        if not is_pair(feature) or missing.keys() >= set(form_of(feature).split(" ", 1))
    }
    words = _words(right)
    found = [
        Lack(term.term, term.lang, term.share, near_words(term.term, words))
        for term in terms(left, missing)
    ]
    return sorted(found, key=_heaviest_first)[:MAX_LACKS]


def _heaviest_first(lack: Lack) -> tuple[float, str]:
    return -lack.weight, lack.term


def near_words(term: str, words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that are written much like the term, nearest first.

    Dice's coefficient of the characters (Dice 1945) for words in kanji; of Latin
    words the longer must begin with the shorter, but for its last letters.
    """
    ranked = sorted(
        ((_likeness(term, word), word) for word in words if word != term),
        key=lambda found: (-found[0], found[1]),
    )
    return tuple(word for likeness, word in ranked[:MAX_NEAR] if likeness > NEAR)


_LATIN = re.compile(r"[\x00-\x7f]+")
_SPEAKING = re.compile(r"[^ぁ-ゖー\s]")


def _likeness(one: str, other: str) -> float:
    if _LATIN.fullmatch(one) and _LATIN.fullmatch(other):
        one, other = one.casefold(), other.casefold()
        same = 0
        while same < min(len(one), len(other)) and one[same] == other[same]:
            same += 1
        return same / max(len(one), len(other)) if same >= 4 else 0.0
    # Kana endings say nothing of what a word is about.
    left, right = set(_SPEAKING.findall(one)), set(_SPEAKING.findall(other))
    return 2 * len(left & right) / (len(left) + len(right)) if left & right else 0.0


def _words(passages: Sequence[Passage]) -> list[str]:
    """The words of a text, each once, as a dictionary has them."""
    found = {
        dictionary_form(passage.field.text[start:end], form_of(feature))
        for passage in passages
        for feature, start, end in passage.places
        if kind_of(feature) is Kind.WORD
    }
    return sorted(found)
