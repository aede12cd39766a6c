"""From a query and one step of its plan to searches of Elasticsearch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Condition

from search.analysis import clean
from search.closeness import GRAMS_WEIGHT
from search.conditions import AllOf, Name, Node, Phrase, Term, leaves
from search.documents import KIND_FACET, SORT_NAME
from search.engines.cutting import BETWEEN
from search.engines.elasticsearch_mapping import DEEPEST
from search.engines.elasticsearch_projection import facet, value_of
from search.query import RELEVANCE, Query
from search.understanding import Plan, Step

OF_KINDS = "of_kinds"
"""The count of what is found of the chosen kinds, where more than kinds is chosen."""

FREE = "free"
"""The count of the facets in which nothing is chosen."""

CHOSEN = "chosen:"
"""Before the name of a facet that is counted without its own choice."""

_CANDIDATES = 100
"""The best by what they must have, of which those that have more come first."""

_MOST_VALUES = 10_000
_CONTINUATIONS = 20_000  # more than there are characters that may follow one
_NEWEST = "-updated"
_CHARS_WEIGHT = 0.5
_NAMES_WEIGHT = 2.0


def request(query: Query, plan: Plan, step: Step | None) -> list[dict[str, Any]]:
    """Return the searches of one question: what counts, then, if asked for, a page.

    They are apart because the server then need not weigh what it only counts, nor look
    at what cannot come onto the page.

    Args:
        query: what is asked.
        plan: how its text was read.
        step: the one of its steps to take; None lists what the rest allows.
    """
    searches = [_counting(query, plan, step)]
    if query.size and query.page * query.size <= DEEPEST:
        searches.append(_paging(query, plan, step))
    return searches


def common(query: Query) -> dict[str, Any]:
    """Return what all searches of one question have in common."""
    return {
        "allow_partial_search_results": False,
        # Each shard counts words by itself otherwise, and equals would differ.
        "search_type": "dfs_query_then_fetch",
        # The copies of an index differ in their order: all pages are of one of them.
        "preference": blake2b(clean(query.text).encode(), digest_size=8).hexdigest(),
    }


def _counting(query: Query, plan: Plan, step: Step | None) -> dict[str, Any]:
    asked = [condition(step.node)] if step else []
    own = chosen(query)
    return {
        "query": Q(
            "bool", filter=[_visible(query), *asked], must_not=_excluded(plan)
        ).to_dict(),
        **({"post_filter": own.to_dict()} if own else {}),
        "aggs": _counts(query),
        "size": 0,
        "track_total_hits": True,
    }


def _paging(query: Query, plan: Plan, step: Step | None) -> dict[str, Any]:
    """Return the search for the hits of a page.

    Equals are in the order of their names, but for those that are compared with the
    whole text: the server then knows no order but its own, which stays the same from
    page to page as long as nothing is written.
    """
    own = chosen(query)
    closer = _closer(plan, step) if step and query.sort == RELEVANCE else []
    return {
        "query": Q(
            "bool",
            must=[condition(step.node)] if step else [],
            must_not=_excluded(plan),
            filter=[_visible(query), *([own] if own else [])],
        ).to_dict(),
        **(_rescored(closer) if closer else _sorted(query, listing=step is None)),
        "from": (query.page - 1) * query.size,
        "size": query.size,
        "track_total_hits": False,
    }


def _visible(query: Query) -> Condition:
    return Q("terms", audiences=_values(query.audiences))


def _excluded(plan: Plan) -> list[Condition]:
    return [condition(node) for node in plan.excluded]


def _closer(plan: Plan, step: Step) -> list[Condition]:
    """Return what brings forward, beyond what the step already asks for and scores."""
    if len(plan.words) < 2:
        return []
    asked = {leaf.term for leaf in leaves(step.node) if isinstance(leaf, Term)}
    boost = GRAMS_WEIGHT
    return [
        *(Q("term", words=word) for word in plan.words if word not in asked),
        *(Q("term", chars={"value": gram, "boost": boost}) for gram in plan.grams),
    ]


def condition(node: Node) -> Condition:
    """Write a condition in the query language of Elasticsearch."""
    match node:
        case Term(term):
            return Q("term", words=term)
        case Phrase(pattern):
            return _run(pattern.grams, prefix=pattern.prefix)
        case Name(pattern):
            text = " ".join([BETWEEN, *pattern.grams])
            return Q("match_phrase", names={"query": text, "boost": _NAMES_WEIGHT})
        case AllOf(nodes):
            return Q("bool", must=[condition(inner) for inner in nodes])
        case _:
            return Q(
                "bool",
                should=[condition(inner) for inner in node.nodes],
                minimum_should_match=1,
            )


def _run(grams: Sequence[str], *, prefix: bool) -> Condition:
    if not prefix:
        text = {"query": " ".join(grams), "boost": _CHARS_WEIGHT}
        return Q("match_phrase", chars=text)
    if len(grams) == 1:
        return Q("prefix", chars={"value": grams[0], "boost": _CHARS_WEIGHT})
    return Q(
        "match_phrase_prefix",
        chars={
            "query": " ".join(grams),
            "max_expansions": _CONTINUATIONS,
            "boost": _CHARS_WEIGHT,
        },
    )


def chosen(query: Query, without: str | None = None) -> Condition | None:
    """Return the chosen kinds and filters, one of them left out if so wished.

    None where nothing is chosen.
    """
    conditions = []
    if query.kinds and without != KIND_FACET:
        conditions.append(Q("terms", kind=_values(query.kinds)))
    for name, values in query.filters.items():
        if values and name != without:
            kept = [facet(name, value) for value in values]
            conditions.append(Q("terms", facets=kept))
    return Q("bool", filter=conditions) if conditions else None


def _counts(query: Query) -> dict[str, Any]:
    wanted = query.facets
    counts: dict[str, Any] = {}
    if any(query.filters.values()):
        of_kinds = chosen(replace(query, filters={})) or Q("match_all")
        counts[OF_KINDS] = {"filter": of_kinds.to_dict()}
    own = query.chosen
    if wanted is None or set(wanted) - set(own):
        counts[FREE] = _count(chosen(query))
    for name in own:
        if wanted is None or name in wanted:
            counts[CHOSEN + name] = _count(chosen(query, without=name))
    return counts


def _count(found: Condition | None) -> dict[str, Any]:
    """Count values of what is found; at once, where that is everything."""
    terms = {"terms": {"field": "facets", "size": _MOST_VALUES}}
    if found is None:
        return terms
    return {"filter": found.to_dict(), "aggs": {"values": terms}}


def _rescored(closer: Sequence[Condition]) -> dict[str, Any]:
    """Put the best in order by what else of the text they have; others stay behind."""
    more = Q("bool", should=closer).to_dict()
    again = {"window_size": _CANDIDATES, "query": {"rescore_query": more}}
    return {"rescore": again}


def _sorted(query: Query, *, listing: bool) -> dict[str, Any]:
    return {"sort": _order(query, listing=listing), "track_scores": True}


def _order(query: Query, *, listing: bool) -> list[dict[str, Any]]:
    sort = query.sort
    if sort == RELEVANCE and listing:
        sort = _NEWEST
    names: list[dict[str, Any]] = [{"kind": "asc"}, {"id": "asc"}]
    if sort == RELEVANCE:
        return [{"_score": "desc"}, *names]
    name = sort.removeprefix("-")
    if not SORT_NAME.fullmatch(name):
        return names
    order = "desc" if sort.startswith("-") else "asc"
    by_value = {"order": order, "missing": "_last", "unmapped_type": "keyword"}
    return [{f"sort.{name}": by_value}, *names]


def _values(values: Iterable[str]) -> list[str]:
    return sorted({value_of(value) for value in values})
