"""How many of the documents found have each value of the facets.

All values of all documents are one list, so that all of them are counted in one pass,
however many facets are asked for and chosen in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.analysis import clean
from search.engines import sqlite_postings as postings
from search.engines.facets import Counts, by_facet
from search.engines.sqlite_match import Documents
from search.query import Query


def numbers_of(
    connection: sqlite3.Connection, values: Iterable[tuple[str, str]]
) -> list[int]:
    """Return the numbers of some facets' values; a value that is new gets one."""
    wanted = [*values]
    connection.executemany(
        "INSERT OR IGNORE INTO facet_value (name, value) VALUES (?, ?)", wanted
    )
    return [
        number
        for one in wanted
        for (number,) in connection.execute(
            "SELECT number FROM facet_value WHERE name = ? AND value = ?", one
        )
    ]


class Facets:
    """The values of all documents in one snapshot of the file.

    Args:
        connection: the file.
        query: what is asked; its choices are looked up once.
        size: the number behind the last document's.
    """

    def __init__(self, connection: sqlite3.Connection, query: Query, size: int) -> None:
        """Find who has the chosen values."""
        self._connection = connection
        self._query = query
        self._size = size
        self._having = {
            name: self._with(clean(name), values)
            for name, values in query.chosen.items()
        }

    def chosen(self, found: Documents, *names: str) -> Documents:
        """Keep the documents that have what is chosen in some facets, or in all."""
        return self._kept(found, names or tuple(self._having))

    def count(self, found: Documents) -> Counts:
        """Count what was found, whatever is chosen; see `Results.facets`."""
        if self._query.facets is not None and not self._query.facets:
            return {}

        def counted(without: str | None) -> Counts:
            others = tuple(name for name in self._having if name != without)
            kept = self._kept(found, others)[self._every.docids]
            return self._by_name(np.bincount(self._every.values[kept]))

        return by_facet(self._query, counted, clean)

    def _kept(self, found: Documents, names: Iterable[str]) -> Documents:
        masks = [self._having[name] for name in names if name in self._having]
        kept: Documents = np.logical_and.reduce([found, *masks])
        return kept

    @cached_property
    def _every(self) -> postings.Listed:
        """All values; read only where one is counted or chosen."""
        every = postings.listed(self._connection, postings.FACETS)
        (last,) = self._connection.execute(
            "SELECT max(number) FROM facet_value"
        ).fetchone()
        if every.values.max(initial=0) > (last or 0):
            raise sqlite3.DatabaseError("a value of a facet is lost")
        return postings.within(every, self._size)

    def _with(self, name: str, values: Iterable[str]) -> Documents:
        """Find the documents that have one of the chosen values of a facet."""
        rows = self._connection.execute(
            """SELECT number FROM facet_value
            WHERE name = ? AND value IN (SELECT value FROM json_each(?))""",
            (name, json.dumps([clean(value) for value in values])),
        )
        numbers = [number for (number,) in rows]
        having = np.zeros(self._size, bool)
        having[self._every.docids[np.isin(self._every.values, numbers)]] = True
        return having

    def _by_name(self, times: NDArray[np.int64]) -> Counts:
        """Return the counts facet by facet, the most frequent values first."""
        rows = self._connection.execute(
            """SELECT number, name, value FROM facet_value
            WHERE number IN (SELECT value FROM json_each(?))""",
            (json.dumps(np.flatnonzero(times).tolist()),),
        )
        counted = sorted((-times[number], name, value) for number, name, value in rows)
        counts: Counts = {}
        for many, name, value in counted:
            counts.setdefault(name, {})[value] = int(-many)
        return counts
