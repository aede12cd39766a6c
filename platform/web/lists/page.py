"""One page of a list: from the question to what the template shows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import get_language, gettext

from accounts.models import User
from design.templatetags.design_tags import grouped
from indexing.selectors import PAGE_SIZE, Findings, search
from web.lists.asked import MOST_TYPED, VALUE, Asked
from web.lists.facets import KIND, KINDS, Facet, Values
from web.lists.helping import help_with
from web.lists.items import found_items
from web.lists.kinds import ListKind
from web.lists.widening import exact_chips, widened

RELEVANCE = ""
SHOWN_OF_UNKNOWN = 40


class NoSuchPage(Exception):
    """The list has no such page; ``last`` is the address of its last one."""

    def __init__(self, last: str) -> None:
        """Keep where to go instead."""
        super().__init__(last)
        self.last = last


class Counted(Paginator[Any]):
    """Pages of an answer of which only one is at hand."""

    def __init__(self, items: list[Any], total: int) -> None:
        """Take one page's items and the count of all."""
        super().__init__(items, PAGE_SIZE)
        self.total = total

    @property
    def count(self) -> int:  # type: ignore[override]
        """The count of all items."""
        return self.total


def list_context(kind: ListKind, asked: Asked, reader: User | None) -> dict[str, Any]:
    """Return what the template of a list shows.

    Values of a condition that do not exist are told of; they narrow nothing down, and
    no link of the page carries them on.

    Raises:
        NoSuchPage: the list has no such page.

    Side effects: takes in what changed in the catalogue since the last search.
    """
    order, sorts = _sorting(kind, asked)
    notes = _order_notes(kind, asked)
    asked = replace(asked, sort=next(s["name"] for s in sorts if s["current"]))

    conditions = _Conditions(kind, asked)

    def ask() -> Findings:
        return search(
            asked.q,
            kinds=conditions.kinds,
            filters=conditions.filters,
            sort=order,
            page=asked.page or 1,
            reader=reader,
            lang=get_language() or "ja",
            synonyms=asked.synonyms,
            themes=kind.themes,
        )

    findings = ask()
    if conditions.learn(findings):
        findings = ask()
        conditions.learn(findings)
    asked = conditions.known
    chips = conditions.chips()
    pages = Counted([], findings.total)
    if asked.page is None or asked.page > pages.num_pages:
        raise NoSuchPage(asked.address(pages.num_pages))
    return {
        "kind": kind,
        "asked": asked,
        "items": found_items(findings.found, reader, kind.items),
        "page": pages.page(asked.page),
        "facets": conditions.offered(findings, kind.facets),
        "tabs": tabs(kind, asked, findings.facets),
        "facets_hidden": asked.fields(*(facet.name for facet in kind.facets)),
        "search_hidden": asked.fields("q", "exact"),
        "chosen": [*exact_chips(asked), *chips],
        "widened": widened(asked, findings.understood),
        "help": help_with(
            asked,
            kinds=conditions.kinds,
            filters=conditions.filters,
            chips=chips,
            findings=findings,
            reader=reader,
        ),
        "clear_url": Asked(asked.path, q=asked.q, sort=asked.sort).address(),
        "sorts": sorts if len(sorts) > 1 else [],
        "notes": notes + conditions.notes() + _notes(asked, findings),
        "canonical": asked.address(asked.page),
    }


def tabs(
    kind: ListKind, asked: Asked, facets: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """Return the kinds to choose from with their counts; none for a list of one."""
    if len(kind.kinds) < 2:
        return []
    counts = facets.get(KIND.name, {})
    chosen = asked.chosen.get(KIND.name, ())
    every = {
        "label": gettext("Everything"),
        "count": sum(counts.values()),
        "url": asked.only(KIND.name).address(),
        "current": not chosen,
    }
    return [
        every,
        *(
            {
                "label": KINDS[name],
                "count": counts.get(name, 0),
                "url": asked.only(KIND.name, name).address(),
                "current": chosen == (name,),
            }
            for name in kind.kinds
        ),
    ]


class _Conditions:
    """The conditions of a list: what was chosen, and the words for every value."""

    def __init__(self, kind: ListKind, asked: Asked) -> None:
        self.asked = asked
        self.all_kinds = kind.kinds
        self.facets = kind.conditions
        self.values: dict[str, Values] = {}
        self.chosen = {
            name: possible
            for name, values in asked.chosen.items()
            if (possible := tuple(v for v in values if VALUE.fullmatch(v)))
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds to search: those chosen, or all of the list."""
        return self.chosen.get(KIND.name, self.all_kinds)

    @property
    def known(self) -> Asked:
        """The question without the values that do not exist."""
        return replace(self.asked, chosen=self.chosen)

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The chosen values of the other conditions."""
        return {name: v for name, v in self.chosen.items() if name != KIND.name}

    def learn(self, findings: Findings) -> bool:
        """Look the words up, and drop chosen values that have none.

        Returns whether any was dropped: the answer was then too narrow.
        """
        for facet in self.facets:
            counts = findings.facets.get(facet.name, {})
            chosen = dict.fromkeys(self.chosen.get(facet.name, ()))
            self.values[facet.name] = facet.values({**counts, **chosen})
        known = {
            name: left
            for name, values in self.chosen.items()
            if (left := tuple(v for v in values if v in self.values[name]))
        }
        dropped, self.chosen = known != self.chosen, known
        return dropped

    def offered(
        self, findings: Findings, facets: Iterable[Facet]
    ) -> list[dict[str, Any]]:
        """Return conditions with their values, as the component takes them."""
        return [
            {
                "name": facet.name,
                "label": facet.label,
                "options": facet.options(
                    findings.facets.get(facet.name, {}),
                    self.chosen.get(facet.name, ()),
                    self.values[facet.name],
                ),
            }
            for facet in facets
        ]

    def chips(self) -> list[dict[str, Any]]:
        """Return every chosen value that exists, with the way to remove it."""
        return [
            {
                "name": facet.name,
                "value": value,
                "group": facet.label,
                "label": str(self.values[facet.name][value].label),
                "remove_url": self.known.without(facet.name, value).address(),
            }
            for facet in self.facets
            for value in self.chosen.get(facet.name, ())
        ]

    def notes(self) -> list[str]:
        """Return what the reader is told about values that do not exist."""
        return [
            gettext(
                "There is no “%(value)s” under “%(group)s”, so this condition was "
                "not used."
            )
            % {"value": _short(value), "group": facet.label}
            for facet in self.facets
            for value in self.asked.chosen.get(facet.name, ())
            if value not in self.chosen.get(facet.name, ())
        ]


def _sorting(kind: ListKind, asked: Asked) -> tuple[str, list[dict[str, Any]]]:
    """Return the index's sort, and the orders to choose from.

    With words the list's own order is by closeness, and each other one has a name.
    """
    offered = [(name, sort, label) for name, (sort, label) in kind.sorts.items()]
    if asked.q:
        best = gettext("Best match first")
        offered = [(RELEVANCE, RELEVANCE, best), *offered]
    else:
        _name, sort, label = offered[0]
        offered[0] = (RELEVANCE, sort, label)
    names = [name for name, _sort, _label in offered]
    current = asked.sort if asked.sort in names else RELEVANCE
    sorts = [
        {
            "name": name,
            "label": label,
            "url": asked.sorted_by(name).address(),
            "current": name == current,
        }
        for name, _sort, label in offered
    ]
    return next(sort for name, sort, _label in offered if name == current), sorts


def _order_notes(kind: ListKind, asked: Asked) -> list[str]:
    if not asked.sort or asked.sort in kind.sorts:
        return []
    return [
        gettext("There is no order “%(value)s”, so the usual one was used.")
        % {"value": _short(asked.sort)}
    ]


def _notes(asked: Asked, findings: Findings) -> list[str]:
    notes = []
    if findings.in_place:
        notes.append(
            gettext(
                "The search server cannot be used at the moment, so our reserve "
                "search is answering. You can go on as usual."
            )
        )
    if asked.cut:
        notes.append(
            gettext(
                "The search takes %(limit)s characters, so only the beginning of the "
                "text was searched for. The whole text can be compared below."
            )
            % {"limit": grouped(MOST_TYPED)}
        )
    if asked.damaged:
        notes.append(
            gettext(
                "Some characters arrived damaged and were left out of the search. "
                "Please check the words in the box."
            )
        )
    if findings.understood.shortened:
        notes.append(
            gettext(
                "The words are very many, so only the first ones were searched for."
            )
        )
    if findings.understood.relaxed:
        notes.append(
            gettext(
                "Nothing contains all of these words, so what comes nearest is shown."
            )
        )
    return notes


def _short(value: str) -> str:
    if len(value) <= SHOWN_OF_UNKNOWN:
        return value
    return f"{value[:SHOWN_OF_UNKNOWN]}…"
