"""Who is asked, whom one may name, and by what name others know a side."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import liaison_officers, secretaries
from catalogue.models import Researcher
from catalogue.selectors.anonymity import public_face
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
    return not _people_of(party).exists()


def colleagues(party: Party) -> QuerySet[Researcher]:
    """Return whom a liaison office may pass a request on to, the named one first."""
    own = Q(affiliations__organisation=party.organisation) | Q(pk=party.researcher_id)
    return Researcher.objects.filter(own).distinct().order_by("kana", "name_ja")


def my_side(introduction: Introduction, user: User | None) -> str | None:
    """Return the side that ``user`` speaks for, if any."""
    for party in introduction.parties.all():
        if speaks_for(user, party):
            return party.side
    return None


def name_of(party: Party, reader: User | None) -> str:
    """Return a side's organisation as this reader may know it.

    The name of an anonymous poster is known to its own people and, once both sides
    agreed, to the other side; everybody else, staff included, reads that it is
    withheld (``catalogue.actions.needs.look_at_withheld_name`` tells staff and logs).
    """
    if party.side == Side.OFFER:
        return str(party.organisation)
    introduction = party.introduction
    face = public_face(introduction.need, reader)
    opened = introduction.was_agreed and takes_part(reader, introduction)
    if face.organisation is None and not opened:
        return _("Name withheld")
    return str(party.organisation)


def _people_of(party: Party) -> QuerySet[User]:
    active = User.objects.filter(is_active=True)
    if party.side == Side.NEED:
        need = party.introduction.need
        own = Q(memberships__organisation=need.organisation_id)
        return active.filter(own | Q(pk=need.created_by_id)).distinct()
    researcher = party.researcher
    if party.with_liaison or (researcher is not None and researcher.user_id is None):
        return liaison_officers(party.organisation)
    if researcher is not None:
        return active.filter(pk=researcher.user_id)
    return active.filter(memberships__organisation=party.organisation).distinct()
