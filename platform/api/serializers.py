"""What the API says of each thing: only what the public may know."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organisation
from catalogue.models import Expertise, Facility, Need, Outcome, Researcher
from catalogue.selectors.anonymity import PublicFace, public_faces

LANGUAGES = ("ja", "en")


class BilingualText(serializers.Serializer[Any]):
    """A text in Japanese and in English; empty where it was not written."""

    ja = serializers.CharField()
    en = serializers.CharField()


@extend_schema_field(BilingualText)
class Bilingual(serializers.Field[Any, Any, Any, Any]):
    """A pair of model fields ``…_ja`` and ``…_en`` as one object."""

    def __init__(self, **options: Any) -> None:
        """Take the whole row: the pair is named by the field itself."""
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Return both sides of the pair."""
        return {g: getattr(value, f"{self.field_name}_{g}") for g in LANGUAGES}


class BilingualWords(serializers.Serializer[Any]):
    """Words in Japanese and in English."""

    ja = serializers.ListField(child=serializers.CharField())
    en = serializers.ListField(child=serializers.CharField())


@extend_schema_field(BilingualWords)
class Keywords(Bilingual):
    """A pair of word lists."""


class Link(serializers.Serializer[Any]):
    """Another thing of the catalogue, by id."""

    id = serializers.CharField(source="public_id")
    name = Bilingual()


class Coded(serializers.Serializer[Any]):
    """A thing with a published code."""

    code = serializers.CharField()
    name = Bilingual()


class ThemeLink(serializers.Serializer[Any]):
    """A theme of the region."""

    slug = serializers.CharField()
    name = Bilingual()


class Entry(serializers.Serializer[Any]):
    """What every entry of the catalogue has."""

    id = serializers.CharField(source="public_id")
    url = serializers.SerializerMethodField(help_text="Its page on the site.")
    route = ""

    def get_url(self, thing: Any) -> str:
        """Return the absolute address of the thing's page."""
        path = reverse(f"web:{self.route}", args=[thing.public_id])
        request = self.context.get("request")
        return request.build_absolute_uri(path) if request else path


def faces_of(needs: list[Need]) -> dict[str, Any]:
    """Return what ``NeedSerializer`` reads of its context: each poster's face."""
    faces = zip(needs, public_faces(needs), strict=True)
    return {"faces": {need.pk: face for need, face in faces}}


class NeedSerializer(Entry):
    """A need. Of an anonymous one organisation, and where needed place, are null."""

    route = "need"
    title = Bilingual()
    summary = Bilingual()
    background = Bilingual()
    wanted = Bilingual()
    conditions = Bilingual()
    state = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    organisation = serializers.SerializerMethodField()
    municipality = serializers.SerializerMethodField()
    industry = serializers.SerializerMethodField()
    themes = ThemeLink(many=True)
    budget_min = serializers.IntegerField(allow_null=True)
    budget_max = serializers.IntegerField(allow_null=True)
    deadline = serializers.DateField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(Link(allow_null=True))
    def get_organisation(self, need: Need) -> Any:
        """Return the poster, or null where the name is withheld."""
        poster = self._face(need).organisation
        return Link(poster).data if poster else None

    @extend_schema_field(Coded(allow_null=True))
    def get_municipality(self, need: Need) -> Any:
        """Return the place, or null where it would tell who posts."""
        place = self._face(need).municipality
        return Coded(place).data if place else None

    @extend_schema_field(Coded(allow_null=True))
    def get_industry(self, need: Need) -> Any:
        """Return the trade, at its top level where it would tell who posts."""
        trade = self._face(need).industry
        return Coded(trade).data if trade else None

    def _face(self, need: Need) -> PublicFace:
        face: PublicFace = self.context["faces"][need.pk]
        return face


class ExpertiseSerializer(Entry):
    """What a researcher or an organisation can do."""

    route = "expertise"
    title = Bilingual()
    summary = Bilingual()
    body = Bilingual()
    uses = Keywords()
    keywords = Keywords()
    maturity = serializers.IntegerField(allow_null=True, help_text="TRL 1–9")
    organisation = Link()
    researcher = Link(allow_null=True)
    themes = ThemeLink(many=True)
    fields_ = Coded(many=True, source="fields")
    published_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Expertise) -> dict[str, Any]:
        """Call the field ``fields``, a name that serializers keep for themselves."""
        data = super().to_representation(instance)
        return {("fields" if k == "fields_" else k): v for k, v in data.items()}


class FacilitySerializer(Entry):
    """Equipment that others may use."""

    route = "facility"
    title = Bilingual()
    summary = Bilingual()
    body = Bilingual()
    how_to_use = Bilingual()
    fee = Bilingual()
    keywords = Keywords()
    remote = serializers.BooleanField()
    organisation = Link()
    themes = ThemeLink(many=True)

    class Meta:
        model = Facility


class OutcomeSerializer(Entry):
    """What came of a case."""

    route = "outcome"
    title = Bilingual()
    summary = Bilingual()
    challenge = Bilingual()
    approach = Bilingual()
    result = Bilingual()
    next = Bilingual()
    municipality = Coded(allow_null=True)
    themes = ThemeLink(many=True)
    published_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = Outcome


class AffiliationSerializer(serializers.Serializer[Any]):
    """Where a researcher works."""

    organisation = Link()
    department = Bilingual()
    position = Bilingual()


class ResearcherSerializer(Entry):
    """A researcher, without any way of contact."""

    route = "researcher"
    name = Bilingual()
    kana = serializers.CharField()
    summary = Bilingual()
    keywords = Keywords()
    affiliations = AffiliationSerializer(many=True)
    orcid = serializers.CharField()
    researchmap = serializers.CharField()

    class Meta:
        model = Researcher


class SiteSerializer(serializers.Serializer[Any]):
    """A place where an organisation is."""

    name = Bilingual()
    municipality = Coded(allow_null=True)


class OrganisationSerializer(Entry):
    """An organisation that is shown to the public."""

    route = "organisation"
    kind = serializers.CharField()
    name = Bilingual()
    short = Bilingual()
    kana = serializers.CharField()
    corporate_number = serializers.CharField()
    local_government_code = serializers.CharField()
    kakenhi_code = serializers.CharField()
    ror = serializers.CharField()
    homepage = serializers.CharField(source="url")
    sites = SiteSerializer(many=True)

    class Meta:
        model = Organisation


class Text(serializers.CharField):
    """A string of JSON: a number is refused, not written out."""

    def to_internal_value(self, data: Any) -> str:
        """Take a string alone."""
        if not isinstance(data, str):
            self.fail("invalid")
        value: str = super().to_internal_value(data)
        return value


class MatchRequest(serializers.Serializer[Any]):
    """A text to find answers for. It is neither kept nor logged."""

    text = Text(
        allow_blank=True, trim_whitespace=False, help_text="At most 50,000 characters."
    )
    kinds = serializers.MultipleChoiceField(
        choices=["expertise", "need", "facility", "outcome"], default={"expertise"}
    )
    limit = serializers.IntegerField(min_value=1, max_value=50, default=10)


class TermShare(serializers.Serializer[Any]):
    """A shared word and its part of the score; the parts sum to the score."""

    term = serializers.CharField()
    lang = serializers.CharField(help_text="of the text in which it is written")
    share = serializers.FloatField()


class Quoted(serializers.Serializer[Any]):
    """A sentence, verbatim, with half-open ranges of code points to mark."""

    field = serializers.CharField()
    lang = serializers.CharField()
    sentence = serializers.CharField()
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField())
    )


class SentencePair(serializers.Serializer[Any]):
    """A sentence of the text beside the sentence that answers it."""

    left = Quoted()
    right = Quoted()
    share = serializers.FloatField()


class MatchResult(serializers.Serializer[Any]):
    """One thing that answers the text, and why."""

    id = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField()
    score = serializers.FloatField(help_text="0–1")
    band = serializers.ChoiceField(choices=["strong", "related", "partly"])
    terms = TermShare(many=True)
    evidence = SentencePair(many=True)


class SilenceSerializer(serializers.Serializer[Any]):
    """Why nothing was found, and what the text does not say yet."""

    reason = serializers.CharField()
    hints = serializers.ListField(child=serializers.CharField())


class MatchResponse(serializers.Serializer[Any]):
    """What answers the text, best first."""

    results = MatchResult(many=True)
    silence = SilenceSerializer(allow_null=True)
    matcher = serializers.CharField(help_text="Version of the matcher.")


class Problem(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    parameter = serializers.CharField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """Add ``errors`` (field → messages), a name serializers keep for themselves."""
        return super().get_fields() | {"errors": serializers.DictField(required=False)}
