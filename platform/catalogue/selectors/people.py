"""Whom may be asked: capacity and conflicts of interest."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Organisation, User
from accounts.names import bare_name, names_in
from accounts.selectors import region
from catalogue.enums import ConflictKind
from catalogue.models import (
    Conflict,
    Expertise,
    Facility,
    Need,
    Outcome,
    Researcher,
)
from lifecycle import clock

# What ties a researcher to a firm, so that the firm's rivals count as well.
TIES = (ConflictKind.OWN_FIRM, ConflictKind.JOINT_WORK, ConflictKind.PROJECT_HERE)


def researchers_with_room() -> QuerySet[Researcher]:
    """Return the researchers who have fewer open requests than they take."""
    return _with_requests().filter(asked__lt=F("most"))


def full_researchers() -> QuerySet[Researcher]:
    """Return the researchers who take no further request at present."""
    return _with_requests().filter(asked__gte=F("most"))


def room_of(researchers: list[int]) -> dict[int, int]:
    """Return how many more requests each researcher takes, by primary key."""
    rows = _with_requests().filter(pk__in=researchers).order_by()
    counts = rows.values_list("pk", "asked", "most")
    return {pk: max(most - asked, 0) for pk, asked, most in counts}


def has_room(researcher: Researcher) -> bool:
    """Return whether a researcher takes one more request."""
    return researchers_with_room().filter(pk=researcher.pk).exists()


def barred_researchers(need: Need) -> QuerySet[Researcher]:
    """Return the researchers who must not be brought together with a need's poster.

    Barred is who posted the need, who works for the poster or for a competitor that
    the poster named, who has a conflict with the poster, and whose own firm or recent
    joint work is a named competitor's. A project arranged here bars for rivals alone:
    the two who worked together may be brought together again. A conflict whose last
    day has passed is over.
    """
    rivals = competitors(need)
    houses = [need.organisation_id, *(rival.pk for rival in rivals)]
    today = clock.today()
    standing = Conflict.objects.filter(Q(until__isnull=True) | Q(until__gte=today))
    conflicting = standing.filter(
        Q(organisation=need.organisation_id) & ~Q(kind=ConflictKind.PROJECT_HERE)
        | Q(organisation__in=rivals, kind__in=TIES)
    )
    rule = Q(affiliations__organisation__in=houses)
    rule |= Q(pk__in=conflicting.values("researcher"))
    if need.created_by_id is not None:
        rule |= Q(user=need.created_by_id)
    return Researcher.objects.filter(rule).distinct()


def barred_offers(need: Need) -> QuerySet[Expertise]:
    """Return the offers that must not be brought together with a need's poster.

    Those of the poster, of a competitor that the poster named, and of the barred
    researchers.
    """
    houses = _poster_and_rivals(need)
    people = barred_researchers(need).values("pk")
    return Expertise.objects.filter(
        Q(organisation__in=houses) | Q(researcher__in=people)
    )


def barred_facilities(need: Need) -> QuerySet[Facility]:
    """Return the facilities of a need's poster and of competitors that it named."""
    return Facility.objects.filter(organisation__in=_poster_and_rivals(need))


def barred_outcomes(need: Need) -> QuerySet[Outcome]:
    """Return the results of a need itself, its poster and competitors that it named.

    A result of a need whose poster is withheld is not among them: what is missing
    would tell whose it is.
    """
    theirs = Q(need__organisation__in=_poster_and_rivals(need), need__anonymous=False)
    return Outcome.objects.filter(theirs | Q(need=need))


def conflicts_with(expertise: Expertise, need: Need) -> bool:
    """Return whether an offer must not be brought together with a need's poster."""
    return barred_offers(need).filter(pk=expertise.pk).exists()


def competitors(need: Need) -> list[Organisation]:
    """Return the registered organisations among the competitors that a poster named.

    Compared are official and short names and the corporate number, without regard to
    width, case, spaces and legal form. Names of nobody registered bar nobody; the desk
    shows them.
    """
    named = {bare_name(name) for name in names_in(need.competitors)} - {""}
    if not named:
        return []
    rows = Organisation.objects.exclude(pk=need.organisation_id)
    return [row for row in rows if named & _names_of(row)]


def unregistered_competitors(need: Need) -> list[str]:
    """Return the named competitors that no registered organisation answers to."""
    return _not_among(competitors(need), need.competitors)


def unlisted_competitors(text: str) -> list[str]:
    """Return those of the competitors named in a text whom no listed one answers to.

    For the poster, who must not learn which organisations are registered unlisted.
    """
    named = names_in(text)
    return _not_among(Organisation.objects.listed(), text) if named else []


def owners_of(offer: Expertise | Facility) -> set[User]:
    """Return who answers for an entry: its researcher, its maker, else its house."""
    researcher = getattr(offer, "researcher", None)
    if researcher is not None and researcher.user is not None:
        return {researcher.user}
    if offer.created_by is not None:
        return {offer.created_by}
    return set(User.objects.filter(memberships__organisation=offer.organisation))


def _with_requests() -> QuerySet[Any]:
    return Researcher.objects.annotate(
        asked=Count("open_requests"),
        most=Coalesce("capacity", region().researcher_capacity),
    )


def _poster_and_rivals(need: Need) -> list[int]:
    return [need.organisation_id, *(rival.pk for rival in competitors(need))]


def _not_among(organisations: Iterable[Organisation], text: str) -> list[str]:
    known = {name for row in organisations for name in _names_of(row)}
    return [name for name in names_in(text) if bare_name(name) not in known]


def _names_of(row: Organisation) -> set[str]:
    names = (
        row.name_ja,
        row.name_en,
        row.short_ja,
        row.short_en,
        row.corporate_number,
    )
    return {bare_name(name) for name in names} - {""}
