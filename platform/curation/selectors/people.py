"""Who is asked, whom one may name, and by what name others know a side."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import liaison_officers, secretaries
from catalogue.models import Researcher
from catalogue.rules import works_for_poster
from curation.enums import Side
from curation.models import Introduction, Party
from curation.rules import speaks_for, takes_part


def people_asked(party: Party) -> QuerySet[User]:
    """Return whom the question is put to at present: who is mailed and may answer.

    Where a side has nobody with an account (an institution without a liaison office
    account, a firm that was visited), the secretariat stands in: it asks by
    telephone and records the answer.
    """
    people = _people_of(party)
    return people if people.exists() else secretaries()


def stands_in(party: Party) -> bool:
    """Return whether the secretariat asks and answers because nobody else can."""
    return party.pk in without_people([party])


def without_people(parties: Sequence[Party]) -> set[int]:
    """Return the primary keys of the sides that the secretariat stands in for.

    One query for any number of sides whose need and researcher are fetched.
    """
    persons = {party.pk: _person(party) for party in parties}
    known = Q(pk__in=[person for person in persons.values() if person is not None])
    own = Q(memberships__organisation__in={party.organisation_id for party in parties})
    active, members, liaisons = set(), set(), set()
    for person, organisation, role in User.objects.filter(
        known | own, is_active=True
    ).values_list("pk", "memberships__organisation", "memberships__role"):
        active.add(person)
        members.add(organisation)
        if role == Role.LIAISON:
            liaisons.add(organisation)

    def has_people(party: Party) -> bool:
        if party.side == Side.NEED:
            return party.organisation_id in members or persons[party.pk] in active
        if _by_liaison(party):
            return party.organisation_id in liaisons
        if party.researcher is None:
            return party.organisation_id in members
        return persons[party.pk] in active

    return {party.pk for party in parties if not has_people(party)}


def colleagues(party: Party) -> QuerySet[Researcher]:
    """Return whom a liaison office may pass a request on to."""
    own = Q(affiliations__organisation=party.organisation) | Q(pk=party.researcher_id)
    return Researcher.objects.filter(own).distinct().order_by("kana", "name_ja")


def my_side(introduction: Introduction, user: User | None) -> str | None:
    """Return the side that ``user`` speaks for, if any."""
    for party in introduction.parties.all():
        if speaks_for(user, party):
            return party.side
    return None


def name_is_withheld(party: Party, reader: User | None) -> bool:
    """Return whether a side is an anonymous poster whom this reader may not know.

    Its own people know it and, once both sides agreed, the other side; nobody else,
    staff included (``catalogue.actions.needs.look_at_withheld_name`` tells staff and
    logs the look).
    """
    introduction = party.introduction
    if party.side == Side.OFFER or not introduction.need.anonymous:
        return False
    if works_for_poster(reader, introduction.need):
        return False
    return not (introduction.was_agreed and takes_part(reader, introduction))


def name_of(party: Party, reader: User | None) -> str:
    """Return a side's organisation as this reader may know it."""
    if name_is_withheld(party, reader):
        return _("Name withheld")
    return str(party.organisation)


def _by_liaison(party: Party) -> bool:
    """Whether the liaison office answers: it has the request, or nobody else can."""
    researcher = party.researcher
    return party.with_liaison or (researcher is not None and researcher.user_id is None)


def _person(party: Party) -> int | None:
    if party.side == Side.NEED:
        return party.introduction.need.created_by_id
    return party.researcher.user_id if party.researcher else None


def _people_of(party: Party) -> QuerySet[User]:
    active = User.objects.filter(is_active=True)
    if party.side == Side.NEED:
        own = Q(memberships__organisation=party.organisation_id)
        posted = Q(needs=party.introduction.need)
        return active.filter(own | posted).distinct()
    if _by_liaison(party):
        return liaison_officers(party.organisation)
    if party.researcher is None:
        return active.filter(memberships__organisation=party.organisation).distinct()
    return active.filter(researcher=party.researcher)
