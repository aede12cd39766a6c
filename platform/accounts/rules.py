"""Who somebody is: small predicates that the other rules are made of.

Transition tables call a predicate with the person and the thing; these look only at
the person.
"""

from typing import Any

import rules

from accounts.enums import Role
from accounts.models import Municipality, Organisation, User


@rules.predicate
def is_secretariat(user: User | None, thing: Any = None) -> bool:
    """Works for the secretariat."""
    return user is not None and Role.SECRETARIAT in _roles(user)


@rules.predicate
def is_officer(user: User | None, thing: Any = None) -> bool:
    """Works for a municipality or for the secretariat."""
    return user is not None and bool(
        {Role.SECRETARIAT, Role.OFFICER} & set(_roles(user))
    )


@rules.predicate
def is_the_system(user: User | None, thing: Any = None) -> bool:
    """Nobody: the machine itself acts (a term ran out, a proposal was made)."""
    return user is None


@rules.predicate
def follows(user: User | None, thing: Any = None) -> bool:
    """The step follows from another one, which was checked."""
    return True


def belongs_to(user: User | None, organisation: Organisation) -> bool:
    """Return whether the user has any role in the organisation."""
    return user is not None and organisation.pk in _organisations(user)


def is_liaison_of(user: User | None, organisation: Organisation) -> bool:
    """Return whether the user works in the organisation's liaison office."""
    if user is None:
        return False
    return _organisations(user).get(organisation.pk) == Role.LIAISON


def is_officer_for(user: User | None, municipality: Municipality | None) -> bool:
    """Return whether the user is an officer of that municipality."""
    if user is None or municipality is None or Role.OFFICER not in _roles(user):
        return False
    return user.memberships.filter(
        role=Role.OFFICER, organisation__sites__municipality=municipality
    ).exists()


def _roles(user: User) -> frozenset[str]:
    return getattr(user, "roles", frozenset())


def _organisations(user: User) -> dict[int, str]:
    return getattr(user, "organisation_roles", {})
