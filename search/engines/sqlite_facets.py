"""How many of the documents found have each value of the facets.

Every document brings the numbers of its values in one piece, so that all of them are
counted in one pass, however many facets are asked for and chosen in.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search.analysis import clean
from search.engines.facets import Counts, by_facet
from search.query import Query


def numbers_of(
    connection: sqlite3.Connection, values: Iterable[tuple[str, str]]
) -> array[int]:
    """Return the numbers of some facets' values; a value that is new gets one."""
    wanted = [*values]
    connection.executemany(
        "INSERT OR IGNORE INTO facet_value (name, value) VALUES (?, ?)", wanted
    )
    numbers = array("I")
    for one in wanted:
        numbers.extend(
            *connection.execute(
                "SELECT number FROM facet_value WHERE name = ? AND value = ?", one
            )
        )
    return numbers


def count(connection: sqlite3.Connection, query: Query) -> Counts:
    """Count what is in the table `matched`; see `Results.facets`."""
    if query.facets is not None and not query.facets:
        return {}
    chosen = query.chosen
    found = [row[0] for row in connection.execute("SELECT facets FROM matched")]
    numbers = np.frombuffer(b"".join(found), np.uint32)
    everything = np.bincount(numbers)
    names = _names(connection, everything)
    having: dict[str, NDArray[np.bool_]] = {}
    if chosen:
        sizes = np.fromiter(map(len, found), np.int64, len(found)) // numbers.itemsize
        owner = np.repeat(np.arange(len(found)), sizes)
        having = {
            name: _having(numbers, owner, len(found), names, name, values)
            for name, values in chosen.items()
        }

    def counted(without: str | None) -> Counts:
        others = [have for name, have in having.items() if name != without]
        if not others:
            return _by_name(everything, names)
        kept = np.logical_and.reduce(others)
        return _by_name(np.bincount(numbers[kept[owner]]), names)

    return by_facet(query, counted, clean)


def _names(
    connection: sqlite3.Connection, times: NDArray[np.int64]
) -> dict[int, tuple[str, str]]:
    """Return the name and value of each number that is there, in the order of both."""
    rows = connection.execute(
        """SELECT number, name, value FROM facet_value
        WHERE number IN (SELECT value FROM json_each(?)) ORDER BY name, value""",
        (json.dumps(np.flatnonzero(times).tolist()),),
    )
    return {number: (name, value) for number, name, value in rows}


def _having(
    numbers: NDArray[np.uint32],
    owner: NDArray[np.int64],
    size: int,
    names: dict[int, tuple[str, str]],
    name: str,
    values: Iterable[str],
) -> NDArray[np.bool_]:
    """Tell of each document whether it has one of the chosen values of a facet."""
    wanted = {(clean(name), clean(value)) for value in values}
    have = np.zeros(size, bool)
    chosen = [number for number, one in names.items() if one in wanted]
    have[owner[np.isin(numbers, chosen)]] = True
    return have


def _by_name(times: NDArray[np.int64], names: dict[int, tuple[str, str]]) -> Counts:
    """Return the counts facet by facet, the most frequent values first."""
    counts: Counts = {}
    numbers = np.array([number for number in names if number < times.size], np.int64)
    many = times[numbers]
    order = np.argsort(-many, kind="stable")
    for number, count in zip(
        numbers[order].tolist(), many[order].tolist(), strict=True
    ):
        if not count:
            break
        name, value = names[number]
        counts.setdefault(name, {})[value] = count
    return counts
