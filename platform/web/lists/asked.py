"""What a reader asked of a list, as the address says it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

# What an address may name; anything else was typed or damaged, and no row has it.
VALUE = re.compile(r"[A-Za-z0-9_-]{1,40}")
LARGEST_PAGE = 1_000_000
# What the box takes. A longer text stands in an address that somebody wrote: every link
# of the page would carry it on, and a server in front takes some 8,000 bytes only.
MOST_TYPED = 200
DAMAGED = re.compile("[\x00\ufffd]")


@dataclass(frozen=True)
class Asked:
    """One question to a list.

    Args:
        path: the list's address.
        q: the words looked for, without what was damaged on the way.
        sort: the order by name; empty for the list's own.
        page: from 1, or None where the address names none that can be.
        chosen: chosen values by facet name.
        whole: the text of which ``q`` is the beginning; the same, if it has room.
        damaged: whether the words had characters that cannot be read.
        exact: look for nothing but these words, whatever the dictionary adds.
    """

    path: str
    q: str = ""
    sort: str = ""
    page: int | None = 1
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: str = ""
    damaged: bool = False
    exact: bool = False

    @property
    def cut(self) -> bool:
        """Whether more was asked than the box takes."""
        return len(self.whole) > MOST_TYPED

    @property
    def synonyms(self) -> Mapping[str, tuple[str, ...]] | None:
        """None for the staff's dictionary, nothing for the words as typed alone."""
        return {} if self.exact else None

    def address(self, page: int | None = None) -> str:
        """Return the address of this question, on a page of its answer."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("exact", "1")] if self.q and self.exact else []
        pairs += [(name, v) for name, values in self.chosen.items() for v in values]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(page))] if page and page > 1 else []
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def without(self, name: str, value: str) -> "Asked":
        """Return the question without one chosen value."""
        left = {
            key: tuple(v for v in values if (key, v) != (name, value))
            for key, values in self.chosen.items()
        }
        return replace(self, chosen={key: v for key, v in left.items() if v})

    def only(self, name: str, *values: str) -> "Asked":
        """Return the question with these values of a condition and no other of it."""
        return replace(self, chosen={**self.chosen, name: values})

    def sorted_by(self, sort: str) -> "Asked":
        """Return the question in another order."""
        return replace(self, sort=sort)

    def fields(self, *left_out: str) -> list[dict[str, str]]:
        """Return what a form of the page carries on, as hidden fields."""
        pairs = [("q", self.q), ("exact", "1" if self.exact else "")]
        pairs += [("sort", self.sort)]
        pairs += [(name, v) for name, values in self.chosen.items() for v in values]
        return [
            {"name": name, "value": value}
            for name, value in pairs
            if value and name not in left_out
        ]


def read(path: str, query: QueryDict, facets: Collection[str]) -> Asked:
    """Read a list's address; names that the list does not know are ignored.

    Args:
        path: the list's own address.
        query: the parameters, as Django decoded them.
        facets: the facets the list has.
    """
    typed = query.get("q", "")
    whole = DAMAGED.sub("", typed).strip()
    chosen = {
        name: tuple(dict.fromkeys(filter(None, query.getlist(name)))) for name in facets
    }
    return Asked(
        path=path,
        q=whole[:MOST_TYPED].strip(),
        whole=whole,
        sort=query.get("sort", ""),
        page=page_number(query.get("page", "1")),
        chosen={name: values for name, values in chosen.items() if values},
        damaged=bool(DAMAGED.search(typed)),
        exact=query.get("exact") == "1",
    )


def page_number(text: str) -> int | None:
    """Return the number of a page, or None where there can be no such page."""
    if not text.isdecimal() or len(text) > len(str(LARGEST_PAGE)):
        return None
    return int(text) or None
