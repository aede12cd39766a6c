"""Closed lists of this app; the labels are translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    UNIVERSITY = "university", _("University")
    JUNIOR_COLLEGE = "junior_college", _("Junior college")
    KOSEN = "kosen", _("College of technology (kosen)")
    VOCATIONAL_SCHOOL = "vocational_school", _("Vocational school")
    PUBLIC_RESEARCH = "public_research", _("Public research institute")
    COMPANY = "company", _("Company")
    SOLE_PROPRIETOR = "sole_proprietor", _("Sole proprietor")
    PRIMARY_PRODUCER = "primary_producer", _("Farm, fishery or forestry body")
    COOPERATIVE = "cooperative", _("Cooperative")
    HOSPITAL = "hospital", _("Hospital or clinic")
    WELFARE = "welfare", _("Welfare corporation")
    NPO = "npo", _("Non-profit organisation")
    COMMUNITY = "community", _("Community group")
    MUNICIPALITY = "municipality", _("Municipality")
    PREFECTURE = "prefecture", _("Prefecture")
    SUPPORT = "support", _("Support organisation")
    FINANCIAL = "financial", _("Financial institution")


# Institutions have researchers and a liaison office, and enter into partnerships.
INSTITUTION_KINDS = (
    OrganisationKind.UNIVERSITY,
    OrganisationKind.JUNIOR_COLLEGE,
    OrganisationKind.KOSEN,
    OrganisationKind.VOCATIONAL_SCHOOL,
    OrganisationKind.PUBLIC_RESEARCH,
)


class Role(models.TextChoices):
    """What a person does for an organisation."""

    MEMBER = "member", _("Member")
    LIAISON = "liaison", _("Liaison office")
    OFFICER = "officer", _("Municipal officer")
    SECRETARIAT = "secretariat", _("Secretariat")


class PartnershipStatus(models.TextChoices):
    """How far a municipality and an institution have come."""

    ACTIVE = "active", _("In place")
    ARRANGING = "arranging", _("Being arranged")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")


class InstrumentKind(models.TextChoices):
    """The document a partnership rests on."""

    COMPREHENSIVE = "comprehensive", _("Comprehensive agreement")
    INDIVIDUAL = "individual", _("Individual agreement")
    MEMORANDUM = "memorandum", _("Memorandum")
    MULTILATERAL = "multilateral", _("Multi-party agreement")


class FirstReader(models.TextChoices):
    """Who reads a submitted need first."""

    MUNICIPALITY = "municipality", _("The municipality in charge")
    SECRETARIAT = "secretariat", _("The secretariat")


class ApprovedStep(models.TextChoices):
    """Steps that an office may bind to a second person's approval."""

    OPEN_NEED = "catalogue.need:open", _("Opening a need")
    INTRODUCE = "recommendations.pairing:introduce", _("Introducing both sides")
    PUBLISH_RESULT = "catalogue.outcome:publish", _("Publishing a result")
