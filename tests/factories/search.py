"""Search documents for tests: everything has a default but the id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.documents import PUBLIC, SearchDocument

EVERYONE = frozenset({PUBLIC})


def make_document(
    id: str, title: str | Mapping[str, str] = "", **given: Any
) -> SearchDocument:
    """Make a public need in version 1; texts given as str are Japanese."""
    texts = {
        name: {"ja": text} if isinstance(text, str) else text
        for name in ("title", "summary", "body")
        if (text := title if name == "title" else given.pop(name, None))
    }
    given.setdefault("kind", "need")
    given.setdefault("version", 1)
    given.setdefault("audiences", EVERYONE)
    return SearchDocument(id=id, **texts, **given)
