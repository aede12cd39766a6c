"""Who speaks for which side of an introduction."""

import rules

from accounts.models import User
from accounts.rules import belongs_to, is_liaison_of, is_secretariat
from catalogue.rules import works_for_poster
from curation.enums import Side
from curation.models import Introduction, Party


@rules.predicate
def is_asked(user: User | None, party: Party) -> bool:
    """Is one of those to whom the question is put at present.

    The poster's people; the liaison office while it has the request; afterwards the
    researcher, or for an offer without one the organisation's people. For a
    researcher without an account the liaison office answers.
    """
    if user is None:
        return False
    if party.side == Side.NEED:
        return bool(works_for_poster(user, party.introduction.need))
    if party.with_liaison:
        return is_liaison_of(user, party.organisation)
    if party.researcher is None:
        return belongs_to(user, party.organisation)
    if party.researcher.user_id is None:
        return is_liaison_of(user, party.organisation)
    return party.researcher.user_id == user.pk


@rules.predicate
def speaks_for(user: User | None, party: Party) -> bool:
    """Is asked, or works in the liaison office that the request passed through."""
    if is_asked(user, party):
        return True
    return party.side == Side.OFFER and is_liaison_of(user, party.organisation)


@rules.predicate
def takes_part(user: User | None, introduction: Introduction) -> bool:
    """Speaks for one of the two sides."""
    return any(speaks_for(user, party) for party in introduction.parties.all())


@rules.predicate
def has_the_request(user: User | None, party: Party) -> bool:
    """Works in the liaison office, or the secretariat for it, that has the request."""
    return party.with_liaison and bool((is_asked | is_secretariat)(user, party))
