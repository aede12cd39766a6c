"""Descriptions for search engines, in the words of schema.org.

Only what the page itself shows: who has a need is never part of one.
"""

from typing import Any

from django.http import HttpRequest

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from catalogue.models import Expertise, Facility, Need, Outcome, Researcher
from catalogue.selectors.anonymity import PublicFace
from design.localized import Localized

Description = dict[str, Any]

# The closest type for each kind of organisation; the others are plain organisations.
TYPES = {
    OrganisationKind.UNIVERSITY: "CollegeOrUniversity",
    OrganisationKind.JUNIOR_COLLEGE: "CollegeOrUniversity",
    OrganisationKind.KOSEN: "CollegeOrUniversity",
    OrganisationKind.VOCATIONAL_SCHOOL: "EducationalOrganization",
    OrganisationKind.PUBLIC_RESEARCH: "ResearchOrganization",
    OrganisationKind.HOSPITAL: "Hospital",
    OrganisationKind.NPO: "NGO",
    OrganisationKind.MUNICIPALITY: "GovernmentOrganization",
    OrganisationKind.PREFECTURE: "GovernmentOrganization",
}


def demand(request: HttpRequest, need: Need, face: PublicFace) -> Description:
    """Describe a need, without its poster."""
    description = _thing(request, "Demand", need, "title")
    if face.municipality:
        description["areaServed"] = str(face.municipality.localized("name"))
    if need.deadline:
        description["validThrough"] = need.deadline.isoformat()
    return description


def service(request: HttpRequest, offer: Expertise | Facility) -> Description:
    """Describe an expertise or a facility with who offers it."""
    description = _thing(request, "Service", offer, "title")
    description["provider"] = _organisation(offer.organisation)
    keywords = offer.localized("keywords").text
    if keywords:
        description["keywords"] = list(keywords)
    return description


def person(request: HttpRequest, researcher: Researcher) -> Description:
    """Describe a researcher with where they work and what they know about."""
    description = _thing(request, "Person", researcher, "name")
    places = researcher.affiliations.all()
    description["affiliation"] = [_organisation(p.organisation) for p in places]
    if keywords := researcher.localized("keywords").text:
        description["knowsAbout"] = list(keywords)
    if researcher.orcid:
        description["sameAs"] = f"https://orcid.org/{researcher.orcid}"
    return description


def organisation(request: HttpRequest, this: Organisation) -> Description:
    """Describe an organisation."""
    here = request.build_absolute_uri(request.path)
    return {"@context": "https://schema.org", "@id": here} | _organisation(this)


def story(request: HttpRequest, outcome: Outcome, publisher: str) -> Description:
    """Describe a result as an article."""
    description = _thing(request, "Article", outcome, "title")
    description["headline"] = description.pop("name")
    description["publisher"] = {"@type": "Organization", "name": publisher}
    if outcome.published_at:
        description["datePublished"] = outcome.published_at.isoformat()
        description["dateModified"] = outcome.updated_at.isoformat()
    return description


def _thing(
    request: HttpRequest, kind: str, thing: Localized, title: str
) -> Description:
    name, summary = thing.localized(title), thing.localized("summary")
    description: Description = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": str(name),
        "url": request.build_absolute_uri(request.path),
        "inLanguage": name.lang,
    }
    if summary:
        description["description"] = str(summary)
    return description


def _organisation(this: Organisation) -> Description:
    description: Description = {
        "@type": TYPES.get(OrganisationKind(this.kind), "Organization"),
        "name": str(this.localized("name")),
    }
    if this.url:
        description["url"] = this.url
    if this.ror:
        description["sameAs"] = f"https://ror.org/{this.ror}"
    return description
