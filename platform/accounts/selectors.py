"""Reads of the region, its calendar and its offices."""

from datetime import date, timedelta
from functools import cache

import holidays
from django.db.models import QuerySet

from accounts.enums import OrganisationKind, PartnershipStatus, Role
from accounts.models import (
    ClosedDays,
    Municipality,
    Organisation,
    Partnership,
    Region,
    User,
)
from lifecycle.errors import RenkeiError
from lifecycle.memory import read_once


class NoRegion(RenkeiError):
    """No region has been loaded."""

    code = "no_region"
    status = 503
    message = "No region has been loaded yet: run “renkei load_region”."


@read_once
def region() -> Region:
    """Return the region this installation serves; one query for a page.

    Raises:
        NoRegion: none has been loaded.
    """
    row = Region.objects.select_related("secretariat").first()
    if row is None:
        raise NoRegion()
    return row


def steps_to_approve() -> list[str]:
    """Return the steps that need a second person's approval (``ApprovedStep``)."""
    try:
        steps: list[str] = region().approvals
    except NoRegion:
        return []
    return steps


def add_working_days(start: date, days: int) -> date:
    """Return the day that is ``days`` working days after ``start``.

    Saturdays, Sundays, Japan's public holidays and the region's closed days do not
    count. With 0 days the answer is ``start`` itself.
    """
    closures = _closures() if days > 0 else []
    day = start
    while days > 0:
        day += timedelta(days=1)
        closed = any(first <= day <= last for first, last in closures)
        if day.weekday() < 5 and day not in _public_holidays() and not closed:
            days -= 1
    return day


def fiscal_year(day: date) -> int:
    """Return the fiscal year (April to March) that ``day`` lies in."""
    return day.year if day.month >= 4 else day.year - 1


def officers_in_charge(municipality: Municipality | None) -> QuerySet[User]:
    """Return the officers of a municipality, or the secretariat where it has none."""
    staff = User.objects.filter(is_active=True)
    if municipality is not None:
        officers = staff.filter(
            memberships__role=Role.OFFICER,
            memberships__organisation__sites__municipality=municipality,
        ).distinct()
        if officers.exists():
            return officers
    return secretaries()


def secretaries() -> QuerySet[User]:
    """Return everybody who works for the secretariat."""
    return User.objects.filter(
        is_active=True, memberships__role=Role.SECRETARIAT
    ).distinct()


def liaison_officers(organisation: Organisation) -> QuerySet[User]:
    """Return the people of an institution's liaison office."""
    return User.objects.filter(
        is_active=True,
        memberships__role=Role.LIAISON,
        memberships__organisation=organisation,
    ).distinct()


def office_name(municipality: Municipality | None) -> Organisation:
    """Return the office that reads a need of ``municipality`` first."""
    this = region()
    if this.first_reader == "municipality" and municipality is not None:
        office = (
            Organisation.objects.filter(
                kind=OrganisationKind.MUNICIPALITY,
                sites__municipality=municipality,
                memberships__role=Role.OFFICER,
            )
            .distinct()
            .first()
        )
        if office is not None:
            return office
    return this.secretariat


def partner_institution_ids(municipality: Municipality | None) -> set[int]:
    """Return the institutions in partnership with a municipality, by primary key."""
    return set(
        Partnership.objects.filter(
            municipality=municipality, status=PartnershipStatus.ACTIVE
        ).values_list("institution_id", flat=True)
    )


@read_once
def _closures() -> list[tuple[date, date]]:
    return list(ClosedDays.objects.values_list("starts_on", "ends_on"))


@cache
def _public_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("JP")
