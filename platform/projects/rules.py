"""Who may do what in a joint project."""

import rules

from accounts.models import User
from accounts.rules import is_liaison_of, is_secretariat
from curation.enums import Side
from curation.models import Introduction
from curation.rules import takes_part
from projects.models import Project


@rules.predicate
def may_start(user: User | None, introduction: Introduction) -> bool:
    """Works for the secretariat or in the offering institution's liaison office."""
    offer = introduction.party(Side.OFFER)
    return bool(is_secretariat(user)) or is_liaison_of(user, offer.organisation)


@rules.predicate
def manages(user: User | None, project: Project) -> bool:
    """Keeps the agreements: the secretariat and the liaison office."""
    return bool(may_start(user, project.introduction))


@rules.predicate
def joins(user: User | None, project: Project) -> bool:
    """Speaks for one of the two sides that work together."""
    return bool(takes_part(user, project.introduction))
