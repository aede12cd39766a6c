"""Introductions, played through the real actions so that their log is real."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from catalogue.models import Expertise, Need
from curation.actions.answers import accept, pass_on
from curation.actions.asking import ask_both_sides
from curation.actions.talks import start_talking
from curation.enums import Side
from curation.models import Introduction
from recommendations.models import Pairing
from tests.factories.accounts import liaison_of, person_in, secretary
from tests.factories.catalogue import ExpertiseFactory, NeedFactory
from tests.factories.recommendations import PairingFactory


@dataclass
class Case:
    """A need, an offer and the people around them; the region must be there."""

    pairing: Pairing
    secretary: User
    poster: User
    liaison: User
    researcher: User
    introduction: Introduction | None = None

    @property
    def need(self) -> Need:
        """The need, as it is now."""
        return Need.objects.get(pk=self.pairing.need_id)

    @property
    def expertise(self) -> Expertise:
        """The offer, as it is now."""
        return Expertise.objects.get(pk=self.pairing.expertise_id)

    def party(self, side: str) -> Any:
        """Return one side of the introduction, as it is now."""
        return self.introduction.parties.get(side=side)


def make_case(**need: Any) -> Case:
    """Make a shortlisted pairing and the five people of a case."""
    pairing = PairingFactory(
        need=NeedFactory(**need), expertise=ExpertiseFactory(), shortlisted=True
    )
    return Case(
        pairing=pairing,
        secretary=secretary(),
        poster=person_in(pairing.need.organisation),
        liaison=liaison_of(pairing.expertise.organisation),
        researcher=pairing.expertise.researcher.user,
    )


def asked_case(**need: Any) -> Case:
    """Make a case whose two sides are asked."""
    case = make_case(**need)
    case.introduction = ask_both_sides(pairing=case.pairing, by=case.secretary)
    return case


def agreed_case(**need: Any) -> Case:
    """Make a case whose poster and researcher agreed."""
    case = asked_case(**need)
    pass_on(case.introduction, by=case.liaison)
    accept(case.introduction, side=Side.OFFER, by=case.researcher)
    accept(case.introduction, side=Side.NEED, by=case.poster)
    return case


def talking_case(**need: Any) -> Case:
    """Make a case whose two sides are talking."""
    case = agreed_case(**need)
    start_talking(case.introduction, by=case.secretary)
    return case
