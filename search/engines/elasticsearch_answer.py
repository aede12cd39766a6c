"""From an answer of Elasticsearch to ours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from search.documents import KIND_FACET
from search.engine import Hit
from search.engines.elasticsearch_projection import (
    BETWEEN_NAME_AND_VALUE,
    texts_of,
    value_of,
)
from search.engines.elasticsearch_query import CHOSEN, FREE, OF_KINDS, chosen_facets
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


def facets(counted: Answer, query: Query) -> dict[str, dict[str, int]]:
    """Return the counts of the facets, the most frequent values first."""
    own = chosen_facets(query)
    counts: dict[str, dict[str, int]] = {}
    if query.facets is not None:
        counts = {name: {} for name in query.facets}
    found = counted.get("aggregations", {})
    for name, value, count in _values(found.get(FREE)):
        if name not in own and (query.facets is None or name in query.facets):
            counts.setdefault(name, {})[value] = count
    for name in dict.fromkeys([KIND_FACET, *own]):
        if query.facets is not None and name not in query.facets:
            continue
        counts[name] = {
            value: count
            for of, value, count in _values(found.get(CHOSEN + name))
            if of in (KIND_FACET, value_of(name))
        }
        for value in own.get(name, ()):
            counts[name].setdefault(value, 0)
    return counts


def _values(count: Answer | None) -> Iterator[tuple[str, str, int]]:
    """Go through name, value and count of what was counted, in the server's order.

    That is by count, and of equals by value.
    """
    for bucket in count.get("values", count)["buckets"] if count else ():
        name, between, value = bucket["key"].partition(BETWEEN_NAME_AND_VALUE)
        if between:
            yield name, value, bucket["doc_count"]
        else:
            yield KIND_FACET, name, bucket["doc_count"]
