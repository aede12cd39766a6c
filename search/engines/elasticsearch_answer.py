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
from search.engines.elasticsearch_query import CHOSEN, FREE, chosen_facets
from search.passages import Wanted, choose
from search.query import Query
from search.understanding import Step

Answer = Mapping[str, Any]

NOTHING: Answer = {"hits": {"total": {"value": 0}, "hits": []}, "aggregations": {}}
"""The answer to a text in which there is nothing to look for."""


def hits(answer: Answer, query: Query, step: Step | None) -> tuple[Hit, ...]:
    """Return the hits with their marked passages."""
    wanted = Wanted.of([] if step is None else [step.node])
    found = []
    for hit in answer["hits"]["hits"]:
        source = hit["_source"]
        title, passage = choose(texts_of(source, wanted.terms), wanted, query.lang)
        score = 0.0 if step is None else float(hit["_score"])
        found.append(Hit(source["kind"], source["id"], score, title, passage))
    return tuple(found)


def facets(answer: Answer, query: Query) -> dict[str, dict[str, int]]:
    """Return the counts of the facets, the most frequent values first."""
    own = chosen_facets(query)
    counts: dict[str, dict[str, int]] = {}
    if query.facets is not None:
        counts = {name: {} for name in query.facets}
    found = answer["aggregations"]
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
    """Go through name, value and count of what was counted, in order."""
    buckets = count["values"]["buckets"] if count else ()
    for bucket in sorted(buckets, key=lambda one: (-one["doc_count"], one["key"])):
        name, between, value = bucket["key"].partition(BETWEEN_NAME_AND_VALUE)
        if between:
            yield name, value, bucket["doc_count"]
        else:
            yield KIND_FACET, name, bucket["doc_count"]
