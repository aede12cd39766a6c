"""Which documents have a word, and how often: the lists behind every search.

FTS5 can find words as well, but it is slow to weigh what it finds: it reads every place
of every word, and a row for each document. Here the documents of a word stand side by
side, and NumPy weighs all of them at once, by BM25 over weighted fields (Robertson &
Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", BM25F).

A list is kept in blocks of documents, each a row that is appended to. `LENGTHS` and
`FACETS` are lists too: of how long each document is, and of the values that it has.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct

import numpy as np
from numpy.typing import NDArray

_LISTS = 1 << 32
LENGTHS = _LISTS - 1
"""The list of all documents, each with its number of words."""

FACETS = _LISTS - 2
"""The list of the values of facets, each document as often as it has one."""

_NONE = _LISTS - 3  # no list: that of a word whose number is lost

TABLES = {
    "term": "TABLE term (number INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE)",
    # The number of a block and that of a list in one: what is written for a document
    # then lies close together.
    "posting": """TABLE posting (
        place INTEGER PRIMARY KEY, entries BLOB NOT NULL)""",
}

_BLOCK = 1 << 10
"""Documents of a block: their places in it fit into 16 bits."""

_CHECKED = 10_000
"""Rows that are read at a time in a check."""

_SUMS = 1 << 64
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads the bits
_PACKED = Struct("<HI")
_ENTRY = np.dtype([("at", "<u2"), ("value", "<u4")])  # the same
_K1 = 1.2
_B = 0.75
_APPEND = """INSERT INTO posting VALUES (?, ?) ON CONFLICT (place)
    DO UPDATE SET entries = CAST(entries || excluded.entries AS BLOB)"""
_ROWS = """SELECT place, entries FROM posting
    WHERE place IN (SELECT value FROM json_each(?))"""


Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: numbers of documents, and what it says of each, side by side."""

    docids: Integers
    values: NDArray[np.uint32]


def put_in(
    connection: sqlite3.Connection,
    docid: int,
    times: Mapping[str, int],
    facets: Collection[int],
) -> None:
    """Add a document to the lists of its words and to that of facets.

    Args:
        connection: in a transaction that may write.
        docid: the document's number, from 1.
        times: how often it has each word, fields weighted.
        facets: the numbers of its facets' values.
    """
    numbers = _numbers(connection, times)
    entries = {number: [times[term]] for term, number in numbers.items()}
    entries[LENGTHS] = [sum(times.values())]
    entries[FACETS] = [*facets]
    block, at = divmod(docid, _BLOCK)
    connection.executemany(
        _APPEND,
        [
            (_place(number, block), b"".join(_PACKED.pack(at, n) for n in values))
            for number, values in entries.items()
        ],
    )


def take_out(
    connection: sqlite3.Connection, docid: int, terms: Collection[str]
) -> None:
    """Take a document out of the lists of the words that it has, and of facets.

    A word that no other document has is forgotten.
    """
    block, at = divmod(docid, _BLOCK)
    numbers = [LENGTHS, FACETS, *_known(connection, terms).values()]
    left, empty = [], []
    for place, blob in _rows(connection, [_place(n, block) for n in numbers]):
        entries = np.frombuffer(_whole(blob), _ENTRY)
        others = entries[entries["at"] != at]
        if others.size:
            left.append((others.tobytes(), place))
        else:
            empty.append(place)
    connection.executemany("UPDATE posting SET entries = ? WHERE place = ?", left)
    connection.execute(
        "DELETE FROM posting WHERE place IN (SELECT value FROM json_each(?))",
        (json.dumps(empty),),
    )
    gone = [
        n for n in (place % _LISTS for place in empty) if not _is_used(connection, n)
    ]
    connection.execute(
        "DELETE FROM term WHERE number IN (SELECT value FROM json_each(?))",
        (json.dumps(gone),),
    )


def listed(connection: sqlite3.Connection, number: int) -> Listed:
    """Read a list.

    Raises:
        sqlite3.DatabaseError: what is there is no list.
    """
    _, found = _read(_rows(connection, _places(connection, number)))
    return found


def of_term(connection: sqlite3.Connection, term: str) -> Listed:
    """Read the list of a word; empty where no document has it."""
    number = _known(connection, [term]).get(term)
    if number is None:
        return Listed(np.zeros(0, np.int64), np.zeros(0, np.uint32))
    return listed(connection, number)


def lengths(connection: sqlite3.Connection, size: int) -> NDArray[np.float64]:
    """Return the length of each document, by its number; 0 where there is none.

    Args:
        connection: the file.
        size: the number behind the last document's.
    """
    every = within(listed(connection, LENGTHS), size)
    found = np.zeros(size)
    found[every.docids] = every.values
    return found


def within(found: Listed, size: int) -> Listed:
    """Return a list that names no document from a number on.

    Raises:
        sqlite3.DatabaseError: it names one.
    """
    if found.docids.max(initial=0) >= size:
        raise sqlite3.DatabaseError("a list names a document that is not there")
    return found


def weigh(having: Listed, lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the BM25 of a word in each of the documents that have it.

    Args:
        having: the list of the word.
        lengths: those of all documents.
    """
    documents = np.count_nonzero(lengths)
    mean = lengths.sum() / max(documents, 1)
    size = having.docids.size
    rarity = np.log(1 + (documents - size + 0.5) / (size + 0.5))
    length = _K1 * (1 - _B + _B * lengths[having.docids] / mean)
    weighed: NDArray[np.float64] = (
        rarity * having.values * (_K1 + 1) / (having.values + length)
    )
    return weighed


def check(
    connection: sqlite3.Connection,
    documents: Iterable[tuple[int, Mapping[str, int], Collection[int]]],
) -> None:
    """Compare all lists with what is kept of all documents, in one snapshot.

    Args:
        connection: in a transaction.
        documents: as they were `put_in`.

    Raises:
        sqlite3.DatabaseError: a list lacks a document, or has one too many.
    """
    numbers = dict(connection.execute("SELECT term, number FROM term"))
    expected = found = 0
    for docid, times, facets in documents:
        lists = [numbers.get(term, _NONE) for term in times]
        lists += [LENGTHS, *(FACETS for _ in facets)]
        values = np.array([*times.values(), sum(times.values()), *facets], np.uint32)
        expected += _sum(np.array(lists), np.full(len(lists), docid), values)
    rows = connection.execute("SELECT place, entries FROM posting")
    while some := rows.fetchmany(_CHECKED):
        which, held = _read(some)
        found += _sum(which, held.docids, held.values)
    if found % _SUMS != expected % _SUMS:
        raise sqlite3.DatabaseError("the lists of words are not those of the texts")


def _sum(lists: Integers, docids: Integers, values: NDArray[np.uint32]) -> int:
    """Return a sum that is another where a list says anything else of a document."""
    mixed = np.zeros(lists.size, np.uint64)
    for more in (lists, docids, values):
        mixed = (mixed + more.astype(np.uint64)) * _ODD
        mixed ^= mixed >> np.uint64(29)
    return int(mixed.sum(dtype=np.uint64))


def _read(rows: Sequence[tuple[int, bytes]]) -> tuple[Integers, Listed]:
    """Read rows of any lists: which list each entry is of, and what it says."""
    blocks, lists = np.divmod(np.array([place for place, _ in rows], np.int64), _LISTS)
    blobs = [_whole(blob) for _, blob in rows]
    sizes = [len(blob) // _ENTRY.itemsize for blob in blobs]
    entries = np.frombuffer(b"".join(blobs), _ENTRY)
    docids = np.repeat(blocks * _BLOCK, sizes) + entries["at"]
    return np.repeat(lists, sizes), Listed(docids, entries["value"])


def _whole(blob: object) -> bytes:
    if not isinstance(blob, bytes) or len(blob) % _ENTRY.itemsize:
        raise sqlite3.DatabaseError("a list is damaged")
    return blob


def _place(number: int, block: int) -> int:
    return block * _LISTS + number


def _places(connection: sqlite3.Connection, number: int) -> list[int]:
    """Return where the rows of a list are, if there are any."""
    (last,) = connection.execute("SELECT max(place) FROM posting").fetchone()
    return [_place(number, block) for block in range((last or 0) // _LISTS + 1)]


def _is_used(connection: sqlite3.Connection, number: int) -> bool:
    found = connection.execute(
        """SELECT 1 FROM posting
        WHERE place IN (SELECT value FROM json_each(?)) LIMIT 1""",
        (json.dumps(_places(connection, number)),),
    )
    return found.fetchone() is not None


def _rows(
    connection: sqlite3.Connection, places: Sequence[int]
) -> list[tuple[int, bytes]]:
    return connection.execute(_ROWS, (json.dumps(places),)).fetchall()


def _known(connection: sqlite3.Connection, terms: Collection[str]) -> dict[str, int]:
    """Return the numbers of those words that have one."""
    return dict(
        connection.execute(
            """SELECT term, number FROM term
            WHERE term IN (SELECT value FROM json_each(?))""",
            (json.dumps([*terms]),),
        )
    )


def _numbers(connection: sqlite3.Connection, terms: Collection[str]) -> dict[str, int]:
    """Return the numbers of words; one that is new gets one."""
    known = _known(connection, terms)
    new = [term for term in terms if term not in known]
    if not new:
        return known
    connection.executemany("INSERT INTO term (term) VALUES (?)", zip(new))
    return known | _known(connection, new)
