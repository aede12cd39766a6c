"""A need's candidates as the desk sees them: with evidence, capacity and conflicts."""

from dataclasses import dataclass, field
from typing import Any

from accounts.selectors import partner_institution_ids
from catalogue.enums import OfferState
from catalogue.models import Need, Researcher
from catalogue.selectors.people import barred_offers, researchers_with_room
from recommendations.enums import PairingState
from recommendations.models import Pairing
from recommendations.selectors import candidates


@dataclass
class Candidate:
    """One pairing, with what speaks against asking just now."""

    pairing: Pairing
    department: str
    partner: bool
    conflict: bool
    no_room: bool
    unpublished: bool
    introduction: str = ""
    dismiss_form: Any = field(default=None)

    @property
    def is_dismissed(self) -> bool:
        """Whether it was put aside."""
        return self.pairing.state == PairingState.DISMISSED

    @property
    def is_suggested(self) -> bool:
        """Whether nobody decided about it yet."""
        return self.pairing.state == PairingState.SUGGESTED

    @property
    def is_shortlisted(self) -> bool:
        """Whether it was chosen and can be introduced."""
        return self.pairing.state == PairingState.SHORTLISTED

    @property
    def is_introduced(self) -> bool:
        """Whether both sides were asked."""
        return self.pairing.state == PairingState.INTRODUCED


def candidates_of(need: Need) -> list[Candidate]:
    """Return a need's candidates, best first, in a fixed number of queries."""
    pairings = list(candidates(need).prefetch_related("introductions"))
    people = {
        pairing.expertise.researcher_id
        for pairing in pairings
        if pairing.expertise.researcher_id is not None
    }
    room = set(researchers_with_room().filter(pk__in=people).values_list("pk"))
    offers = [pairing.expertise_id for pairing in pairings]
    barred = set(barred_offers(need).filter(pk__in=offers).values_list("pk", flat=True))
    partners = partner_institution_ids(need.municipality) if pairings else set()
    found = []
    for pairing in pairings:
        offer = pairing.expertise
        person = (offer.researcher_id,)
        latest = max(pairing.introductions.all(), key=lambda i: i.pk, default=None)
        found.append(
            Candidate(
                pairing=pairing,
                department=_department(offer.researcher, offer.organisation_id),
                partner=offer.organisation_id in partners,
                conflict=offer.pk in barred,
                no_room=offer.researcher_id is not None and person not in room,
                unpublished=offer.state != OfferState.PUBLISHED,
                introduction=latest.public_id if latest else "",
            )
        )
    return found


def _department(researcher: Researcher | None, organisation: int) -> str:
    """Return where in the institution a researcher works."""
    if researcher is None:
        return ""
    for affiliation in researcher.affiliations.all():
        if affiliation.organisation_id == organisation:
            return str(affiliation.localized("department"))
    return ""
