"""Searching the catalogue as a reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import Organisation, User
from catalogue.models import Researcher
from catalogue.selectors.synonyms import dictionary
from catalogue.selectors.visibility import (
    reader_tokens,
    visible_expertise,
    visible_facilities,
    visible_needs,
    visible_outcomes,
)
from indexing.index import index
from search.engine import Hit, Results, Understanding
from search.query import Query

PAGE_SIZE = 20

# kind → what a reader may see of it, and what a list shows beside it.
READS: dict[str, tuple[Callable[[Any], QuerySet[Any]], list[str], list[str]]] = {
    "need": (
        visible_needs,
        ["organisation", "municipality", "industry__parent__parent"],
        ["themes"],
    ),
    "expertise": (visible_expertise, ["organisation", "researcher"], ["themes"]),
    "facility": (visible_facilities, ["organisation"], ["themes"]),
    "outcome": (visible_outcomes, ["municipality", "need"], ["themes"]),
    "researcher": (
        lambda reader: Researcher.objects.listed(),
        [],
        ["affiliations__organisation"],
    ),
    "organisation": (
        lambda reader: Organisation.objects.listed(),
        [],
        ["sites__municipality"],
    ),
}


@dataclass(frozen=True)
class Found:
    """One thing with the hit that shows the passage found."""

    thing: Any
    hit: Hit


@dataclass(frozen=True)
class Findings:
    """One page of an answer: the things, all counts, and how the text was read."""

    found: list[Found]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    understood: Understanding = Understanding()


def search(
    text: str = "",
    *,
    kinds: Sequence[str],
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    reader: User | None = None,
    lang: str = "ja",
    synonyms: Mapping[str, tuple[str, ...]] | None = None,
) -> Findings:
    """Search what ``reader`` may see.

    Args:
        text: what was typed; empty for a list of everything.
        kinds: ``need``, ``expertise``, ``facility``, ``outcome``, ``researcher``,
            ``organisation``, ``page``.
        filters: chosen facet values, joined by OR within a facet, by AND between.
        sort: a sort name, ``-`` before it for descending; empty for relevance.
        page: from 1; past the end it is empty.
        size: things on a page.
        reader: whose eyes; ``None`` for the public.
        lang: the language preferred for passages.
        synonyms: further words for a word; ``None`` for the staff's dictionary, empty
            for nothing but the words typed.

    Side effects: takes in what changed in the catalogue since the last search.
    """
    answer: Results = index().search(
        Query(
            text=text,
            kinds=tuple(kinds),
            filters={name: tuple(v) for name, v in (filters or {}).items()},
            sort=sort,
            page=page,
            size=size,
            audiences=reader_tokens(reader),
            lang=lang,
            synonyms=dictionary() if synonyms is None else synonyms,
        )
    )
    things = _things(answer.hits, reader)
    found = [Found(things[hit.key], hit) for hit in answer.hits if hit.key in things]
    return Findings(found, answer.total, answer.facets, answer.understood)


def _things(hits: Sequence[Hit], reader: User | None) -> dict[tuple[str, str], Any]:
    """Load what was found, once more only what the reader may see."""
    things: dict[tuple[str, str], Any] = {}
    for kind in {hit.kind for hit in hits}:
        idents = [hit.id for hit in hits if hit.kind == kind]
        if kind == "page":
            from_pages = Page.objects.live().public().filter(pk__in=idents)
            things |= {(kind, str(page.pk)): page for page in from_pages.specific()}
            continue
        rows = _visible(kind, reader).filter(public_id__in=idents).distinct()
        things |= {(kind, row.public_id): row for row in rows}
    return things


def _visible(kind: str, reader: User | None) -> QuerySet[Any]:
    visible, related, prefetched = READS[kind]
    return visible(reader).select_related(*related).prefetch_related(*prefetched)
