"""Search documents for tests: everything has a default but the id."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
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


def damage(file: Path, table: str) -> None:
    """Write over the root of a table or index; nobody may have the file open."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [size] = connection.execute("PRAGMA page_size").fetchone()
        [root] = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
    with file.open("r+b") as content:
        content.seek((root - 1) * size)
        content.write(b"\xff" * size)


HOSTILE = [
    " ".join(f"語{n}" for n in range(1_000)),
    *("「「「", '"a', "a”", ")(", "(((", "[a-z]+", "}{", "“雑草"),
    *("*", "雑*", "?", "NOT", "AND", "OR OR", "NOT NOT", "-", "--", "-雑草", "|"),
    *("^a.*$", "/雑草/", "\\", "%", "_", "' OR 1=1 --", "title:雑草", "NEAR(a b)"),
    *("{names chars}:x", "<script>alert(1)</script>", "雑草\nmarks", "\t"),
    *("\x00", "雑\x00草", "\ufffd", "😀", "👨‍👩‍👧", "\u202e雑草\u202c", "\u200f\u200e"),
    *("ｻﾞﾂｿｳ", "ﾊﾞｲｵﾏｽ", "髙橋", "㍻", "ﷺ", "e\u0301" * 50, "a" * 5_001, "草" * 5_001),
]
"""What people and machines type into a search box to see what happens."""
