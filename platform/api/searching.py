"""The search of everything that is public, and completions."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from api import serializers as forms
from api.asking import IN_PLACE, Asked, one_of, only_known, parameters, read
from indexing.selectors import KINDS, Findings, Found, completions, fewer, meant
from search.engine import Passage

SORTS = ("-updated", "updated", "deadline", "-deadline")
FACETS = {
    "municipality": "Local government code of a municipality.",
    "theme": "Slug of a theme.",
    "institution": "Id of an organisation.",
    "field": "Code of a KAKENHI review section of any level.",
    "industry": "Code of a JSIC group of any level.",
    "help": "Kind of help wanted.",
    "state": "open, in_dialogue or settled.",
    "deadline": "week, month or quarter from today, or none.",
    "maturity": "research (TRL 1–3), trial (4–6) or use (7–9).",
    "remote": "yes: usable remotely.",
    "organisation_kind": "Kind of organisation.",
}
MOST_TYPED = 200


class Hit(serializers.Serializer[Any]):
    """One thing found, with the title and the passage that show why."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    url = serializers.URLField()
    score = serializers.FloatField(help_text="Comparable within one answer only.")
    title = forms.Quoted(allow_null=True)
    passage = forms.Quoted(allow_null=True)


class Without(serializers.Serializer[Any]):
    """The same words without one of them."""

    word = serializers.CharField(help_text="The word left out.")
    q = serializers.CharField(help_text="The others, to ask again with.")
    count = serializers.IntegerField(help_text="What has all the others.")


class Understood(serializers.Serializer[Any]):
    """How the words were read."""

    words = serializers.ListField(child=serializers.CharField())
    phrases = serializers.ListField(child=serializers.CharField())
    excluded = serializers.ListField(child=serializers.CharField())
    added = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="What the dictionary added to each word.",
    )
    relaxed = serializers.BooleanField(help_text="Nothing had all the words.")
    shortened = serializers.BooleanField(help_text="Only the beginning was read.")
    did_you_mean = serializers.CharField(
        allow_null=True, help_text="Where not everything was found: words to ask with."
    )
    without = Without(
        many=True, help_text="Where not everything was found: which word to leave out."
    )


PAGE = inline_serializer(
    "SearchPage",
    {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "facets": serializers.DictField(
            child=serializers.DictField(child=serializers.IntegerField()),
            help_text="Each counted with its own choice left out; kind is one.",
        ),
        "in_place": serializers.BooleanField(help_text=IN_PLACE),
        "understood": Understood(),
        "results": Hit(many=True),
    },
)
PROBLEMS = {400: forms.Problem, 404: forms.Problem, 429: forms.Problem}


class Search(APIView):
    """Finds things of every kind by words."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "read"

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("kind", str, many=True, enum=list(KINDS)),
            *parameters(FACETS, SORTS),
        ],
        responses={200: PAGE} | PROBLEMS,
        tags=["search"],
    )
    def get(self, request: Request) -> Response:
        """Answer a page of what was found, with counts and how it was understood.

        Where not everything was found, ``understood`` tells what may have been meant
        and which word to leave out; ``in_place``, whether the reserve answered.

        Raises:
            BadParameter: a parameter or its value is unknown.
            NoSuchPage: the page lies past the last one.
        """
        kinds = request.query_params.getlist("kind")
        for kind in kinds:
            one_of("kind", kind, KINDS)
        asked = read(request, kinds=KINDS, facets=FACETS, sorts=SORTS, others=["kind"])
        findings = asked.find(kinds, request.LANGUAGE_CODE)
        return Response(
            asked.pages(findings, request)
            | {
                "facets": findings.facets,
                "in_place": findings.in_place,
                "understood": _understood(asked, findings, kinds),
                "results": [_hit(found, request) for found in findings.found],
            }
        )


class Complete(APIView):
    """Completes what is being typed."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "read"

    @extend_schema(
        operation_id="complete",
        parameters=[OpenApiParameter("q", str, description="What was typed so far.")],
        responses={
            200: inline_serializer(
                "Completions",
                {
                    "completions": inline_serializer(
                        "Completion",
                        {
                            "text": serializers.CharField(),
                            "field": serializers.ChoiceField(
                                choices=["title", "keywords", "people"]
                            ),
                            "lang": serializers.CharField(allow_blank=True),
                        },
                        many=True,
                    )
                },
            ),
            400: forms.Problem,
            429: forms.Problem,
        },
        tags=["search"],
    )
    def get(self, request: Request) -> Response:
        """Answer titles, keywords and names that go on from ``q``.

        Raises:
            BadParameter: a parameter is unknown.
        """
        only_known(request, ["q"])
        typed = request.query_params.get("q", "")[:MOST_TYPED]
        found = completions(typed, lang=request.LANGUAGE_CODE)
        return Response(
            {
                "completions": [
                    {"text": one.text, "field": one.field, "lang": one.lang}
                    for one in found
                ]
            }
        )


def _understood(
    asked: Asked, findings: Findings, kinds: Sequence[str]
) -> dict[str, Any]:
    understood = findings.understood
    told = {
        "words": understood.words,
        "phrases": understood.phrases,
        "excluded": understood.excluded,
        "added": dict(understood.added),
        "relaxed": understood.relaxed,
        "shortened": understood.shortened,
        "did_you_mean": None,
        "without": [],
    }
    if not asked.q or (findings.total and not understood.relaxed):
        return told
    left_out = fewer(
        asked.q, kinds=kinds, filters=asked.filters, synonyms=asked.synonyms
    )
    return told | {
        "did_you_mean": meant(asked.q, synonyms=asked.synonyms),
        "without": [
            {"word": one.dropped, "q": one.text, "count": one.total} for one in left_out
        ],
    }


def _hit(found: Found, request: Request) -> dict[str, Any]:
    hit = found.hit
    return {
        "id": hit.id,
        "kind": hit.kind,
        "url": request.build_absolute_uri(_path(found)),
        "score": hit.score,
        "title": _quoted(hit.title) if hit.title else None,
        "passage": _quoted(hit.passage) if hit.passage else None,
    }


def _path(found: Found) -> str:
    if found.hit.kind == "page":
        return str(found.thing.url)
    return reverse(f"web:{found.hit.kind}", args=[found.hit.id])


def _quoted(passage: Passage) -> dict[str, Any]:
    return {
        "field": passage.field,
        "lang": passage.lang,
        "sentence": passage.text,
        "marks": [list(mark) for mark in passage.marks],
    }
