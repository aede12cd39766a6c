"""The matrix of municipalities and institutions."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.enums import INSTITUTION_KINDS, OrganisationKind, PartnershipStatus
from accounts.models import Municipality, Organisation, Partnership
from design.localized import LocalizedText
from web.trails import trail

TONES = {
    PartnershipStatus.ACTIVE: "success",
    PartnershipStatus.ARRANGING: "info",
    PartnershipStatus.UNCONFIRMED: "quiet",
}


@dataclass(frozen=True)
class Cell:
    """How far one municipality and one institution have come."""

    place: LocalizedText
    status: str
    tone: str
    note: int | None


@dataclass(frozen=True)
class Row:
    """An institution with its cells."""

    institution: Organisation
    cells: list[Cell]

    @property
    def confirmed(self) -> bool:
        """Whether anything is known about any of its partnerships."""
        return any(cell.note for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """The institutions of one kind."""

    label: str | Promise
    rows: list[Row]


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show who works with whom, in a table, with the source of each statement."""
    places = list(Municipality.objects.all())
    institutions = Organisation.objects.institutions().listed()
    known = Partnership.objects.exclude(status=PartnershipStatus.UNCONFIRMED)
    rows = known.select_related("municipality", "institution").prefetch_related(
        "instruments"
    )
    ordered = rows.order_by("municipality__order", "institution__kana", "pk")
    partnerships = {(p.municipality_id, p.institution_id): p for p in ordered}
    notes = {key: number for number, key in enumerate(partnerships, start=1)}

    def cell(place: Municipality, institution: Organisation) -> Cell:
        key = (place.pk, institution.pk)
        found = partnerships.get(key)
        status = PartnershipStatus(
            found.status if found else PartnershipStatus.UNCONFIRMED
        )
        name = place.localized("name")
        return Cell(name, str(status.label), TONES[status], notes.get(key))

    groups: dict[str, list[Row]] = {kind: [] for kind in INSTITUTION_KINDS}
    for institution in institutions:
        cells = [cell(place, institution) for place in places]
        groups[institution.kind].append(Row(institution, cells))
    context = {
        "places": places,
        "groups": [
            Group(OrganisationKind(kind).label, found)
            for kind, found in groups.items()
            if found
        ],
        "sources": [(notes[key], row) for key, row in partnerships.items()],
        "unconfirmed": PartnershipStatus.UNCONFIRMED.label,
        "breadcrumbs": trail((gettext("Partnerships"), "")),
    }
    return render(request, "web/partnerships.html", context)
