"""What is offered: one expertise, one shared facility."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.enums import PartnershipStatus
from accounts.models import Municipality, Organisation
from catalogue.enums import SectionLevel
from catalogue.models import Expertise, Facility, ReviewSection
from catalogue.selectors.visibility import visible_expertise, visible_facilities
from web import structured
from web.gone import find
from web.lists import items, kinds
from web.readers import reader_of
from web.sections import sections
from web.trails import trail

# The technology readiness levels in three steps, as the lists' condition has them.
RESEARCH_UNTIL, TRIAL_UNTIL = 3, 6


@require_safe
def expertise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a researcher or an organisation can do."""
    rows = visible_expertise(reader_of(request)).select_related(
        "organisation", "researcher"
    )
    this: Expertise = find(
        rows.prefetch_related("themes", "fields__parents__parents"), public_id
    )
    partners = partner_municipalities(this.organisation)
    context = {
        "expertise": this,
        "facts": [
            *_who(this),
            {"label": gettext("How mature it is"), "value": maturity(this.maturity)},
            *items.theme_rows(this),
            *field_rows(this.fields.all()),
            {"label": gettext("Keywords"), "value": _words(this, "keywords")},
            partners_row(partners),
            {"label": gettext("Reference number"), "value": this.public_id},
        ],
        "partners": partners,
        "uses": _list_of(this, "uses"),
        "sections": sections(this, body=gettext("What it is")),
        "breadcrumbs": trail(
            (kinds.EXPERTISE.title, reverse("web:expertise_list")),
            (this.localized("title"), ""),
        ),
        "schema": structured.service(request, this),
    }
    return render(request, "web/expertise.html", context)


@require_safe
def facility(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show equipment that others may use."""
    rows = visible_facilities(reader_of(request)).select_related("organisation")
    this: Facility = find(rows.prefetch_related("themes"), public_id)
    remote = gettext("Can be used remotely") if this.remote else gettext("On site")
    context = {
        "facility": this,
        "facts": [
            *_organisation_row(this.organisation),
            {"label": gettext("Way of use"), "value": remote},
            {"label": gettext("Fee"), "value": this.localized("fee")},
            *items.theme_rows(this),
            {"label": gettext("Keywords"), "value": _words(this, "keywords")},
            partners_row(partner_municipalities(this.organisation)),
            {"label": gettext("Reference number"), "value": this.public_id},
        ],
        "sections": sections(
            this, body=gettext("What it is"), how_to_use=gettext("How to use it")
        ),
        "breadcrumbs": trail(
            (kinds.FACILITIES.title, reverse("web:facilities")),
            (this.localized("title"), ""),
        ),
        "schema": structured.service(request, this),
    }
    return render(request, "web/facility.html", context)


def maturity(level: int | None) -> str:
    """Return a technology readiness level in words a firm understands."""
    if level is None:
        return ""
    if level <= RESEARCH_UNTIL:
        words = gettext("At the research stage: the principle is being clarified")
    elif level <= TRIAL_UNTIL:
        words = gettext("Can be tried out together, in a trial or with a prototype")
    else:
        words = gettext("Ready or nearly ready for use")
    return gettext("%(words)s (TRL %(level)s of 9)") % {"words": words, "level": level}


def partner_municipalities(organisation: Organisation) -> list[Municipality]:
    """Return the municipalities that an institution is in partnership with."""
    return list(
        Municipality.objects.filter(
            partnerships__institution=organisation,
            partnerships__status=PartnershipStatus.ACTIVE,
        )
    )


def field_rows(fields: Any) -> list[dict[str, Any]]:
    """Return fields of research with the way down to them, as facts.

    Of the sections above one, the first is shown; ``parents__parents`` must have
    been fetched along.
    """
    return [
        {"label": gettext("Field of research"), "value": _path(field)}
        for field in fields
    ]


def _path(field: ReviewSection) -> str:
    steps = [field]
    while steps[0].level != SectionLevel.BROAD and (above := steps[0].parents.all()):
        steps.insert(0, above[0])
    return " › ".join(str(step.localized("name")) for step in steps)


def _who(this: Expertise) -> list[dict[str, Any]]:
    person = this.researcher
    rows = _organisation_row(this.organisation)
    if person is None:
        return rows
    url = reverse("web:researcher", args=[person.public_id]) if person.listed else None
    name = person.localized("name")
    return [{"label": gettext("Researcher"), "value": name, "url": url}, *rows]


def _organisation_row(organisation: Organisation) -> list[dict[str, Any]]:
    url = reverse("web:organisation", args=[organisation.public_id])
    return [
        {
            "label": gettext("Organisation"),
            "value": organisation.localized("name"),
            "url": url if organisation.listed else None,
        }
    ]


def partners_row(partners: list[Municipality]) -> dict[str, Any]:
    """Return as a fact with which municipalities an institution is in partnership."""
    names = [str(place.localized("name")) for place in partners]
    return {
        "label": gettext("In partnership with"),
        "value": gettext(", ").join(names),
        "url": reverse("web:partnerships"),
    }


def _list_of(thing: Any, name: str) -> dict[str, Any]:
    """Return a bilingual list in the reader's language, or in the other one."""
    text = thing.localized(name)
    return {"entries": text.text, "lang": text.lang if text.fallback else ""}


def _words(thing: Any, name: str) -> str:
    return gettext(", ").join(_list_of(thing, name)["entries"])
