"""The public catalogue, read-only: lists with filters and pages, and details."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from accounts.models import Organisation
from api import serializers as forms
from api.problems import BadParameter, NoSuchPage
from catalogue.models import Researcher
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_facilities,
    visible_needs,
    visible_outcomes,
)
from indexing.selectors import search

MAX_PAGE_SIZE = 100
PAGE_SIZE = 20
# Far past any real list, and still a number every engine can count with.
MAX_PAGE = 1_000_000
COMMON = ("q", "exact", "sort", "page", "page_size")
EXACT = ("0", "1")


@dataclass(frozen=True)
class Kind:
    """One kind of entry: how it is found, loaded and shown."""

    name: str
    serializer: type[serializers.Serializer[Any]]
    visible: Callable[[None], QuerySet[Any]]
    related: tuple[str, ...]
    prefetched: tuple[str, ...]
    facets: Mapping[str, str]
    sorts: tuple[str, ...] = ("-updated", "updated")
    # What the serializer reads once for a whole list.
    shared: Callable[[list[Any]], dict[str, Any]] = lambda entries: {}

    def rows(self) -> QuerySet[Any]:
        """Return what the public may see, with what its serializer shows."""
        rows = self.visible(None).select_related(*self.related)
        return rows.prefetch_related(*self.prefetched)


THEME = "Slug of a theme."
TOWN = "Local government code of a municipality."
INSTITUTION = "Id of an organisation."
FIELD = "Code of a medium-sized KAKENHI review section."

NEEDS = Kind(
    "need",
    forms.NeedSerializer,
    visible_needs,
    ("organisation", "municipality", "industry__parent__parent"),
    ("themes",),
    {
        "municipality": TOWN,
        "industry": "Letter of a major group of JSIC.",
        "theme": THEME,
        "help": "Kind of help wanted.",
        "state": "open, in_dialogue or settled.",
    },
    ("-updated", "updated", "deadline", "-deadline"),
    shared=forms.faces_of,
)
EXPERTISE = Kind(
    "expertise",
    forms.ExpertiseSerializer,
    visible_expertise,
    ("organisation", "researcher"),
    ("themes", "fields"),
    {
        "institution": INSTITUTION,
        "theme": THEME,
        "field": FIELD,
        "maturity": "research (TRL 1–3), trial (4–6) or use (7–9).",
    },
)
FACILITIES = Kind(
    "facility",
    forms.FacilitySerializer,
    visible_facilities,
    ("organisation",),
    ("themes",),
    {"institution": INSTITUTION, "theme": THEME, "remote": "yes: usable remotely."},
)
OUTCOMES = Kind(
    "outcome",
    forms.OutcomeSerializer,
    visible_outcomes,
    ("municipality",),
    ("themes",),
    {"municipality": TOWN, "theme": THEME},
)
RESEARCHERS = Kind(
    "researcher",
    forms.ResearcherSerializer,
    lambda reader: Researcher.objects.listed(),
    (),
    ("affiliations__organisation",),
    {"institution": INSTITUTION, "field": FIELD},
    ("name", "-name", "-updated", "updated"),
)
ORGANISATIONS = Kind(
    "organisation",
    forms.OrganisationSerializer,
    lambda reader: Organisation.objects.listed(),
    (),
    ("sites__municipality",),
    {"organisation_kind": "Kind of organisation.", "municipality": TOWN},
    ("name", "-name"),
)


class CatalogueView(APIView):
    """What lists and details share."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "read"
    kind: Kind


class ListView(CatalogueView):
    """A page of entries, with the number of all and of each facet's values."""

    def get(self, request: Request) -> Response:
        """Answer ``q``, ``exact``, filters, ``sort``, ``page`` and ``page_size``.

        Raises:
            BadParameter: a parameter or its value is unknown.
            NoSuchPage: the page lies past the last one.
        """
        asked = self._checked(request)
        page, size = asked["page"], asked["page_size"]
        findings = search(
            asked["q"],
            kinds=[self.kind.name],
            filters=asked["filters"],
            sort=asked["sort"],
            page=page,
            size=size,
            lang=request.LANGUAGE_CODE,
            synonyms=asked["synonyms"],
        )
        last = max(1, -(-findings.total // size))
        if page > last:
            raise NoSuchPage(
                _("There is no page %(page)s; the last one is %(last)s."),
                page=page,
                last=last,
            )
        idents = [found.hit.id for found in findings.found]
        rows = {
            row.public_id: row for row in self.kind.rows().filter(public_id__in=idents)
        }
        entries = [rows[ident] for ident in idents if ident in rows]
        context = {"request": request} | self.kind.shared(entries)
        serializer = self.kind.serializer(entries, many=True, context=context)
        return Response(
            {
                "count": findings.total,
                "next": _other_page(request, page + 1) if page < last else None,
                "previous": _other_page(request, page - 1) if page > 1 else None,
                "facets": findings.facets,
                "added": dict(findings.understood.added),
                "results": serializer.data,
            }
        )

    def _checked(self, request: Request) -> dict[str, Any]:
        known = (*COMMON, *self.kind.facets)
        for name in request.query_params:
            if name not in known:
                raise BadParameter(
                    name, _("Known parameters: ") + ", ".join(sorted(known))
                )
        sort = request.query_params.get("sort", "")
        if sort and sort not in self.kind.sorts:
            raise BadParameter("sort", _("One of: ") + ", ".join(self.kind.sorts))
        exact = request.query_params.get("exact", "0")
        if exact not in EXACT:
            raise BadParameter("exact", _("One of: ") + ", ".join(EXACT))
        filters = {
            name: request.query_params.getlist(name)
            for name in self.kind.facets
            if name in request.query_params
        }
        self._check_values(filters)
        return {
            "q": request.query_params.get("q", ""),
            "synonyms": {} if exact == "1" else None,
            "sort": sort,
            "page": _number(request, "page", 1, MAX_PAGE),
            "page_size": _number(request, "page_size", PAGE_SIZE, MAX_PAGE_SIZE),
            "filters": filters,
        }

    def _check_values(self, filters: dict[str, list[str]]) -> None:
        if not filters:
            return
        known = search(kinds=[self.kind.name], size=1).facets
        for name, values in filters.items():
            for value in values:
                if value not in known.get(name, {}):
                    raise BadParameter(
                        name,
                        _("Unknown value. One of: ")
                        + ", ".join(sorted(known.get(name, {}))),
                    )


class DetailView(CatalogueView):
    """One entry."""

    def get(self, request: Request, public_id: str) -> Response:
        """Answer the entry, or 404 when the public may not see it."""
        thing = get_object_or_404(self.kind.rows(), public_id=public_id)
        context = {"request": request} | self.kind.shared([thing])
        serializer = self.kind.serializer(thing, context=context)
        return Response(serializer.data)


def views_of(kind: Kind) -> tuple[type[ListView], type[DetailView]]:
    """Return the two views of a kind, described for the schema."""
    page = inline_serializer(
        f"{kind.name.capitalize()}Page",
        {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "facets": serializers.DictField(
                child=serializers.DictField(child=serializers.IntegerField())
            ),
            "added": serializers.DictField(
                child=serializers.ListField(child=serializers.CharField()),
                help_text="What the dictionary added to each word of q.",
            ),
            "results": kind.serializer(many=True),
        },
    )
    parameters = [
        OpenApiParameter("q", str, description="Words to look for."),
        OpenApiParameter(
            "exact",
            str,
            enum=list(EXACT),
            description="1: nothing but these words, without the dictionary.",
        ),
        OpenApiParameter("sort", str, enum=list(kind.sorts)),
        OpenApiParameter("page", int),
        OpenApiParameter("page_size", int, description=f"1–{MAX_PAGE_SIZE}"),
        *(
            OpenApiParameter(name, str, many=True, description=text)
            for name, text in kind.facets.items()
        ),
    ]
    problem = {400: forms.Problem, 404: forms.Problem, 429: forms.Problem}
    describe_list = extend_schema(
        operation_id=f"{kind.name}_list",
        parameters=parameters,
        responses={200: page} | problem,
        tags=[kind.name],
    )
    describe_one = extend_schema(
        operation_id=f"{kind.name}_detail",
        responses={200: kind.serializer, 404: forms.Problem, 429: forms.Problem},
        tags=[kind.name],
    )
    name = kind.name.capitalize()
    many = type(f"{name}List", (ListView,), {"kind": kind, "__doc__": ListView.__doc__})
    one = type(
        f"{name}Detail", (DetailView,), {"kind": kind, "__doc__": DetailView.__doc__}
    )
    return describe_list(many), describe_one(one)


def _number(request: Request, name: str, default: int, most: int) -> int:
    raw = request.query_params.get(name, str(default))
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= most):
        raise BadParameter(name, _("A whole number from 1 to %d.") % most)
    return int(raw)


def _other_page(request: Request, page: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
