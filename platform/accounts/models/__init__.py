"""People, organisations and the region they belong to."""

from accounts.models.organisations import (
    Instrument,
    Membership,
    Municipality,
    Organisation,
    Partnership,
    Site,
)
from accounts.models.region import ClosedDays, Region
from accounts.models.users import User

__all__ = [
    "ClosedDays",
    "Instrument",
    "Membership",
    "Municipality",
    "Organisation",
    "Partnership",
    "Region",
    "Site",
    "User",
]
