"""Documents cut for an index: the slow part, the same for every engine.

Both engines get the very same terms, so what is found, and whom it is shown to, is
the same by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import Word, clean, gram_terms, words
from search.documents import SearchDocument
from search.passages import Text
from search.readings import read_name, readings

BETWEEN = "¶"
"""Stands between two texts, and before every name; no term contains it."""

WEIGHTS = {
    "title": 10.0,
    "keywords": 5.0,
    "people": 5.0,
    "codes": 5.0,
    "summary": 2.0,
    "body": 1.0,
}
"""The fields of a document, in order, and what a word in each counts for."""

_READ_ALOUD = ("title", "summary", "keywords", "body")
_MAX_PARTS = 8  # of a name; what is longer is a text, and found as one
_MAX_NAME = 64


@dataclass(frozen=True, slots=True)
class Cut:
    """What an engine indexes of a document.

    Args:
        document: where it is from.
        texts: its texts, cleaned, with their words.
        chars: the grams of each text, separated by spaces.
        names: the grams of each name, from its beginning and from that of each
            later part, with BETWEEN before them.
    """

    document: SearchDocument
    texts: tuple[Text, ...]
    chars: tuple[str, ...]
    names: tuple[str, ...]


def cut(document: SearchDocument) -> Cut:
    """Cut all texts of a document."""
    texts = tuple(
        Text(field, lang, text, tuple(_words(field, text)))
        for field, lang, raw in _texts(document)
        if (text := clean(raw)).strip()
    )
    return Cut(
        document,
        texts,
        chars=tuple(_grams(text.text) for text in texts),
        names=tuple(
            dict.fromkeys(
                f"{BETWEEN} {_grams(name)}"
                for person in document.people
                for name in _names(clean(person))
            )
        ),
    )


def _texts(document: SearchDocument) -> Iterator[tuple[str, str, str]]:
    for field in ("title", "summary", "body"):
        for lang, text in getattr(document, field).items():
            yield field, lang, text
    for field in ("keywords", "people", "codes"):
        for text in getattr(document, field):
            yield field, "", text


def _words(field: str, text: str) -> list[Word]:
    """The words of a text and how they are read; of names see `_names`."""
    found = words(text)
    if field in _READ_ALOUD:
        found = sorted([*found, *readings(text)], key=lambda word: word[1:])
    return found


def _grams(text: str) -> str:
    return " ".join(gram_terms(text))


def _names(person: str) -> Iterator[str]:
    """A name as written and as read, from its beginning and that of each part."""
    written = person.split()[: 2 * _MAX_PARTS]
    spoken = [read_name(part[:_MAX_NAME]) or "" for part in written]
    for parts in (written, spoken):
        for first in range(min(len(parts), _MAX_PARTS)):
            if parts[first]:
                yield " ".join(parts[first : first + _MAX_PARTS])[:_MAX_NAME]
