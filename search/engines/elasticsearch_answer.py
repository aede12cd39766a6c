"""From an answer of Elasticsearch to ours. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.engine import Hit
from search.engines.elasticsearch_projection import (
    BETWEEN_NAME_AND_VALUE,
    texts_of,
    value_of,
)
from search.engines.elasticsearch_query import CHOSEN, FREE, OF_KINDS
from search.engines.facets import Counts, by_facet
from search.passages import Wanted, choose
from search.query import RELEVANCE, Query
from search.understanding import Step

Answer = Mapping[str, Any]

NOTHING: Answer = {"hits": {"total": {"value": 0}, "hits": []}}
"""The answer to a text in which there is nothing to look for."""


def total(counted: Answer) -> int:
    """Return how many documents were found."""
    found: int = counted["hits"]["total"]["value"]
    return found


def anything(counted: Answer) -> bool:
    """Say whether anything of the chosen kinds was found, whatever else is chosen."""
    of_kinds = counted.get("aggregations", {}).get(OF_KINDS)
    return bool(of_kinds["doc_count"] if of_kinds else total(counted))


def hits(page: Answer, query: Query, step: Step | None) -> tuple[Hit, ...]:
    """Return the hits with their marked passages, equals in the order of their names.

    That order is the server's own already where it sorts by more than scores.
    """
    wanted = Wanted.of([] if step is None else [step.node])
    found = []
    for hit in page["hits"]["hits"]:
        source = hit["_source"]
        title, passage = choose(texts_of(source, wanted.terms), wanted, query.lang)
        score = 0.0 if step is None else float(hit["_score"])
        found.append(Hit(source["kind"], source["id"], score, title, passage))
    if query.sort == RELEVANCE and step is not None:
        found.sort(key=lambda one: (-one.score, one.key))
    return tuple(found)


def facets(counted: Answer, query: Query) -> Counts:
    """Return the counts of the facets, the most frequent values first."""
    found = counted.get("aggregations", {})

    def without(name: str | None) -> Counts:
        return _by_name(found.get(FREE if name is None else CHOSEN + name))

    return by_facet(query, without, value_of)


def _by_name(count: Answer | None) -> Counts:
    """Return what was counted facet by facet, in the server's order.

    That is by count, and of equals by value.
    """
    counts: Counts = {}
    for bucket in count.get("values", count)["buckets"] if count else ():
        name, _, value = bucket["key"].partition(BETWEEN_NAME_AND_VALUE)
        counts.setdefault(name, {})[value] = bucket["doc_count"]
    return counts
