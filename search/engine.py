"""The protocol every engine keeps, and the answers it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from search.documents import Key, Removal, SearchDocument
from search.query import Query


class EngineError(Exception):
    """An engine could not do what was asked; no document is half written."""

    code = "search_unavailable"


class EngineDamaged(EngineError):
    """The engine's own data cannot be read; it must be cleared and filled anew."""

    code = "search_damaged"


@dataclass(frozen=True)
class Passage:
    """A piece of a document's own text, for showing why it was found.

    Args:
        field: the field it is from ("title", "summary", "body", "keywords",
            "people", "codes").
        lang: the language of that text, "" where the field has none.
        text: a verbatim copy of the original, never markup: escape it to show it.
        marks: half-open ranges of code points in `text`, in order, apart from
            each other, that hold what was looked for.
        start: where `text` begins in the field, in code points.
        length: how long the whole field is, in code points.
    """

    field: str
    lang: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    start: int = 0
    length: int = 0

    @property
    def cut_before(self) -> bool:
        """Whether the field goes on before the passage."""
        return self.start > 0

    @property
    def cut_after(self) -> bool:
        """Whether the field goes on after the passage."""
        return self.start + len(self.text) < self.length


@dataclass(frozen=True)
class Hit:
    """One document found.

    Args:
        kind: the document's kind.
        id: the document's id.
        score: larger is better; comparable only within one answer of one engine,
            and 0 in a listing without text.
        title: the whole title with its marks, in the reader's language where
            there is one; None for a document without a title.
        passage: the passage that shows best why it was found, or the beginning
            of the text if the words are only in the title; None for a document
            with nothing but a title.
    """

    kind: str
    id: str
    score: float
    title: Passage | None
    passage: Passage | None

    @property
    def key(self) -> Key:
        """The name of the document found."""
        return Key(self.kind, self.id)


@dataclass(frozen=True)
class Understanding:
    """How the text was read, for telling the reader.

    Args:
        words: the words looked for, as typed.
        phrases: the exact phrases looked for.
        excluded: the words and phrases excluded.
        added: for each word that synonyms were added to, the synonyms.
        relaxed: nothing has all the words as such, so that what comes nearest is
            shown: the same characters, or some of the words.
        shortened: the text was too long and only its beginning was used.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    added: tuple[tuple[str, tuple[str, ...]], ...] = ()
    relaxed: bool = False
    shortened: bool = False


@dataclass(frozen=True)
class Results:
    """An engine's answer.

    Args:
        total: how many documents the query finds on all pages.
        hits: those of the page asked for.
        facets: for each facet, how many documents each of its values has. A facet
            is counted with its own filter left out, so a chosen value does not
            hide its siblings; chosen values are always there, with 0 if need be.
            "kind" is counted in the same way.
        understood: how the text was read.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    understood: Understanding = Understanding()


@runtime_checkable
class Engine(Protocol):
    """What every engine does, alike.

    All methods may be called from several threads. They raise EngineError when
    the engine cannot be reached or read, and nothing else that a document or a
    query could cause.
    """

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace documents, and return how many were written.

        A document is left alone where a newer version is held, or where it was
        removed as of this version or a newer one. What was written is found by
        every search that begins afterwards.
        """
        ...

    def remove(self, removals: Iterable[Removal]) -> int:
        """Take documents out, and return how many were there and went.

        Where a newer version is held, nothing happens.
        """
        ...

    def search(self, query: Query) -> Results:
        """Answer a query.

        Total and facet counts are of one moment. Hits may be of another one within the
        search: what is written meanwhile may be among them, and not counted yet.
        """
        ...

    def keys(self) -> frozenset[Key]:
        """Return the names of all documents held."""
        ...

    def versions(self) -> dict[Key, int]:
        """Return the version of every document held."""
        ...

    def digests(self, of: Collection[Key] | None = None) -> dict[Key, str]:
        """Return the `SearchDocument.digest` of the documents that searches find.

        Args:
            of: of those alone, as far as they are held; None for all.
        """
        ...

    def bookmark(self) -> str | None:
        """Return what `set_bookmark` was last given.

        None for an index that is new or was cleared, for whatever reason: what
        follows a feed then knows that it has to fill the index first.
        """
        ...

    def set_bookmark(self, bookmark: str) -> None:
        """Keep, with the documents, how far their feed has been read."""
        ...

    def clear(self) -> None:
        """Forget all documents, all removals and the bookmark."""
        ...

    def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""
        ...
