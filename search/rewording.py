"""A typed text as parts that can be left out or put otherwise, and written again.

Pure, and by the rules of `search.parsing`: what is written here is read there in the
same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import units
from search.parsing import QUOTES, Atom, Clause, parse


@dataclass(frozen=True, slots=True)
class Wording:
    """A part of a question.

    Args:
        text: the word as typed, or a larger part as it must be written.
        fixed: a phrase, an exclusion or a choice: not a plain word.
        single: analysis takes it as one word.
        excluded: it asks for nothing.
    """

    text: str
    fixed: bool = False
    single: bool = False
    excluded: bool = False


def parts(text: str) -> list[Wording]:
    """Take a text apart where its writer did: at spaces and quotation marks."""
    return [_wording(clause) for clause in parse(text)]


def written(parts: Sequence[Wording]) -> str:
    """Write parts as one text again."""
    return " ".join(part.text for part in parts)


def without_each(text: str) -> list[tuple[str, str]]:
    """Return every part with the text that is left without it.

    A text without spaces falls into its words; of a single word nothing is left, so
    it is not among them. What remains has at least one part that asks for something.
    """
    pieces = parts(text)
    if len(pieces) == 1 and not pieces[0].fixed:
        whole = pieces[0].text
        words = [whole[unit.word.start : unit.word.end] for unit in units(whole)]
        pieces = [Wording(word) for word in dict.fromkeys(words)]
    left = [
        (piece.text, [*pieces[:place], *pieces[place + 1 :]])
        for place, piece in enumerate(pieces)
    ]
    return [
        (dropped, written(rest))
        for dropped, rest in left
        if not all(piece.excluded for piece in rest)
    ]


def _wording(clause: Clause) -> Wording:
    text = " OR ".join(_atom(atom) for atom in clause.atoms)
    if clause.excluded:
        return Wording(f"-{text}", fixed=True, excluded=True)
    if len(clause.atoms) > 1 or clause.atoms[0].exact:
        return Wording(text, fixed=True)
    return Wording(text, single=_whole(text))


def _whole(text: str) -> bool:
    found = units(text)
    return len(found) == 1 and found[0].word[1:] == (0, len(text))


def _atom(atom: Atom) -> str:
    if not atom.exact:
        return atom.text
    # The pair it was typed in, at least, has a mark that is not inside.
    opening, closing = next(p for p in QUOTES.items() if p[1] not in atom.text)
    return f"{opening}{atom.text}{closing}"
