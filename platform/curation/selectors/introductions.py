"""Reads of introductions: mine, those that wait for me, those of a case."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from catalogue.models import Need
from curation.enums import AnswerState, IntroductionState, Side
from curation.models import Introduction, IntroductionQuerySet, Party


def introductions_for(user: User) -> IntroductionQuerySet:
    """Return the introductions in which ``user`` speaks for a side, newest first.

    The same rule as ``curation.rules.takes_part``, as a query.
    """
    liaison = Q(side=Side.OFFER, organisation__in=_liaison_of(user))
    return _with_party(_asks(user) | liaison)


def awaiting(user: User) -> IntroductionQuerySet:
    """Return the introductions that wait for this user's answer, the oldest first."""
    waiting = Q(state=AnswerState.WAITING) & _asks(user)
    found = _with_party(waiting).filter(state=IntroductionState.ASKED)
    return found.order_by("due_on", "asked_at", "pk")


def answered(user: User) -> IntroductionQuerySet:
    """Return the user's introductions that do not wait for their answer."""
    return introductions_for(user).exclude(pk__in=awaiting(user).values("pk"))


def case_of(need: Need) -> IntroductionQuerySet:
    """Return the introductions of a need, oldest first."""
    found = Introduction.objects.filter(pairing__need=need).with_case()
    return found.order_by("asked_at", "pk")


def _with_party(rule: Q) -> IntroductionQuerySet:
    parties: QuerySet[Party] = Party.objects.filter(rule, introduction=OuterRef("pk"))
    return Introduction.objects.filter(Exists(parties)).with_case()


def _liaison_of(user: User) -> list[int]:
    roles = user.organisation_roles
    return [pk for pk, role in roles.items() if role == Role.LIAISON]


def _asks(user: User) -> Q:
    """Parties of which ``user`` is asked: ``curation.rules.is_asked`` as a query."""
    mine = list(user.organisation_roles)
    need = Q(introduction__pairing__need__created_by=user) | Q(
        introduction__pairing__need__organisation__in=mine
    )
    no_account = Q(researcher__isnull=False, researcher__user__isnull=True)
    offer = (
        (Q(with_liaison=True) | no_account) & Q(organisation__in=_liaison_of(user))
        | Q(with_liaison=False, researcher__user=user)
        | Q(with_liaison=False, researcher__isnull=True, organisation__in=mine)
    )
    return Q(side=Side.NEED) & need | Q(side=Side.OFFER) & offer
