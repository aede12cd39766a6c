"""The tables of the embedded engine: their layout, notes about it, and snapshots.

`posting` has the documents of each word (`sqlite_postings`), `written` is the FTS5
index of what is found as it is written. `cut` holds the very strings that both are made
from, which FTS5 needs to take a row out again (its `contentless_delete` is newer than
the SQLite of the systems this runs on). `terms` holds the same words and grams once
more, as numbers, for comparing the best found by all that they have. `passage` holds
the texts as they were given, with the places of their words. A removed document keeps
its row in `document`, so that a late write cannot bring it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from search.analysis import fingerprint
from search.engines import sqlite_hints
from search.engines import sqlite_postings as postings
from search.engines.cutting import WEIGHTS
from search.engines.sqlite_match import WRITTEN

_LAYOUT = 9
CUT = (*WEIGHTS, *WRITTEN)
WRITTEN_COLUMNS = ", ".join(WRITTEN)
TABLES = {
    "document": """TABLE document (
        docid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
        version INTEGER NOT NULL, live INTEGER NOT NULL, digest TEXT, readers TEXT,
        facets BLOB,
        UNIQUE (kind, id))""",
    "audience": """TABLE audience (
        docid INTEGER, token TEXT, PRIMARY KEY (docid, token)) WITHOUT ROWID""",
    "facet_value": """TABLE facet_value (
        number INTEGER PRIMARY KEY, name TEXT, value TEXT, UNIQUE (name, value))""",
    "sort": """TABLE sort (
        docid INTEGER, name TEXT, value, PRIMARY KEY (docid, name)) WITHOUT ROWID""",
    "passage": """TABLE passage (
        docid INTEGER, place INTEGER, field TEXT NOT NULL, lang TEXT NOT NULL,
        text TEXT NOT NULL, places BLOB NOT NULL, PRIMARY KEY (docid, place))""",
    "terms": """TABLE terms (
        docid INTEGER PRIMARY KEY, words BLOB NOT NULL, grams BLOB NOT NULL)""",
    "cut": f"TABLE cut (docid INTEGER PRIMARY KEY, {', '.join(CUT)})",
    # The tokenizer only parts at spaces: every character that is not ASCII is
    # part of a word to it, as our own analysis has decided.
    "written": f"""VIRTUAL TABLE written USING fts5 (
        {WRITTEN_COLUMNS}, content = 'cut', content_rowid = 'docid',
        tokenize = "ascii tokenchars '+#'")""",
    **postings.TABLES,
    **sqlite_hints.TABLES,
}
PARTS = ("audience", "sort", "passage", "terms", "cut", "beginning")
"""Those that have rows of a document, by its number."""


def is_of_our_rules(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there and hold what our rules would put into them."""
    known = "SELECT 1 FROM sqlite_schema WHERE name = 'meta'"
    if connection.execute(known).fetchone() is None:
        return False
    return read_meta(connection, "fingerprint") == _rules()


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, or make them anew if they are of other rules.

    To be called inside a transaction that may write.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS meta (name PRIMARY KEY, value)")
    if is_of_our_rules(connection):
        return
    # Those of FTS5 first: they have tables of their own, which go with them.
    for virtual in (True, False):
        for name in _tables(connection, virtual=virtual):
            connection.execute(f"DROP TABLE {name}")
    for statement in (*TABLES.values(), *sqlite_hints.INDEXES):
        connection.execute(f"CREATE {statement}")
    connection.execute("DELETE FROM meta")
    write_meta(connection, "fingerprint", _rules())


def _tables(connection: sqlite3.Connection, *, virtual: bool) -> list[str]:
    """Name all tables but that of notes, of whatever layout."""
    rows = connection.execute(
        """SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta'
        AND name NOT LIKE 'sqlite_%' AND (sql LIKE 'CREATE VIRTUAL%') = ?""",
        (virtual,),
    )
    return [name for (name,) in rows]


def read_meta(connection: sqlite3.Connection, name: str) -> str | None:
    """Read a note about the whole index, None where there is none."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,))
    value: str | None = next(row, (None,))[0]
    return value


def write_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a note about the whole index."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def empty(connection: sqlite3.Connection) -> None:
    """Take everything out, removals and notes as well."""
    connection.execute("INSERT INTO written (written) VALUES ('delete-all')")
    others = ("document", "facet_value", "vocabulary", *postings.TABLES)
    for table in (*others, *PARTS):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM meta WHERE name <> 'fingerprint'")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all reads in the block see the file as it is at one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def _rules() -> str:
    return f"layout {_LAYOUT} {fingerprint()}"
