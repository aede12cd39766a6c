"""Who may do what with the things of the catalogue."""

from typing import TypeGuard

import rules

from accounts.models import User
from accounts.rules import (
    belongs_to,
    is_liaison_of,
    is_officer_for,
    is_secretariat,
)
from catalogue.models import Need
from catalogue.models.offers import Expertise, Facility


@rules.predicate
def works_for_poster(user: User | None, need: Need) -> bool:
    """Posted the need, or belongs to the organisation that has it."""
    return _is_somebody(user) and (
        need.created_by_id == user.pk or belongs_to(user, need.organisation)
    )


@rules.predicate
def is_in_charge(user: User | None, need: Need) -> bool:
    """Works in the office that reads the need: the municipality's, the secretariat."""
    return bool(is_secretariat(user)) or is_officer_for(user, need.municipality)


@rules.predicate
def wrote_it_up(user: User | None, need: Need) -> bool:
    """Is the officer who wrote the need up after a visit or a call, with consent."""
    return (
        _is_somebody(user) and need.visit is not None and need.created_by_id == user.pk
    )


@rules.predicate
def owns_offer(user: User | None, offer: Expertise | Facility) -> bool:
    """Is the researcher, made the entry, or belongs to the offering organisation."""
    if not _is_somebody(user):
        return False
    researcher = getattr(offer, "researcher", None)
    if researcher is not None and researcher.user_id is not None:
        return researcher.user_id == user.pk or offer.created_by_id == user.pk
    return offer.created_by_id == user.pk or belongs_to(user, offer.organisation)


@rules.predicate
def checks_offer(user: User | None, offer: Expertise | Facility) -> bool:
    """Works in the offering institution's liaison office or in the secretariat."""
    return bool(is_secretariat(user)) or is_liaison_of(user, offer.organisation)


def _is_somebody(user: User | None) -> TypeGuard[User]:
    # Django's anonymous visitor has no key, and neither has the maker of an entry
    # that a region's pack brought: the two must never be taken for the same person.
    return user is not None and user.pk is not None
