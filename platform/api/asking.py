"""What an address asks of a list, checked: whatever is unknown is named and refused."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.problems import BadParameter, NoSuchPage
from indexing.conditions import LISTS, existing
from indexing.selectors import Findings, search

MAX_PAGE_SIZE = 100
PAGE_SIZE = 20
# Far past any real list, and still a number every engine can count with.
MAX_PAGE = 1_000_000
COMMON = ("q", "exact", "sort", "page", "page_size")
EXACT = ("0", "1")
IN_PLACE = "Elasticsearch does not answer at the moment: this machine's own index did."


@dataclass(frozen=True)
class Asked:
    """One question to a list.

    Args:
        q: the words looked for.
        synonyms: ``None`` for the staff's dictionary; empty for the words alone.
        sort: the order by name; empty for the usual one.
        page: from 1.
        page_size: entries on a page.
        filters: chosen values by facet.
    """

    q: str = ""
    synonyms: Mapping[str, tuple[str, ...]] | None = None
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def find(self, kinds: Sequence[str], lang: str) -> Findings:
        """Answer it as the public, from some kinds or, without any, from all.

        Raises:
            NoSuchPage: the page lies past the last one.
        """
        found = search(
            self.q,
            kinds=kinds,
            filters=self.filters,
            sort=self.sort,
            page=self.page,
            size=self.page_size,
            lang=lang,
            synonyms=self.synonyms,
        )
        last = self.last(found)
        if self.page > last:
            raise NoSuchPage(
                _("There is no page %(page)s; the last one is %(last)s."),
                page=self.page,
                last=last,
            )
        return found

    def last(self, found: Findings) -> int:
        """Return the number of the last page of an answer."""
        return max(1, -(-found.total // self.page_size))

    def pages(self, found: Findings, request: Request) -> dict[str, Any]:
        """Return the count of an answer and the addresses of its neighbours."""
        page, last = self.page, self.last(found)
        return {
            "count": found.total,
            "next": _other_page(request, page + 1) if page < last else None,
            "previous": _other_page(request, page - 1) if page > 1 else None,
        }


def read(
    request: Request,
    *,
    kinds: Sequence[str],
    facets: Collection[str],
    sorts: Sequence[str],
    others: Collection[str] = (),
) -> Asked:
    """Read the address of a list.

    Args:
        request: whose query it is.
        kinds: what is listed.
        facets: the facets it may name.
        sorts: the orders it may name.
        others: further names, which the caller reads.

    Raises:
        BadParameter: a parameter or its value is unknown.
    """
    asked = request.query_params
    only_known(request, (*COMMON, *facets, *others))
    sort, exact = asked.get("sort", ""), asked.get("exact", "0")
    if sort:
        one_of("sort", sort, sorts)
    one_of("exact", exact, EXACT)
    filters = {name: asked.getlist(name) for name in facets if name in asked}
    _check_values(kinds, filters)
    return Asked(
        q=asked.get("q", ""),
        synonyms={} if exact == "1" else None,
        sort=sort,
        page=_number(request, "page", 1, MAX_PAGE),
        page_size=_number(request, "page_size", PAGE_SIZE, MAX_PAGE_SIZE),
        filters=filters,
    )


def only_known(request: Request, known: Collection[str]) -> None:
    """Refuse parameters that are not known.

    Raises:
        BadParameter: there is one.
    """
    for name in request.query_params:
        if name not in known:
            raise BadParameter(name, _("Known parameters: ") + ", ".join(sorted(known)))


def one_of(name: str, value: str, known: Collection[str]) -> None:
    """Refuse a value that is not known.

    Raises:
        BadParameter: it is not.
    """
    if value not in known:
        raise BadParameter(name, _("One of: ") + ", ".join(known))


def parameters(
    facets: Mapping[str, str], sorts: Iterable[str]
) -> list[OpenApiParameter]:
    """Describe for the schema what ``read`` reads.

    Args:
        facets: descriptions of the facets' values, by name.
        sorts: the orders.
    """
    return [
        OpenApiParameter("q", str, description="Words to look for."),
        OpenApiParameter(
            "exact",
            str,
            enum=list(EXACT),
            description="1: nothing but these words, without the dictionary.",
        ),
        OpenApiParameter("sort", str, enum=list(sorts)),
        OpenApiParameter("page", int),
        OpenApiParameter("page_size", int, description=f"1–{MAX_PAGE_SIZE}"),
        *(
            OpenApiParameter(name, str, many=True, description=text)
            for name, text in facets.items()
        ),
    ]


def _check_values(kinds: Sequence[str], filters: Mapping[str, list[str]]) -> None:
    for name, values in filters.items():
        if set(values) <= existing(name, values):
            continue
        if name in LISTS:
            raise BadParameter(
                name, _("Unknown value. One of: ") + _listed(LISTS[name])
            )
        counted = search(kinds=kinds, size=0).facets.get(name, {})
        raise BadParameter(
            name, _("Unknown value. Entries have at present: ") + _listed(counted)
        )


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values)) or _("none")


def _number(request: Request, name: str, default: int, most: int) -> int:
    raw = request.query_params.get(name, str(default))
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= most):
        raise BadParameter(name, _("A whole number from 1 to %d.") % most)
    return int(raw)


def _other_page(request: Request, page: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
