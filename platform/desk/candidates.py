"""A need's candidates as the desk sees them: with evidence, capacity and conflicts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from accounts.enums import PartnershipStatus
from accounts.models import Partnership
from catalogue.enums import OfferState
from catalogue.models import Need, Researcher
from catalogue.selectors.people import barred_offers, researchers_with_room
from curation.models import Introduction
from lifecycle import clock
from recommendations.coverage import nearest
from recommendations.documents import MATCHED_NEEDS
from recommendations.enums import PairingState
from recommendations.models import Pairing
from recommendations.quoting import Quoting
from recommendations.selectors import candidates

JUST_NOW = timedelta(minutes=2)


@dataclass
class Candidate:
    """One pairing, with what speaks against asking just now."""

    pairing: Pairing
    evidence: dict[str, Any]
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


def why_none(need: Need, found: Sequence[Candidate]) -> str:
    """Return why none of a need's pairings stands as a candidate, for the template.

    ``""`` where one does; ``not_open``; ``put_aside``; ``just_opened``, where the job
    that proposes may not have run yet; else a value of ``recommendations.coverage.
    Nearest``, for which the matcher is asked.
    """
    if any(not candidate.is_dismissed for candidate in found):
        return ""
    if need.state not in MATCHED_NEEDS:
        return "not_open"
    if found:
        return "put_aside"
    if need.opened_at is not None and clock.now() - need.opened_at < JUST_NOW:
        return "just_opened"
    return nearest(need).value


def candidates_of(need: Need) -> list[Candidate]:
    """Return a need's candidates, best first, in a fixed number of queries."""
    person = OuterRef("expertise__researcher")
    barred = barred_offers(need).filter(pk=OuterRef("expertise"))
    partners = Partnership.objects.filter(
        municipality=need.municipality_id,
        status=PartnershipStatus.ACTIVE,
        institution=OuterRef("expertise__organisation"),
    )
    asked = Introduction.objects.filter(pairing=OuterRef("pk")).order_by("-pk")
    pairings = candidates(need).annotate(
        has_room=Exists(researchers_with_room().filter(pk=person)),
        barred=Exists(barred),
        partner=Exists(partners),
        latest=Subquery(asked.values("public_id")[:1]),
    )
    found = []
    quoting = Quoting()
    for pairing in pairings:
        offer = pairing.expertise
        found.append(
            Candidate(
                pairing=pairing,
                evidence=quoting.kept(pairing.evidence, need),
                department=_department(offer.researcher, offer.organisation_id),
                partner=pairing.partner,
                conflict=pairing.barred,
                no_room=offer.researcher_id is not None and not pairing.has_room,
                unpublished=offer.state != OfferState.PUBLISHED,
                introduction=pairing.latest or "",
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
