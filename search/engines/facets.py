"""Counts facet by facet, the same in every engine."""

from __future__ import annotations

from collections.abc import Callable

from search.documents import KIND_FACET
from search.query import Query

Counts = dict[str, dict[str, int]]


def by_facet(
    query: Query,
    counted: Callable[[str | None], Counts],
    kept: Callable[[str], str],
) -> Counts:
    """Return the counts of the facets asked for; see `Results.facets`.

    Args:
        query: what is asked.
        counted: counts all facets, whatever is chosen in the named one.
        kept: how an engine writes the name of a facet.
    """
    chosen = query.chosen
    free = counted(None)
    asked = free.keys() if query.facets is None else query.facets
    counts = {name: free.get(name, {}) for name in asked if name not in chosen}
    for name, values in chosen.items():
        if query.facets is None or name in query.facets:
            counts[name] = counted(name).get(kept(name), {})
            for value in values:
                counts[name].setdefault(value, 0)
    if query.facets is None:
        counts.setdefault(KIND_FACET, {})
    return counts
