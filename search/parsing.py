"""What a person types into a search box, taken apart. Nothing here can fail.

Words are separated by spaces; 「…」, 『…』, "…" and “…” hold an exact phrase; a
minus before a word or phrase, or NOT, excludes it; OR (or |) between two accepts
either; AND is understood and changes nothing. A quotation mark without its
partner, an operator without its word and brackets are taken as spaces.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from search.analysis import clean

MAX_TEXT = 5_000
"""The most code points of a text that are read."""

MAX_TERMS = 128
"""The most different words of a text that are looked for."""

QUOTES = {"「": "」", "『": "』", '"': '"', "“": "”", "＂": "＂", "〝": "〟"}
"""Quotation marks, each with its partner."""

_BRACKETS = frozenset("()[]{}<>（）［］｛｝＜＞〈〉《》【】〔〕")
_SEPARATORS = frozenset([*QUOTES, *QUOTES.values(), *_BRACKETS])
_MINUS = frozenset("-－−")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word or phrase as typed; `exact` for what stood in quotation marks."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Atoms of which one is enough, or one that must not be there."""

    atoms: tuple[Atom, ...]
    excluded: bool = False


def parse(text: str) -> tuple[Clause, ...]:
    """Take a text apart; only its first MAX_TEXT code points are read."""
    text = clean(text[:MAX_TEXT])
    clauses = _combine(_scan(text))
    if not clauses and text.strip():
        # Operators alone: then they are what is looked for.
        return (Clause((Atom(text.strip()),)),)
    return clauses


@dataclass(frozen=True, slots=True)
class _Piece:
    atom: Atom
    minus: bool
    operator: str = ""


def _scan(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    without_partner: set[str] = set()
    at = 0
    while at < len(text):
        start = at
        if text[at] in _MINUS and _begins_word(text, at):
            while at < len(text) and text[at] in _MINUS:
                at += 1
        minus = at > start
        if at == len(text):
            break
        partner = QUOTES.get(text[at])
        if partner is not None and partner not in without_partner:
            end = text.find(partner, at + 1)
            if end >= 0:
                phrase = text[at + 1 : end].strip()
                if phrase:
                    pieces.append(_Piece(Atom(phrase, exact=True), minus))
                at = end + 1
                continue
            without_partner.add(partner)
        if _parts(text[at]):
            at += 1
            continue
        end = at
        while end < len(text) and not _parts(text[end]):
            end += 1
        word = text[at:end]
        operator = "" if minus else _operator(word)
        pieces.append(_Piece(Atom(word), minus, operator))
        at = end
    return pieces


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or _parts(text[at - 1])


def _parts(char: str) -> bool:
    return char.isspace() or char in _SEPARATORS or char == "\ufffd"


def _operator(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word)
    return {"|": "OR", "||": "OR", "&": "AND", "&&": "AND"}.get(
        plain, plain if plain in ("AND", "OR", "NOT") else ""
    )


def _combine(pieces: list[_Piece]) -> tuple[Clause, ...]:
    clauses: list[Clause] = []
    either = negate = False
    for piece in pieces:
        if piece.operator == "OR":
            either = bool(clauses) and not clauses[-1].excluded
        elif piece.operator == "NOT":
            negate = True
        elif not piece.operator:
            if piece.minus or negate:
                clauses.append(Clause((piece.atom,), excluded=True))
            elif either:
                clauses[-1] = Clause((*clauses[-1].atoms, piece.atom))
            else:
                clauses.append(Clause((piece.atom,)))
            either = negate = False
    return tuple(clauses)
