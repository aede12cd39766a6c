"""The public catalogue, read-only: lists with filters and pages, and details."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from accounts.models import Organisation
from api import serializers as forms
from api.asking import IN_PLACE, parameters, read
from catalogue.models import Researcher
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_facilities,
    visible_needs,
    visible_outcomes,
)


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
FIELD = "Code of a KAKENHI review section of any level."

NEEDS = Kind(
    "need",
    forms.NeedSerializer,
    visible_needs,
    ("organisation", "municipality", "industry__parent__parent"),
    ("themes",),
    {
        "municipality": TOWN,
        "industry": "Code of a JSIC group of any level.",
        "theme": THEME,
        "help": "Kind of help wanted.",
        "state": "open, in_dialogue or settled.",
        "deadline": "week, month or quarter from today, or none.",
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
        "municipality": TOWN,
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
    {
        "municipality": TOWN,
        "institution": INSTITUTION,
        "theme": THEME,
        "remote": "yes: usable remotely.",
    },
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
    {"municipality": TOWN, "institution": INSTITUTION, "field": FIELD},
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
        kinds = [self.kind.name]
        asked = read(
            request, kinds=kinds, facets=self.kind.facets, sorts=self.kind.sorts
        )
        findings = asked.find(kinds, request.LANGUAGE_CODE)
        idents = [found.hit.id for found in findings.found]
        rows = {
            row.public_id: row for row in self.kind.rows().filter(public_id__in=idents)
        }
        entries = [rows[ident] for ident in idents if ident in rows]
        context = {"request": request} | self.kind.shared(entries)
        serializer = self.kind.serializer(entries, many=True, context=context)
        return Response(
            asked.pages(findings, request)
            | {
                "facets": findings.facets,
                "in_place": findings.in_place,
                "added": dict(findings.understood.added),
                "results": serializer.data,
            }
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
            "in_place": serializers.BooleanField(help_text=IN_PLACE),
            "added": serializers.DictField(
                child=serializers.ListField(child=serializers.CharField()),
                help_text="What the dictionary added to each word of q.",
            ),
            "results": kind.serializer(many=True),
        },
    )
    problem = {400: forms.Problem, 404: forms.Problem, 429: forms.Problem}
    describe_list = extend_schema(
        operation_id=f"{kind.name}_list",
        parameters=parameters(kind.facets, kind.sorts),
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
