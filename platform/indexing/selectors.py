"""Searching the catalogue as a reader."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from indexing.asking import ask, refresh
from indexing.conditions import as_chosen, as_indexed
from indexing.index import index
from search.engine import Hit, Understanding
from search.query import Query
from search.suggesting import Completion, Fewer, did_you_mean, fewer_words

PAGE_SIZE = 20
KINDS = (
    "need",
    "expertise",
    "researcher",
    "organisation",
    "facility",
    "outcome",
    "page",
)
Chosen = Mapping[str, Sequence[str]]
Synonyms = Mapping[str, tuple[str, ...]]

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
    """One page of an answer: the things, all counts, and how the text was read.

    ``in_place`` says that this machine answered: Elasticsearch did not, or was behind.
    """

    found: list[Found]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    understood: Understanding = Understanding()
    in_place: bool = False


def search(
    text: str = "",
    *,
    kinds: Sequence[str],
    filters: Chosen | None = None,
    sort: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    reader: User | None = None,
    lang: str = "ja",
    synonyms: Synonyms | None = None,
    themes: bool = True,
) -> Findings:
    """Search what ``reader`` may see.

    Args:
        text: what was typed; empty for a list of everything.
        kinds: ``need``, ``expertise``, ``facility``, ``outcome``, ``researcher``,
            ``organisation``, ``page``.
        filters: chosen facet values, joined by OR within a facet, by AND between;
            a deadline by its span, and of a tree every level
            (``indexing.conditions``).
        sort: a sort name, ``-`` before it for descending; empty for relevance.
        page: from 1; past the end it is empty.
        size: things on a page.
        reader: whose eyes; ``None`` for the public.
        lang: the language preferred for passages.
        synonyms: further words for a word; ``None`` for the staff's dictionary, empty
            for nothing but the words typed.
        themes: load the themes of each thing as well.

    Side effects: without Elasticsearch, takes in what changed in the catalogue since
    the last search.
    """
    filters = filters or {}
    query = _asked(text, kinds, filters, reader, synonyms, lang)
    asked = ask(replace(query, sort=sort, page=page, size=size))
    answer = asked.results
    things = _things(answer.hits, reader, lang, themes)
    found = [Found(things[hit.key], hit) for hit in answer.hits if hit.key in things]
    facets = as_chosen(answer.facets, filters)
    return Findings(found, answer.total, facets, answer.understood, asked.in_place)


def meant(
    text: str, *, reader: User | None = None, synonyms: Synonyms | None = None
) -> str | None:
    """Return what a text with slips of typing may have meant; None where nothing.

    ``reader`` finds something with what is returned. Nothing is said from an index
    that is not up to date, nor by the two below.
    """
    query = _asked(text, (), {}, reader, synonyms)
    if not refresh():
        return None
    return did_you_mean(query, index().search, index())


def fewer(
    text: str,
    *,
    kinds: Sequence[str],
    filters: Chosen | None = None,
    reader: User | None = None,
    synonyms: Synonyms | None = None,
) -> tuple[Fewer, ...]:
    """Return which single words to leave out so that ``reader`` finds the others."""
    query = _asked(text, kinds, filters or {}, reader, synonyms)
    if not refresh():
        return ()
    return fewer_words(query, index().search)


def completions(
    typed: str, *, reader: User | None = None, lang: str = "ja", limit: int = 8
) -> tuple[Completion, ...]:
    """Return titles, keywords and names that go on from what ``reader`` has typed.

    Side effects: takes in what changed in the catalogue since the last search.
    """
    if not refresh():
        return ()
    return index().complete(
        typed, audiences=reader_tokens(reader), lang=lang, limit=limit
    )


def _asked(
    text: str,
    kinds: Sequence[str],
    filters: Chosen,
    reader: User | None,
    synonyms: Synonyms | None,
    lang: str = "ja",
) -> Query:
    return Query(
        text=text,
        kinds=tuple(kinds),
        filters=as_indexed(filters),
        audiences=reader_tokens(reader),
        lang=lang,
        synonyms=dictionary() if synonyms is None else synonyms,
    )


def _things(
    hits: Sequence[Hit], reader: User | None, lang: str, themes: bool
) -> dict[tuple[str, str], Any]:
    """Load what was found, once more only what the reader may see."""
    things: dict[tuple[str, str], Any] = {}
    for kind in {hit.kind for hit in hits}:
        idents = [hit.id for hit in hits if hit.kind == kind]
        if kind == "page":
            things |= {(kind, ident): page for ident, page in _pages(idents, lang)}
            continue
        rows = _visible(kind, reader, themes).filter(public_id__in=idents).distinct()
        things |= {(kind, row.public_id): row for row in rows}
    return things


def _pages(idents: Sequence[str], lang: str) -> Iterator[tuple[str, Page]]:
    """Load pages as they stand in the reader's language, or in the one they have."""
    first = Page.objects.filter(pk__in=idents)
    pages = Page.objects.live().public().select_related("locale", "alias_of__locale")
    by_key: dict[Any, list[Page]] = {}
    keys = first.values("translation_key")
    for page in pages.filter(translation_key__in=keys).order_by("pk"):
        by_key.setdefault(page.translation_key, []).append(page)
    for group in by_key.values():
        shown = [page for page in group if page.locale.language_code == lang]
        written = [str(page.pk) for page in group if not page.alias_of_id]
        for ident in set(written) & set(idents):
            yield ident, (shown or group)[0]


def _visible(kind: str, reader: User | None, themes: bool) -> QuerySet[Any]:
    visible, related, prefetched = READS[kind]
    if not themes:
        prefetched = [name for name in prefetched if name != "themes"]
    return visible(reader).select_related(*related).prefetch_related(*prefetched)
