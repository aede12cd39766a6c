"""Contact details: opened to both sides once both agreed, and to nobody else."""

from dataclasses import dataclass

from accounts.models import Organisation, User
from accounts.selectors import liaison_officers
from curation.enums import Side
from curation.models import Introduction, Party
from curation.rules import takes_part


@dataclass(frozen=True)
class Contact:
    """Whom to speak to, and how to reach them; empty where it is not known."""

    side: str
    organisation: Organisation
    name: str
    email: str
    phone: str
    is_office: bool = False


def contacts(introduction: Introduction, user: User | None) -> tuple[Contact, ...]:
    """Return both sides' contacts, to somebody who speaks for one of them.

    Empty for everybody else, and for everybody before both sides agreed.
    """
    if not introduction.was_agreed or not takes_part(user, introduction):
        return ()
    found: list[Contact] = []
    for party in introduction.parties.all():
        found += _need_side(party) if party.side == Side.NEED else _offer_side(party)
    return tuple(found)


def _need_side(party: Party) -> list[Contact]:
    """The person who answered, else who posted; a visited firm's person last."""
    need = party.introduction.need
    visited = need.visit.spoke_with if need.visit else ""
    return [_member(party, need.created_by_id) or _office(party, visited)]


def _offer_side(party: Party) -> list[Contact]:
    """The researcher; the liaison office where it accepted or has to pass it on."""
    researcher = party.researcher
    if party.with_liaison:
        return _liaison(party)
    if researcher is None:
        return [_member(party, None) or _office(party, "")]
    if researcher.user is None:
        return [_office(party, str(researcher)), *_liaison(party)]
    return [_person(party, researcher.user, str(researcher))]


def _liaison(party: Party) -> list[Contact]:
    officers = liaison_officers(party.organisation).order_by("pk")
    found = [_person(party, user, is_office=True) for user in officers]
    return found or [_office(party, "")]


def _member(party: Party, second: int | None) -> Contact | None:
    """One of the organisation's people: who answered, else ``second``, else anybody."""
    people = User.objects.filter(
        is_active=True, memberships__organisation=party.organisation
    )
    members = {user.pk: user for user in people.order_by("pk")}
    for pk in (party.answered_by_id, second, *members):
        if pk in members:
            return _person(party, members[pk])
    return None


def _person(
    party: Party, user: User, name: str = "", *, is_office: bool = False
) -> Contact:
    return Contact(
        side=party.side,
        organisation=party.organisation,
        name=name or user.get_full_name(),
        email=user.email,
        phone=user.phone or party.organisation.phone,
        is_office=is_office,
    )


def _office(party: Party, name: str) -> Contact:
    return Contact(
        side=party.side,
        organisation=party.organisation,
        name=name,
        email="",
        phone=party.organisation.phone,
    )
