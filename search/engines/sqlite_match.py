"""What matches a condition, and how well: words by their lists, the rest by FTS5.

Documents are told by their numbers, as places in an array.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from search.analysis import Pattern
from search.conditions import AllOf, AnyOf, Name, Node, Phrase, Term, leaves
from search.engines import sqlite_postings as postings
from search.engines.cutting import BETWEEN

WRITTEN = {"names": 5.0, "chars": 0.5}
"""The columns of what is found as it is written, and what a place in each counts."""

Documents = NDArray[np.bool_]
"""Of each document, by its number, whether it is one of those that are meant."""

_WEIGHED = f"""SELECT rowid, -bm25(written, {", ".join(map(str, WRITTEN.values()))})
    FROM written WHERE written MATCH ?
    AND +rowid IN (SELECT value FROM json_each(?))"""


class Matching:
    """Finds and weighs in one snapshot of the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read how long each document is; words are read as they are asked for."""
        self._connection = connection
        (last,) = connection.execute("SELECT max(docid) FROM document").fetchone()
        self._lengths = postings.lengths(connection, (last or 0) + 1)
        self._lists: dict[str, postings.Listed] = {}

    @property
    def size(self) -> int:
        """The number behind the last document's."""
        return self._lengths.size

    def documents(self, docids: Sequence[int] | NDArray[np.int64]) -> Documents:
        """Tell documents that are named by their numbers.

        Raises:
            sqlite3.DatabaseError: one of them is not there.
        """
        numbers = np.asarray(docids, np.int64)
        if numbers.max(initial=0) >= self.size:
            raise sqlite3.DatabaseError("a document is named that is not there")
        found = np.zeros(self.size, bool)
        found[numbers] = True
        return found

    def having(self, node: Node) -> Documents:
        """Find the documents that a condition holds for."""
        if isinstance(node, Term):
            return self.documents(self._list(node.term).docids)
        if isinstance(node, Phrase | Name) or _as_written(node):
            match = expression(node)
            rows = self._connection.execute(
                "SELECT rowid FROM written WHERE written MATCH ?", (match,)
            )
            return self.documents([docid for (docid,) in rows])
        join = np.logical_and if isinstance(node, AllOf) else np.logical_or
        found: Documents = reduce(join, map(self.having, _parts(node)))
        return found

    def weigh(self, node: Node, found: Documents) -> NDArray[np.float64]:
        """Return the BM25 of documents found for all that the condition names.

        Args:
            node: the condition.
            found: the documents to weigh; what others get means nothing.
        """
        weights = np.zeros(self.size)
        written = []
        for part in dict.fromkeys(_weighed_apart(node)):
            if isinstance(part, Term):
                having = self._list(part.term)
                weights[having.docids] += postings.weigh(having, self._lengths)
            else:
                written.append(expression(part))
        # To name them all takes a while: only for what needs it, and once.
        those = json.dumps(np.flatnonzero(found).tolist()) if written else ""
        for match in written:
            for docid, weight in self._connection.execute(_WEIGHED, (match, those)):
                weights[docid] += weight
        return weights

    def _list(self, term: str) -> postings.Listed:
        if term not in self._lists:
            having = postings.of_term(self._connection, term)
            self._lists[term] = postings.within(having, self.size)
        return self._lists[term]


def expression(node: Node) -> str:
    """Write a condition without words in the query language of FTS5.

    Grams never hold a quotation mark or a character that the tokenizer parts words at
    (`search.analysis` sees to both), and every run of them is put in quotation marks:
    nothing typed can be read as syntax.
    """
    match node:
        case Term():
            raise ValueError("words are not in FTS5")
        case Phrase(pattern):
            return f"chars:{_run(pattern)}"
        case Name(pattern):
            return f"names:{_run(pattern, BETWEEN)}"
    operator = " AND " if isinstance(node, AllOf) else " OR "
    return f"({operator.join(expression(inner) for inner in node.nodes)})"


def _run(pattern: Pattern, *before: str) -> str:
    words = " ".join([*before, *pattern.grams])
    return f'"{words}" *' if pattern.prefix else f'"{words}"'


def _as_written(node: Node) -> bool:
    return not any(isinstance(leaf, Term) for leaf in leaves(node))


def _parts(node: AllOf | AnyOf) -> Iterator[Node]:
    """The conditions inside one, those without words as one: FTS5 joins them sooner."""
    written = tuple(inner for inner in node.nodes if _as_written(inner))
    yield from (inner for inner in node.nodes if not _as_written(inner))
    if written:
        yield type(node)(written)


def _weighed_apart(node: Node) -> Iterator[Node]:
    """The words of a condition, and what of it is without words."""
    if isinstance(node, Term) or _as_written(node):
        yield node
    elif isinstance(node, AllOf | AnyOf):
        for part in _parts(node):
            yield from _weighed_apart(part)
