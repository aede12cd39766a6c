"""Who sees what. One rule, twice: as a query and as tokens for the search index.

A reader holds tokens (``reader_tokens``), a thing lists the tokens that open it
(``need_audiences``); a test proves that both agree with ``visible_needs``.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from accounts.enums import PartnershipStatus
from accounts.models import Partnership, User
from accounts.rules import is_officer, is_secretariat
from accounts.selectors import (
    add_working_days,
    partner_institution_ids,
    region,
)
from catalogue.enums import NeedState, OfferState, OutcomeState, Visibility
from catalogue.models import Expertise, Facility, Need, Outcome
from lifecycle import clock

PUBLIC = "public"
MEMBERS = "members"
STAFF = "staff"
READABLE = (NeedState.OPEN, NeedState.IN_DIALOGUE, NeedState.SETTLED)


def visible_needs(user: User | None) -> QuerySet[Need]:
    """Return the needs this reader may see in lists, searches and by address."""
    readable = Q(state__in=READABLE)
    if user is None or not user.is_authenticated:
        return Need.objects.filter(readable & _open_to_all())
    if is_officer(user):
        if is_secretariat(user):
            return Need.objects.exclude(state=NeedState.DRAFT) | _own(user)
        rule = ~Q(visibility=Visibility.SECRETARIAT)
        return Need.objects.filter(readable & rule) | _in_charge(user) | _own(user)
    rule = _open_to_all()
    organisations = list(user.organisation_roles)
    if organisations:
        rule |= Q(visibility=Visibility.MEMBERS)
        partner = Partnership.objects.filter(
            municipality=OuterRef("municipality"),
            institution__in=organisations,
            status=PartnershipStatus.ACTIVE,
        )
        rule |= Q(Exists(partner), visibility=Visibility.PARTNERS_FIRST)
    return Need.objects.filter(readable & rule) | _own(user)


def visible_expertise(user: User | None) -> QuerySet[Expertise]:
    """Return the expertise this reader may see."""
    return _visible_offers(Expertise.objects.all(), user)


def visible_facilities(user: User | None) -> QuerySet[Facility]:
    """Return the facilities this reader may see."""
    return _visible_offers(Facility.objects.all(), user)


def visible_outcomes(user: User | None) -> QuerySet[Outcome]:
    """Return the results this reader may see."""
    if user is not None and is_secretariat(user):
        return Outcome.objects.all()
    return Outcome.objects.filter(state=OutcomeState.PUBLISHED)


def reader_tokens(user: User | None) -> frozenset[str]:
    """Return the tokens a reader holds for the search index."""
    if user is None or not user.is_authenticated:
        return frozenset({PUBLIC})
    tokens = {PUBLIC}
    if user.organisation_roles:
        tokens.add(MEMBERS)
        tokens |= {f"org:{pk}" for pk in user.organisation_roles}
    if is_officer(user):
        tokens.add(STAFF)
    if is_secretariat(user):
        tokens.add("secretariat")
    return frozenset(tokens)


def need_audiences(need: Need) -> frozenset[str]:
    """Return the tokens that open a need in the index; empty when nobody finds it."""
    if need.state not in READABLE:
        return frozenset()
    own = {f"org:{need.organisation_id}", "secretariat"}
    if need.visibility == Visibility.PUBLIC:
        return frozenset({PUBLIC})
    if need.visibility == Visibility.MEMBERS:
        return frozenset({MEMBERS, STAFF} | own)
    if need.visibility == Visibility.PARTNERS_FIRST:
        partners = partner_institution_ids(need.municipality)
        if not partners or _head_start_is_over(need):
            return frozenset({PUBLIC})
        return frozenset({f"org:{pk}" for pk in partners} | {STAFF} | own)
    return frozenset(own)


def head_start_begins_before() -> date:
    """Return the last opening day whose partners' head start is over today."""
    days = region().partner_head_start_days
    today = clock.today()
    day = today
    while add_working_days(day, days) > today:
        day = date.fromordinal(day.toordinal() - 1)
    return day


def _open_to_all() -> Q:
    partnered = Partnership.objects.filter(
        municipality=OuterRef("municipality"), status=PartnershipStatus.ACTIVE
    )
    over = Q(opened_at__date__lte=head_start_begins_before())
    at_once = Q(~Exists(partnered))
    return Q(visibility=Visibility.PUBLIC) | (
        Q(visibility=Visibility.PARTNERS_FIRST) & (over | at_once)
    )


def _head_start_is_over(need: Need) -> bool:
    opened = need.opened_at
    return opened is not None and localdate(opened) <= head_start_begins_before()


def _own(user: User) -> QuerySet[Need]:
    return Need.objects.filter(
        Q(organisation__in=list(user.organisation_roles)) | Q(created_by=user)
    )


def _in_charge(user: User) -> QuerySet[Need]:
    return Need.objects.exclude(state=NeedState.DRAFT).filter(
        municipality__sites__organisation__memberships__user=user,
        municipality__sites__organisation__memberships__role="officer",
        municipality__isnull=False,
    )


def _visible_offers(offers: QuerySet, user: User | None) -> QuerySet:
    rule = Q(state=OfferState.PUBLISHED)
    if user is not None and user.is_authenticated:
        if is_secretariat(user):
            return offers.exclude(state=OfferState.DRAFT) | offers.filter(
                created_by=user
            )
        rule |= Q(created_by=user) | Q(organisation__in=list(user.organisation_roles))
        if offers.model is Expertise:
            rule |= Q(researcher__user=user)
    return offers.filter(rule)
