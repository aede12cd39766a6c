"""What somebody of the desk sees: the secretariat all, officers their own places."""

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Municipality, User
from accounts.rules import is_officer, is_secretariat
from catalogue.enums import NeedState, OfferState
from catalogue.models import Expertise, Facility, Need, Outcome
from curation.models import Introduction, IntroductionQuerySet
from projects.models import Project, ProjectQuerySet


def own_municipalities(user: User) -> QuerySet[Municipality]:
    """Return the municipalities that somebody is an officer of."""
    offices = user.memberships.filter(role=Role.OFFICER).values("organisation")
    return Municipality.objects.filter(sites__organisation__in=offices).distinct()


def desk_municipalities(user: User) -> QuerySet[Municipality]:
    """Return the municipalities whose cases somebody follows."""
    if is_secretariat(user):
        return Municipality.objects.all()
    return own_municipalities(user)


def desk_needs(user: User) -> QuerySet[Need]:
    """Return the needs that somebody of the desk follows.

    Drafts belong to whoever writes them; an officer's own are those written up after
    a visit.
    """
    if not is_officer(user):
        return Need.objects.none()
    rule = Q() if is_secretariat(user) else Q(municipality__in=own_municipalities(user))
    own = Q(created_by=user, visit__isnull=False)
    return Need.objects.filter((rule & ~Q(state=NeedState.DRAFT)) | own)


def desk_introductions(user: User) -> IntroductionQuerySet:
    """Return the introductions of the needs that somebody follows."""
    if is_secretariat(user):
        return Introduction.objects.all()
    return Introduction.objects.filter(pairing__need__in=desk_needs(user))


def desk_projects(user: User) -> ProjectQuerySet:
    """Return the joint projects of the needs that somebody follows."""
    if is_secretariat(user):
        return Project.objects.all()
    return Project.objects.filter(introduction__pairing__need__in=desk_needs(user))


def desk_outcomes(user: User) -> QuerySet[Outcome]:
    """Return the results that somebody of the desk follows."""
    if is_secretariat(user):
        return Outcome.objects.all()
    if not is_officer(user):
        return Outcome.objects.none()
    return Outcome.objects.filter(
        Q(municipality__in=own_municipalities(user))
        | Q(need__in=desk_needs(user))
        | Q(created_by=user)
    )


def desk_offers(
    model: type[Expertise] | type[Facility], user: User
) -> QuerySet[Expertise] | QuerySet[Facility]:
    """Return the offers the secretariat checks; drafts belong to their owners."""
    if not is_secretariat(user):
        return model.objects.none()
    return model.objects.exclude(state=OfferState.DRAFT)
