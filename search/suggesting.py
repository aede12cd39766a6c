"""Help for whoever is typing: completions, and words that may have been meant.

Both come from what is indexed, and only from documents that the reader may see: a
word that stands in hidden ones alone is proposed to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from search.analysis import sound, units
from search.engine import Results
from search.query import Operator, Query
from search.rewording import Wording, parts, without_each, written
from search.synonyms import Synonyms

MAX_WORD = 24
"""The most characters of a word that is looked at for mistakes."""

_MAX_PIECES = 4  # of a compound
_MAX_WORDS = 6  # of a text are looked at; whoever writes more describes something

Search = Callable[[Query], Results]


@dataclass(frozen=True)
class Completion:
    """A text that goes on from what was typed.

    Args:
        text: a title, keyword or name, as a document has it.
        field: which of them: "title", "keywords" or "people".
        lang: its language, "" where the field has none.
    """

    text: str
    field: str
    lang: str


@runtime_checkable
class Suggester(Protocol):
    """What an engine with a vocabulary of its own offers besides searching.

    Methods may be called from several threads, and raise EngineError like those of
    an engine.
    """

    def complete(
        self, typed: str, *, audiences: frozenset[str], lang: str, limit: int = 8
    ) -> tuple[Completion, ...]:
        """Return titles, keywords and names that go on from `typed`.

        Width, case and kana of either kind make no difference. Those in `lang`
        come first, then those that begin so, then what many documents have.
        """
        ...

    def similar(
        self, word: str, *, audiences: frozenset[str], limit: int = 3
    ) -> tuple[str, ...]:
        """Return words spelled or read almost like `word`, the nearest first.

        Each is written as a document that the reader may see has it.
        """
        ...


@dataclass(frozen=True)
class Fewer:
    """A question with one word less, and how many documents it finds."""

    dropped: str
    text: str
    total: int


def did_you_mean(query: Query, search: Search, suggester: Suggester) -> str | None:
    """Return the text with its mistaken words mended, if the reader then finds more.

    A word counts as mistaken when the reader finds nothing that has it.

    Args:
        query: what was asked; its kinds and filters play no part.
        search: answers a query, as the reader.
        suggester: knows the words of the index.
    """
    mended: list[Wording] = []
    changed = False
    for part in parts(query.text)[:_MAX_WORDS]:
        better = _better(part, query, search, suggester)
        mended.append(replace(part, text=better) if better else part)
        changed |= better is not None
    if not changed:
        return None
    text = written([*mended, *parts(query.text)[_MAX_WORDS:]])
    return text if _finds(query, text, search, operator="auto") else None


def fewer_words(query: Query, search: Search, limit: int = 3) -> tuple[Fewer, ...]:
    """Return which single words to leave out so that something has all the others.

    The word whose absence finds most comes first.

    Args:
        query: what was asked; its kinds and filters hold.
        search: answers a query, as the reader.
        limit: how many at most.
    """
    whole = replace(query, operator="all", page=1, size=0, facets=())
    found = [
        Fewer(dropped, rest, search(replace(whole, text=rest)).total)
        for dropped, rest in without_each(query.text)[:_MAX_WORDS]
    ]
    useful = [fewer for fewer in found if fewer.total]
    return tuple(sorted(useful, key=lambda fewer: -fewer.total)[:limit])


def _better(
    part: Wording, query: Query, search: Search, suggester: Suggester
) -> str | None:
    """Return what may have been meant by a word that finds nothing.

    A word of the index or of the dictionary, whose other word the index may have.
    """
    if part.fixed or len(part.text) > MAX_WORD:
        return None
    found = _finds(query, part.text, search)
    if found and (part.single or _finds(query, f'"{part.text}"', search)):
        return None
    further = Synonyms.of(query.synonyms).like(part.text)
    for word in (*suggester.similar(part.text, audiences=query.audiences), *further):
        # Its pieces are found: only the whole word may be a slip of conversion.
        if found and sound(word) != sound(part.text):
            continue
        if _finds(query, word, search):
            return word
    return _converted(part.text, query, search, suggester)


def _converted(
    text: str, query: Query, search: Search, suggester: Suggester
) -> str | None:
    """Return a compound with one of its words as it sounds alike, if it stands so.

    人口知能 is cut into two words, both of which are found; 人工知能 is no single word.
    """
    for unit in units(text)[:_MAX_PIECES]:
        start, end = unit.word[1:]
        for word in suggester.similar(text[start:end], audiences=query.audiences):
            whole = f"{text[:start]}{word}{text[end:]}"
            alike = whole != text and sound(whole) == sound(text)
            if alike and _finds(query, f'"{whole}"', search):
                return whole
    return None


def _finds(query: Query, text: str, search: Search, operator: Operator = "all") -> bool:
    asked = replace(query, text=text, kinds=(), filters={}, facets=(), page=1, size=0)
    return search(replace(asked, operator=operator)).total > 0
