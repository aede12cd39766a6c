"""Whom to ask: Elasticsearch where one answers and is true, else our own file."""

from dataclasses import dataclass, replace

from indexing.cluster import cluster
from indexing.index import index
from search.engine import Results
from search.query import Query

SOON = 100
"""Changes that a reader waits for in Elasticsearch's place: some half a second."""


@dataclass(frozen=True)
class Answer:
    """An answer, and whether it is this machine's own in place of Elasticsearch's."""

    results: Results
    in_place: bool = False


def ask(query: Query) -> Answer:
    """Answer a query; a cluster that is away costs no more than its patience.

    In its place our own index answers without the last changes where it is far behind
    itself; it tells nothing that was hidden.

    Side effects: our own index takes in what changed, where it is asked (``refresh``).
    """
    shared = cluster()
    if shared is None:
        return _our_own(query)
    results = shared.search(query)
    if results is not None:
        return Answer(results)
    return replace(_our_own(query), in_place=True)


def refresh() -> bool:
    """Bring our own index up to date for a reader; return whether it is.

    It is the only one there is: then the reader waits for all of it. Beside
    Elasticsearch nobody waits for minutes after a large import, which both take in by
    themselves.

    Side effects: those of ``CatalogueIndex.refresh``.
    """
    return index().refresh(most=None if cluster() is None else SOON)


def _our_own(query: Query) -> Answer:
    refresh()
    return Answer(index().search(query))
