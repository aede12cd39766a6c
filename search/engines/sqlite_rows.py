"""Documents as rows in the tables of the embedded engine (`sqlite_tables`)."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from search.analysis import clean
from search.closeness import numbered
from search.documents import KIND_FACET, Key, Removal, SearchDocument
from search.engines import sqlite_hints
from search.engines import sqlite_postings as postings
from search.engines.cutting import BETWEEN, WEIGHTS, CutText, cut
from search.engines.sqlite_facets import numbers_of
from search.engines.sqlite_tables import (
    CUT,
    PARTS,
    TABLES,
    WRITTEN_COLUMNS,
    is_of_our_rules,
    snapshot,
)
from search.passages import Text
from search.readings import is_reading

# What searches go by, beside what `document` says: who may read, and whether there are
# words (FTS5 has a row for each document that it holds).
_HELD = """SELECT * FROM (
    SELECT kind, id, digest, live, readers,
        (SELECT json_group_array(token) FROM audience
            WHERE audience.docid = document.docid) AS tokens,
        EXISTS (SELECT 1 FROM written_docsize
            WHERE written_docsize.id = document.docid) AS whole
    FROM document)
    WHERE (live OR whole OR tokens <> '[]')"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its texts already cut, ready to be written."""

    document: SearchDocument
    texts: tuple[CutText, ...]
    columns: Mapping[str, str]
    terms: tuple[bytes, bytes]


def prepare(document: SearchDocument, held: Iterable[CutText]) -> Prepared:
    """Cut a document's texts, but for those held (see `cut`), before the lock."""
    parts = cut(document, held)
    columns = {
        field: f" {BETWEEN} ".join(
            text.terms for text in parts.texts if text.field == field
        )
        for field in WEIGHTS
    }
    columns["chars"] = f" {BETWEEN} ".join(parts.chars)
    columns["names"] = " ".join(parts.names)
    every = (term for text in parts.texts for term in text.terms.split())
    words = (term for term in every if not is_reading(term))
    grams = (gram for text in parts.chars for gram in text.split())
    terms = numbered(words), numbered(grams)
    return Prepared(document, parts.texts, columns, terms)


def write(connection: sqlite3.Connection, prepared: Prepared) -> bool:
    """Write a document unless a newer one is held; say whether it was written."""
    document = prepared.document
    held = _held(connection, document.key)
    if held is None:
        docid = _add(connection, document.key, document.version, live=True)
    else:
        docid, version, live = held
        if version > document.version or (version == document.version and not live):
            return False
        _take_out(connection, docid, live=bool(live))
    readers = _listed(json.dumps(_clean(document.audiences)))
    connection.execute(
        """UPDATE document SET version = ?, live = 1, digest = ?, readers = ?
        WHERE docid = ?""",
        (document.version, document.digest(), readers, docid),
    )
    _put_in(connection, docid, prepared)
    return True


def erase(connection: sqlite3.Connection, removal: Removal) -> bool:
    """Take a document out unless it is newer; say whether it was there and went."""
    held = _held(connection, removal.key)
    if held is None:
        _add(connection, removal.key, removal.version, live=False)
        return False
    docid, version, live = held
    if version > removal.version:
        return False
    _take_out(connection, docid, live=bool(live))
    connection.execute(
        "UPDATE document SET version = ?, live = 0 WHERE docid = ?",
        (removal.version, docid),
    )
    return bool(live)


def check(connection: sqlite3.Connection) -> None:
    """Read everything; raise where it cannot be read or does not belong together.

    To be called outside of a transaction: only what FTS5 looks at by itself has to keep
    out writers.
    """
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError(said)
    for table, statement in TABLES.items():
        if statement.startswith("TABLE"):  # raises at text that is none
            for _ in connection.execute(f"SELECT * FROM {table}"):
                pass
    # Compares the index with the strings that it was made from, and raises.
    connection.execute(
        "INSERT INTO written (written, rank) VALUES ('integrity-check', 1)"
    )
    with snapshot(connection):
        postings.check(connection, _all_listed(connection))


def digests(
    connection: sqlite3.Connection, of: Collection[Key] | None
) -> dict[Key, str]:
    """Return the digests of the documents that searches find, or of some of them.

    One whose readers are others than were written, or that FTS5 lacks or has too much,
    has an empty digest.
    """
    wanted = [None] if of is None else [_clean(key) for key in of]
    sql = f"{_HELD} {'' if of is None else 'AND kind = ? AND id = ?'}"
    return {
        Key(kind, id): digest if whole and live and readers == _listed(tokens) else ""
        for key in wanted
        for kind, id, digest, live, readers, tokens, whole in connection.execute(
            sql, key or ()
        )
    }


def held(
    connection: sqlite3.Connection, keys: Iterable[Key]
) -> dict[Key, list[CutText]]:
    """Read the texts of some documents as they were cut, of those that are there.

    To be called inside a transaction. Of tables of other rules nothing is read.
    """
    if not is_of_our_rules(connection):
        return {}
    found = {key: row for key in keys if (row := _held(connection, key))}
    return {
        key: [*_cut_texts(connection, docid)]
        for key, (docid, _, live) in found.items()
        if live
    }


def texts_of(
    connection: sqlite3.Connection, docid: int, terms: frozenset[str]
) -> list[Text]:
    """Read a document's texts back, with those of their words that are `terms`.

    Raises `sqlite3.DatabaseError` where their words are lost.
    """
    return [text.with_words(terms) for text in _cut_texts(connection, docid)]


def _cut_texts(connection: sqlite3.Connection, docid: int) -> Iterator[CutText]:
    columns = _columns(connection, docid)
    cut = {field: iter(columns[field].split(BETWEEN)) for field in WEIGHTS}
    for field, lang, text, places in connection.execute(
        "SELECT field, lang, text, places FROM passage WHERE docid = ? ORDER BY place",
        (docid,),
    ):
        found = CutText(field, lang, text, next(cut[field], "").strip(" "), places)
        if not found.is_whole():
            raise sqlite3.DatabaseError(f"words of document {docid} are lost")
        yield found


def shown(connection: sqlite3.Connection, docid: int, term: str) -> str:
    """Return a word as a document that has it writes it."""
    return next(
        text.text[word.start : word.end]
        for text in texts_of(connection, docid, frozenset({term}))
        for word in text.words
    )


def terms_of(
    connection: sqlite3.Connection, docids: Iterable[int]
) -> list[tuple[int, bytes, bytes]]:
    """Read the number of each document, its words and its grams, `numbered`."""
    return connection.execute(
        """SELECT docid, words, grams FROM terms
        WHERE docid IN (SELECT value FROM json_each(?))""",
        (json.dumps([*docids]),),
    ).fetchall()


def _held(connection: sqlite3.Connection, key: Key) -> tuple[int, int, int] | None:
    row: tuple[int, int, int] | None = connection.execute(
        "SELECT docid, version, live FROM document WHERE kind = ? AND id = ?",
        _clean(key),
    ).fetchone()
    return row


def _add(connection: sqlite3.Connection, key: Key, version: int, *, live: bool) -> int:
    docid = connection.execute(
        "INSERT INTO document (kind, id, version, live) VALUES (?, ?, ?, ?)",
        (*_clean(key), version, live),
    ).lastrowid
    if docid is None:
        raise sqlite3.InternalError("SQLite gave no number to a new row")
    return docid


def _put_in(connection: sqlite3.Connection, docid: int, prepared: Prepared) -> None:
    document = prepared.document
    connection.executemany(
        "INSERT OR IGNORE INTO audience VALUES (?, ?)",
        [(docid, token) for token in _clean(document.audiences)],
    )
    facets = [
        (KIND_FACET, document.kind),
        *((name, value) for name, many in document.facets.items() for value in many),
    ]
    unique = dict.fromkeys((clean(name), clean(value)) for name, value in facets)
    values = numbers_of(connection, unique)
    postings.put_in(connection, docid, _times(prepared.columns), values)
    connection.execute(
        "UPDATE document SET facets = ? WHERE docid = ?",
        (array("I", values).tobytes(), docid),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO sort VALUES (?, ?, ?)",
        [
            (docid, name, clean(value) if isinstance(value, str) else value)
            for name, value in document.sort.items()
        ],
    )
    connection.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
        [
            (docid, place, text.field, text.lang, text.text, text.places)
            for place, text in enumerate(prepared.texts)
        ],
    )
    connection.execute("INSERT INTO terms VALUES (?, ?, ?)", (docid, *prepared.terms))
    connection.execute(
        f"INSERT INTO cut VALUES (?{', ?' * len(CUT)})",
        (docid, *(prepared.columns[name] for name in CUT)),
    )
    connection.execute(
        f"""INSERT INTO written (rowid, {WRITTEN_COLUMNS})
        SELECT docid, {WRITTEN_COLUMNS} FROM cut WHERE docid = ?""",
        (docid,),
    )
    sqlite_hints.put_in(connection, docid, prepared.texts)


def _take_out(connection: sqlite3.Connection, docid: int, *, live: bool) -> None:
    if live:
        postings.take_out(connection, docid, _times(_columns(connection, docid)))
    connection.execute(
        f"""INSERT INTO written (written, rowid, {WRITTEN_COLUMNS})
        SELECT 'delete', docid, {WRITTEN_COLUMNS} FROM cut WHERE docid = ?""",
        (docid,),
    )
    for table in PARTS:
        connection.execute(f"DELETE FROM {table} WHERE docid = ?", (docid,))


def _columns(connection: sqlite3.Connection, docid: int) -> dict[str, str]:
    """Read the words of a document, field by field."""
    row = connection.execute(
        f"SELECT {', '.join(WEIGHTS)} FROM cut WHERE docid = ?", (docid,)
    ).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"the words of document {docid} are lost")
    return dict(zip(WEIGHTS, row, strict=True))


def _all_listed(
    connection: sqlite3.Connection,
) -> Iterator[tuple[int, Counter[str], array[int]]]:
    """Go through what the lists say of all documents, as it is kept beside them."""
    rows = connection.execute(
        f"""SELECT docid, document.facets, {", ".join(WEIGHTS)}
        FROM cut JOIN document USING (docid)"""
    )
    named = {n for (n,) in connection.execute("SELECT number FROM facet_value")}
    for docid, blob, *words in rows:
        columns = dict(zip(WEIGHTS, words, strict=True))
        facets = array("I", blob)
        if not named.issuperset(facets):
            raise sqlite3.DatabaseError("a value of a facet is lost")
        yield docid, _times(columns), facets


def _times(columns: Mapping[str, str]) -> Counter[str]:
    """Count the words of a document, each as often as its field weighs."""
    times: Counter[str] = Counter()
    for field, weight in WEIGHTS.items():
        for term, many in Counter(columns[field].split()).items():
            times[term] += many * int(weight)
    del times[BETWEEN]
    return times


def _listed(tokens: str) -> str:
    """Return a JSON list of tokens in the one order in which lists are compared."""
    return json.dumps(sorted(set(json.loads(tokens))))


def _clean(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean(value) for value in values)
