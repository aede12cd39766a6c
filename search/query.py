"""What is asked of an engine: pure data, checked when it is made.

`Query` is what a page or the API fills in. How its text is read is written in
`search.parsing`; nothing a person can type into `text` raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from search.documents import KIND_FACET

Operator = Literal["auto", "all", "any"]

RELEVANCE = ""
"""The default order: best first where there is text, else newest `updated` first."""

MAX_SIZE = 200
"""The most hits one page may hold."""


@dataclass(frozen=True)
class Query:
    """One question to an engine.

    Args:
        text: what was typed. Words narrow the answer; 「…」 or "…" is an exact
            phrase; a leading minus or NOT excludes; OR between two words accepts
            either. Only the first `search.parsing.MAX_TEXT` code points and
            `MAX_TERMS` words are used; the answer says so. Blank lists everything
            that the rest of the query allows.
        audiences: the visibility tokens that the reader holds. Without any,
            nothing is found.
        kinds: the kinds asked for; empty for all.
        filters: chosen values by facet name: one of them within a facet, and all
            facets. A facet with no value is as if it were not there.
        facets: the names of the facets to count ("kind" is one); None counts all.
        sort: the name of a sort value, with a leading "-" for the largest first,
            or RELEVANCE. Documents without the value come last both ways.
        page: from 1; a page beyond the end is empty.
        size: hits on a page, from 0 (counts only) to MAX_SIZE.
        lang: the reader's language, preferred for titles and passages. It never
            decides what is found.
        operator: "all" asks for every word, "any" for at least one. "auto" asks
            for every word and, only if nothing at all has them, falls back to
            what has some; the answer then is marked as relaxed. Filters play no
            part in that decision, so choosing a facet never loosens the words.
        synonyms: further words to accept for a word or term, as the staff's
            dictionary has them. They are not followed further, so a loop in it
            does no harm. Exact phrases are left alone.

    Raises:
        ValueError: page or size is out of range, or a filter is called "kind".
    """

    text: str = ""
    audiences: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] | None = None
    sort: str = RELEVANCE
    page: int = 1
    size: int = 20
    lang: str = "ja"
    operator: Operator = "auto"
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what only a mistake in the caller can produce."""
        if KIND_FACET in self.filters:
            raise ValueError("kinds are chosen by `kinds`, not by a filter")
        if self.page < 1:
            raise ValueError(f"page {self.page} is below 1")
        if not 0 <= self.size <= MAX_SIZE:
            raise ValueError(f"size {self.size} is not within 0 and {MAX_SIZE}")

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facets with a choice, kinds among them, and the values chosen."""
        chosen = {name: values for name, values in self.filters.items() if values}
        if self.kinds:
            chosen[KIND_FACET] = self.kinds
        return chosen
