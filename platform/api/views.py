"""The matcher, the registers, the way in and the documentation for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from accounts.models import Municipality, Partnership
from api import serializers as forms
from catalogue.models import Theme
from lifecycle.errors import InvalidInput
from recommendations.selectors import Found, answer

ROUTES = {
    "expertise": "web:expertise",
    "need": "web:need",
    "facility": "web:facility",
    "outcome": "web:outcome",
}
LISTS = ("needs", "expertise", "researchers", "organisations", "facilities", "outcomes")
REGISTERS = ("themes", "municipalities", "partnerships")
BROKEN = ("\x00", "\ufffd")


class BrokenText(InvalidInput):
    """The text holds a character that was lost on the way."""

    code = "broken_text"


@extend_schema(exclude=True)
class Root(APIView):
    """The way in."""

    def get(self, request: Request) -> Response:
        """Answer the addresses of everything there is."""
        names = (*LISTS, *REGISTERS, "search", "match", "schema", "docs")
        return Response(
            {n: request.build_absolute_uri(reverse(f"api:{n}")) for n in names}
        )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Match(APIView):
    """Finds who could answer a text, and why. Nothing of the text is kept."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "match"

    @extend_schema(
        operation_id="match",
        request=forms.MatchRequest,
        responses={
            200: forms.MatchResponse,
            400: forms.Problem,
            413: forms.Problem,
            429: forms.Problem,
        },
        tags=["match"],
    )
    @method_decorator(sensitive_variables("asked", "text"))
    def post(self, request: Request) -> Response:
        """Answer the best matches with their evidence, or why there are none.

        Raises:
            BrokenText: the text has a NUL or a replacement character.
            matching.TextTooLong: it is longer than 50,000 code points.
        """
        asked = forms.MatchRequest(data=_readable(request.data))
        asked.is_valid(raise_exception=True)
        text = asked.validated_data["text"]
        answered = answer(
            text,
            kinds=sorted(asked.validated_data["kinds"]),
            limit=asked.validated_data["limit"],
        )
        silence = answered.silence
        response = Response(
            {
                "results": [_result(found, request) for found in answered.found],
                "silence": silence.as_json() if silence else None,
                "matcher": answered.version,
            }
        )
        response["Cache-Control"] = "no-store"
        return response


class ThemeList(APIView):
    """The themes of the region."""

    @extend_schema(
        operation_id="theme_list",
        responses=inline_serializer(
            "Theme",
            {
                "slug": serializers.CharField(),
                "name": forms.Bilingual(),
                "summary": forms.Bilingual(),
            },
            many=True,
        ),
        tags=["region"],
    )
    def get(self, request: Request) -> Response:
        """Answer them in their order."""
        return Response(
            [
                {
                    "slug": theme.slug,
                    "name": {"ja": theme.name_ja, "en": theme.name_en},
                    "summary": {"ja": theme.summary_ja, "en": theme.summary_en},
                }
                for theme in Theme.objects.all()
            ]
        )


class MunicipalityList(APIView):
    """The municipalities of the region."""

    @extend_schema(
        operation_id="municipality_list",
        responses=forms.Coded(many=True),
        tags=["region"],
    )
    def get(self, request: Request) -> Response:
        """Answer them in their order."""
        return Response(forms.Coded(Municipality.objects.all(), many=True).data)


class PartnershipList(APIView):
    """Municipality × institution; a pair that is not listed is not confirmed."""

    @extend_schema(
        operation_id="partnership_list",
        responses=inline_serializer(
            "Partnership",
            {
                "municipality": forms.Coded(),
                "institution": forms.Link(),
                "status": serializers.CharField(),
                "source": forms.Bilingual(),
            },
            many=True,
        ),
        tags=["region"],
    )
    def get(self, request: Request) -> Response:
        """Answer them by municipality, then institution."""
        rows = Partnership.objects.select_related("municipality", "institution")
        return Response(
            [
                {
                    "municipality": forms.Coded(row.municipality).data,
                    "institution": forms.Link(row.institution).data,
                    "status": row.status,
                    "source": {"ja": row.source_ja, "en": row.source_en},
                }
                for row in rows.order_by("municipality__order", "institution__kana")
            ]
        )


def docs(request: HttpRequest) -> HttpResponse:
    """Show the API's documentation for people, rendered from its schema."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    operations = [
        {"path": path, "method": method.upper()} | operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(
        request, "api/docs.html", {"schema": schema, "operations": operations}
    )


def _readable(data: Any) -> Any:
    text = data.get("text", "") if isinstance(data, dict) else ""
    if isinstance(text, str) and any(mark in text for mark in BROKEN):
        raise BrokenText(
            _(
                "The text holds a character that cannot be read. "
                "Please send it as UTF-8."
            )
        )
    return data


def _result(found: Found, request: Request) -> dict[str, Any]:
    path = reverse(ROUTES[found.match.kind], args=[found.match.id])
    match = found.match.as_json()
    return {
        "id": match["id"],
        "kind": match["kind"],
        "title": str(found.thing.localized("title")),
        "url": request.build_absolute_uri(path),
        "score": match["score"],
        "band": match["band"],
        "terms": match["terms"],
        "evidence": match["evidence"],
    }
