"""One search of the embedded engine, all of it within one snapshot."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from search.analysis import clean
from search.closeness import GRAMS_WEIGHT, closeness
from search.documents import KIND_FACET
from search.engine import Hit, Results
from search.engines.sqlite_facets import Facets
from search.engines.sqlite_match import Documents, Matching
from search.engines.sqlite_rows import terms_of, texts_of
from search.engines.sqlite_tables import snapshot
from search.passages import Wanted, choose
from search.query import RELEVANCE, Query
from search.understanding import Plan, Step, understand

_CANDIDATES = 100
"""The best by words, of which the closest to the whole text come first."""

_NEWEST = "-updated"

_Row = tuple[int, str, str, float]
"""A document's number, kind and id, and its score."""


def answer(connection: sqlite3.Connection, query: Query) -> Results:
    """Answer a query from one snapshot of the file."""
    plan = understand(query)
    with snapshot(connection):
        matching = Matching(connection)
        facets = Facets(connection, query, matching.size)
        allowed = matching.documents(_readable(connection, query.audiences))
        for node in plan.excluded:
            allowed &= ~matching.having(node)
        step, found = _match(matching, facets, plan, allowed)
        chosen = facets.chosen(found)
        total = int(np.count_nonzero(chosen))
        rows: list[_Row] = []
        if query.size and (query.page - 1) * query.size < total:
            if step is not None and query.sort == RELEVANCE:
                weights = matching.weigh(step.node, chosen)
                rows = _best(connection, plan, query, weights, chosen)
            else:
                rows = _in_order(connection, query, chosen)
        return Results(
            total=total,
            hits=_hits(connection, query, step, rows),
            facets=facets.count(found),
            understood=replace(
                plan.understanding, relaxed=step is not None and step.relaxed
            ),
        )


def _readable(connection: sqlite3.Connection, audiences: Iterable[str]) -> list[int]:
    """Return the numbers of the documents that a reader may see."""
    rows = connection.execute(
        """SELECT docid FROM audience
        WHERE token IN (SELECT value FROM json_each(?))""",
        (json.dumps([clean(token) for token in audiences]),),
    )
    return [docid for (docid,) in rows]


def _match(
    matching: Matching, facets: Facets, plan: Plan, allowed: Documents
) -> tuple[Step | None, Documents]:
    """Return the first step that finds something of the chosen kinds, and all it finds.

    No step, and what the last one finds, where none does; and all that is allowed where
    nothing is looked for.
    """
    if plan.blank or (plan.excluded and not plan.steps):
        return None, allowed
    found = np.zeros_like(allowed)
    for step in plan.steps:
        found = allowed & matching.having(step.node)
        if facets.chosen(found, KIND_FACET).any():
            return step, found
    return None, found


def _best(
    connection: sqlite3.Connection,
    plan: Plan,
    query: Query,
    weights: NDArray[np.float64],
    found: Documents,
) -> list[_Row]:
    """Return a page of what was found, the best first, equals by kind and id.

    The best are put in order by how much else of the text they have; those behind them
    stay behind them.
    """
    first = (query.page - 1) * query.size
    wanted = max(first + query.size, _CANDIDATES)
    docids = np.flatnonzero(found)
    if docids.size > wanted:
        least = np.partition(weights[docids], -wanted)[-wanted]
        docids = docids[weights[docids] >= least]
    rows = [
        (docid, kind, id, float(weights[docid]))
        for docid, kind, id in connection.execute(
            """SELECT docid, kind, id FROM document
            WHERE docid IN (SELECT value FROM json_each(?))""",
            (json.dumps(docids.tolist()),),
        )
    ]
    rows.sort(key=_best_first)
    if len(plan.words) > 1:
        best = rows[:_CANDIDATES]
        more = _closeness(connection, plan, [docid for docid, *_ in best])
        best = [
            (docid, kind, id, weight + more[docid]) for docid, kind, id, weight in best
        ]
        rows = [*sorted(best, key=_best_first), *rows[_CANDIDATES:]]
    return rows[first : first + query.size]


def _best_first(row: _Row) -> tuple[float, str, str]:
    _, kind, id, weight = row
    return -weight, kind, id


def _closeness(
    connection: sqlite3.Connection, plan: Plan, docids: Iterable[int]
) -> dict[int, float]:
    """Return by how much documents are raised for what they have of the whole text."""
    found = terms_of(connection, docids)
    by_word = closeness([words for _, words, _ in found], plan.words)
    by_gram = closeness([grams for _, _, grams in found], plan.grams)
    return {
        docid: word + GRAMS_WEIGHT * gram
        for (docid, *_), word, gram in zip(found, by_word, by_gram, strict=True)
    }


def _in_order(
    connection: sqlite3.Connection, query: Query, found: Documents
) -> list[_Row]:
    """Return a page of what was found, in the order of a sort value."""
    sort = _NEWEST if query.sort == RELEVANCE else query.sort
    order = "DESC" if sort.startswith("-") else "ASC"
    rows = connection.execute(
        f"""SELECT document.docid, kind, document.id, 0.0 FROM document
        LEFT JOIN sort ON sort.docid = document.docid AND sort.name = ?
        WHERE document.docid IN (SELECT value FROM json_each(?))
        ORDER BY sort.value IS NULL, sort.value {order}, kind, document.id
        LIMIT ? OFFSET ?""",
        (
            clean(sort.removeprefix("-")),
            json.dumps(np.flatnonzero(found).tolist()),
            query.size,
            (query.page - 1) * query.size,
        ),
    )
    return rows.fetchall()


def _hits(
    connection: sqlite3.Connection,
    query: Query,
    step: Step | None,
    rows: Iterable[_Row],
) -> tuple[Hit, ...]:
    wanted = Wanted.of([] if step is None else [step.node])
    hits = []
    for docid, kind, id, score in rows:
        texts = texts_of(connection, docid, wanted.terms)
        title, passage = choose(texts, wanted, query.lang)
        hits.append(Hit(kind, id, score, title, passage))
    return tuple(hits)
