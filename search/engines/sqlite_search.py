"""One search of the embedded engine, all of it within one snapshot.

What matches and may be seen is put into a temporary table once; total, page and
facets (`sqlite_facets`) are then counted from it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from search.analysis import clean
from search.closeness import GRAMS_WEIGHT, closeness
from search.conditions import AnyOf
from search.engine import Hit, Results
from search.engines import sqlite_facets
from search.engines.sqlite_match import WEIGHTS, expression
from search.engines.sqlite_rows import terms_of, texts_of
from search.passages import Wanted, choose
from search.query import RELEVANCE, Query
from search.understanding import Plan, Step, understand

_CANDIDATES = 100
"""The best by words, of which the closest to the whole text come first."""

_NEWEST = "-updated"
_TEMPORARY = """CREATE TEMPORARY TABLE IF NOT EXISTS matched (
    docid INTEGER PRIMARY KEY, kind TEXT, id TEXT, score REAL, facets BLOB)"""
_SCORE = f"-bm25(words, {', '.join(map(str, WEIGHTS.values()))})"
_FOUND = f"""INSERT INTO matched
    SELECT document.docid, kind, id, {_SCORE}, facets
    FROM words JOIN document ON document.docid = words.rowid
    WHERE words MATCH :match AND """
_LISTED = """INSERT INTO matched
    SELECT document.docid, kind, id, 0.0, facets FROM document WHERE live AND """
_VISIBLE = """EXISTS (
    SELECT 1 FROM audience WHERE audience.docid = document.docid
    AND token IN (SELECT value FROM json_each(:audiences)))"""
_EXCLUDED = """ AND document.docid NOT IN (
    SELECT rowid FROM words WHERE words MATCH :excluded)"""
_IN = "IN (SELECT value FROM json_each(?))"
_CHOSEN = f"""EXISTS (
    SELECT 1 FROM facet WHERE facet.docid = matched.docid AND number IN (
        SELECT number FROM facet_value WHERE name = ? AND value {_IN}))"""


@dataclass(frozen=True, slots=True)
class _Where:
    """A condition on the table `matched`, with its values."""

    sql: str
    values: tuple[str, ...]


def answer(connection: sqlite3.Connection, query: Query) -> Results:
    """Answer a query from one snapshot of the file."""
    plan = understand(query)
    connection.execute(_TEMPORARY)
    with snapshot(connection):
        step = _match(connection, plan, query)
        if step is not None and query.sort == RELEVANCE:
            _bring_closer(connection, plan, query)
        where = _where(query)
        (total,) = connection.execute(
            f"SELECT count(*) FROM matched WHERE {where.sql}", where.values
        ).fetchone()
        return Results(
            total=total,
            hits=_hits(connection, query, step, total),
            facets=sqlite_facets.count(connection, query),
            understood=replace(
                plan.understanding, relaxed=step is not None and step.relaxed
            ),
        )


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all reads in the block see the file as it is at one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()  # nothing was written but the temporary table


def _match(connection: sqlite3.Connection, plan: Plan, query: Query) -> Step | None:
    """Fill the table by the first step that finds something, and return the step."""
    values = {"audiences": _list(query.audiences)}
    rest = _VISIBLE
    if plan.excluded:
        values["excluded"] = expression(AnyOf(plan.excluded))
        rest += _EXCLUDED
    if plan.blank or (plan.excluded and not plan.steps):
        connection.execute(_LISTED + rest, values)
        return None
    kinds = _where(replace(query, filters={}))
    for step in plan.steps:
        connection.execute("DELETE FROM matched")
        values["match"] = expression(step.node)
        connection.execute(_FOUND + rest, values)
        if connection.execute(
            f"SELECT 1 FROM matched WHERE {kinds.sql} LIMIT 1", kinds.values
        ).fetchone():
            return step
    return None


def _bring_closer(connection: sqlite3.Connection, plan: Plan, query: Query) -> None:
    """Raise the best by how much else of the text they have.

    Those behind them keep their score, and stay behind them.
    """
    if len(plan.words) < 2:
        return
    where = _where(query)
    best = [
        docid
        for (docid,) in connection.execute(
            f"""SELECT docid FROM matched WHERE {where.sql}
            ORDER BY score DESC, kind, id LIMIT {_CANDIDATES}""",
            where.values,
        )
    ]
    found = terms_of(connection, best)
    by_word = closeness([words for _, words, _ in found], plan.words)
    by_gram = closeness([grams for _, _, grams in found], plan.grams)
    connection.executemany(
        "UPDATE matched SET score = score + ? WHERE docid = ?",
        [
            (word + GRAMS_WEIGHT * gram, docid)
            for (docid, *_), word, gram in zip(found, by_word, by_gram, strict=True)
        ],
    )


def _where(query: Query) -> _Where:
    """The chosen kinds and filters."""
    parts = []
    values: list[str] = []
    if query.kinds:
        parts.append(f"kind {_IN}")
        values.append(_list(query.kinds))
    for name, chosen in query.filters.items():
        if chosen:
            parts.append(_CHOSEN)
            values += [clean(name), _list(chosen)]
    return _Where(" AND ".join(parts) or "1", tuple(values))


def _hits(
    connection: sqlite3.Connection, query: Query, step: Step | None, total: int
) -> tuple[Hit, ...]:
    first = (query.page - 1) * query.size
    if first >= total or not query.size:
        return ()
    where = _where(query)
    sort = query.sort
    if sort == RELEVANCE and step is None:
        sort = _NEWEST
    name = clean(sort.removeprefix("-"))
    order = "score DESC" if sort == RELEVANCE else "sort.value IS NULL, sort.value"
    if sort.startswith("-"):
        order += " DESC"
    rows = connection.execute(
        f"""SELECT matched.docid, kind, id, score FROM matched
        LEFT JOIN sort ON sort.docid = matched.docid AND sort.name = ?
        WHERE {where.sql} ORDER BY {order}, kind, id LIMIT ? OFFSET ?""",
        (name, *where.values, query.size, first),
    ).fetchall()
    wanted = Wanted.of([] if step is None else [step.node])
    hits = []
    for docid, kind, id, score in rows:
        texts = texts_of(connection, docid, wanted.terms)
        title, passage = choose(texts, wanted, query.lang)
        hits.append(Hit(kind, id, score, title, passage))
    return tuple(hits)


def _list(values: Iterable[str]) -> str:
    return json.dumps([clean(value) for value in values])
