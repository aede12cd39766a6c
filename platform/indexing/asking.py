"""Whom to ask: Elasticsearch where there is one and it answers, else our own file."""

from dataclasses import dataclass, replace

from indexing.cluster import cluster
from indexing.index import index
from search.engine import Results
from search.query import Query


@dataclass(frozen=True)
class Answer:
    """An answer, and whether it is this machine's own in place of Elasticsearch's."""

    results: Results
    in_place: bool = False


def ask(query: Query) -> Answer:
    """Answer a query; a cluster that is away costs no more than its patience.

    Side effects: our own index takes in what changed, where it is asked.
    """
    shared = cluster()
    if shared is None:
        return _our_own(query)
    results = shared.search(query)
    if results is not None:
        return Answer(results)
    return replace(_our_own(query), in_place=True)


def _our_own(query: Query) -> Answer:
    index().refresh()
    return Answer(index().search(query))
