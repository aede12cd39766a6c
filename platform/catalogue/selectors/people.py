"""Whom may be asked: capacity and conflicts of interest."""

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from accounts.selectors import region
from catalogue.models import Conflict, Expertise, Researcher


def researchers_with_room() -> QuerySet[Researcher]:
    """Return the researchers who have fewer open requests than they take."""
    return Researcher.objects.annotate(
        asked=Count("open_requests"),
        most=Coalesce("capacity", region().researcher_capacity),
    ).filter(asked__lt=F("most"))


def has_room(researcher: Researcher) -> bool:
    """Return whether a researcher takes one more request."""
    return researchers_with_room().filter(pk=researcher.pk).exists()


def conflicts_with(expertise: Expertise, organisation: Organisation) -> bool:
    """Return whether an offer must not be brought together with an organisation."""
    if expertise.organisation_id == organisation.pk:
        return True
    if expertise.researcher_id is None:
        return False
    return Conflict.objects.filter(
        researcher=expertise.researcher_id, organisation=organisation
    ).exists()
