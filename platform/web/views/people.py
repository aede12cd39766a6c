"""Who there is: one researcher, one organisation."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from catalogue.models import Affiliation, Researcher
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_facilities,
    visible_outcomes,
)
from web import structured
from web.lists import items, kinds
from web.readers import reader_of
from web.sections import sections
from web.trails import trail
from web.views.offers import field_rows, partner_municipalities, partners_row

# So many stand on the page itself; the list has them all.
SHOWN = 10


@require_safe
def researcher(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a researcher: where, which field, what they can do and what they did."""
    places = Prefetch(
        "affiliations", Affiliation.objects.select_related("organisation")
    )
    this: Researcher = get_object_or_404(
        Researcher.objects.listed().prefetch_related(
            places, "fields__parents__parents", "works"
        ),
        public_id=public_id,
    )
    reader = reader_of(request)
    offers = visible_expertise(reader).filter(researcher=this)
    results = visible_outcomes(reader).filter(project__participants__researcher=this)
    context = {
        "researcher": this,
        "facts": [
            {"label": gettext("Reading"), "value": this.kana, "lang": "ja"},
            *_workplaces(this),
            *field_rows(this.fields.all()),
            {"label": gettext("Keywords"), "value": _keywords(this)},
            _linked("ORCID", "https://orcid.org/", this.orcid),
            _linked("researchmap", "https://researchmap.jp/", this.researchmap),
        ],
        "sections": sections(this, summary=gettext("About this person")),
        "offers": items.expertise_briefly(
            offers.select_related("organisation", "researcher").distinct()
        ),
        "results": items.outcomes_briefly(
            results.select_related("municipality").distinct()
        ),
        "breadcrumbs": trail(
            (kinds.RESEARCHERS.title, reverse("web:researchers")),
            (this.localized("name"), ""),
        ),
        "schema": structured.person(request, this),
    }
    return render(request, "web/researcher.html", context)


@require_safe
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an organisation: what it is, where, with whom, and what it offers."""
    this: Organisation = get_object_or_404(
        Organisation.objects.listed(), public_id=public_id
    )
    reader = reader_of(request)
    offers = visible_expertise(reader).filter(organisation=this).distinct()
    equipment = visible_facilities(reader).filter(organisation=this).distinct()
    people = Researcher.objects.listed().filter(affiliations__organisation=this)
    here = f"?institution={this.public_id}"
    context = {
        "organisation": this,
        "facts": [
            {"label": gettext("Kind"), "value": this.get_kind_display()},
            *_sites(this),
            partners_row(partner_municipalities(this) if this.is_institution else []),
            {"label": gettext("Corporate number"), "value": this.corporate_number},
            {"label": gettext("Web site"), "value": this.url, "url": this.url},
        ],
        "offers": items.expertise_briefly(
            offers.select_related("organisation", "researcher")[:SHOWN]
        ),
        "equipment": items.facilities_briefly(
            equipment.select_related("organisation")[:SHOWN]
        ),
        "people": items.researchers_briefly(people[:SHOWN]),
        "all_offers": reverse("web:expertise_list") + here,
        "all_equipment": reverse("web:facilities") + here,
        "all_people": reverse("web:researchers") + here,
        "breadcrumbs": trail(
            (kinds.ORGANISATIONS.title, reverse("web:organisations")),
            (this.localized("name"), ""),
        ),
        "schema": structured.organisation(request, this),
    }
    return render(request, "web/organisation.html", context)


def _workplaces(this: Researcher) -> list[dict[str, Any]]:
    rows = []
    for affiliation in this.affiliations.all():
        place = affiliation.organisation
        url = reverse("web:organisation", args=[place.public_id])
        label = gettext("Works at")
        row = {"label": label, "value": place.localized("name")}
        rows.append(row | {"url": url if place.listed else None})
        if post := items.post(affiliation):
            rows.append({"label": gettext("Department and post"), "value": post})
    return rows


def _sites(this: Organisation) -> list[dict[str, Any]]:
    rows = []
    for site in this.sites.select_related("municipality"):
        parts = [items.named(site.municipality), site.localized("name")]
        words = [str(part) for part in parts if part]
        if site.address_ja:
            words.append(site.address_ja)
        value = gettext(", ").join(words)
        rows.append({"label": gettext("Site"), "value": value})
    return rows


def _keywords(this: Researcher) -> str:
    return gettext(", ").join(this.localized("keywords").text)


def _linked(label: str, base: str, ident: str) -> dict[str, Any]:
    return {"label": label, "value": ident, "url": f"{base}{ident}" if ident else None}
