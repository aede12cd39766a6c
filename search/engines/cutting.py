"""Documents cut for an index: the slow part, the same for every engine.

Both engines get the very same terms, so what is found, and whom it is shown to, is
the same by construction. What an index of these rules already holds of a text need
not be cut again: the same text has the same words.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
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
_SIZE_OF_PLACE = 2 * array("I").itemsize

Where = tuple[str, str, str]
"""A text by its field, its language and itself."""


@dataclass(frozen=True, slots=True)
class CutText:
    """A text of a document and its words, as indexes keep them.

    Args:
        field, lang: where in the document it stands; no language is "".
        text: cleaned.
        terms: its words in order, separated by spaces.
        places: where each begins and ends in `text`, an array of unsigned numbers.
    """

    field: str
    lang: str
    text: str
    terms: str
    places: bytes

    @property
    def where(self) -> Where:
        """Tell what its words depend on, and the language beside it."""
        return self.field, self.lang, self.text

    def is_whole(self) -> bool:
        """Whether there are as many places as words."""
        return len(self.places) == _SIZE_OF_PLACE * len(self.terms.split())

    def with_words(self, wanted: frozenset[str]) -> Text:
        """Return the text with those of its words that are wanted."""
        terms = enumerate(self.terms.split())
        at = [(2 * n, term) for n, term in terms if term in wanted]
        places = array("I", self.places if at else b"")
        words = tuple(Word(term, places[n], places[n + 1]) for n, term in at)
        return Text(self.field, self.lang, self.text, words)


@dataclass(frozen=True, slots=True)
class Cut:
    """What an engine indexes of a document.

    Args:
        document: where it is from.
        texts: all that are not blank.
        chars: the grams of each text, separated by spaces.
        names: the grams of each name, from its beginning and from that of each
            later part, with BETWEEN before them.
    """

    document: SearchDocument
    texts: tuple[CutText, ...]
    chars: tuple[str, ...]
    names: tuple[str, ...]


def cut(document: SearchDocument, held: Iterable[CutText] = ()) -> Cut:
    """Cut the texts of a document.

    Args:
        document: any.
        held: texts that were cut by the rules of today; what of them the document has
            as well, in the same field and language, keeps its words.
    """
    known = {text.where: text for text in held}
    texts = tuple(known.get(where) or _cut(*where) for where in _texts(document))
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


def is_held(document: SearchDocument, held: Iterable[CutText]) -> bool:
    """Whether all texts of a document are among those held, so that none is cut."""
    known = {text.where for text in held}
    return known.issuperset(_texts(document))


def _texts(document: SearchDocument) -> Iterator[Where]:
    """Go through the texts of a document that are not blank, cleaned."""
    for field, lang, raw in _raw(document):
        if (text := clean(raw)).strip():
            yield field, lang, text


def _raw(document: SearchDocument) -> Iterator[Where]:
    for field in ("title", "summary", "body"):
        for lang, text in getattr(document, field).items():
            yield field, lang, text
    for field in ("keywords", "people", "codes"):
        for text in getattr(document, field):
            yield field, "", text


def _cut(field: str, lang: str, text: str) -> CutText:
    found = _words(field, text)
    places = array("I", [place for word in found for place in word[1:]])
    terms = " ".join(word.term for word in found)
    return CutText(field, lang, text, terms, places.tobytes())


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
