"""The engine that keeps nothing, for tests of what merely talks to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from search.documents import Key, Removal, SearchDocument
from search.engine import Results
from search.query import Query


class NullEngine:
    """Takes everything, holds nothing, finds nothing."""

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Read the documents through, as a real engine would, and drop them."""
        for _ in documents:
            pass
        return 0

    def remove(self, removals: Iterable[Removal]) -> int:
        """Read the removals through and do nothing."""
        for _ in removals:
            pass
        return 0

    def search(self, query: Query) -> Results:
        """Find nothing."""
        return Results()

    def keys(self) -> frozenset[Key]:
        """Return no names."""
        return frozenset()

    def versions(self) -> dict[Key, int]:
        """Return no versions."""
        return {}

    def digests(self, of: Collection[Key] | None = None) -> dict[Key, str]:
        """Return no digests."""
        return {}

    def bookmark(self) -> str | None:
        """Return no bookmark."""
        return None

    def set_bookmark(self, bookmark: str) -> None:
        """Do nothing."""

    def clear(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
