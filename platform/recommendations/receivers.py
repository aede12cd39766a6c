"""What follows here from a change of the catalogue."""

from typing import Any

from django.dispatch import receiver

from catalogue.enums import OfferState
from catalogue.models import Change, Researcher
from catalogue.selectors.synonyms import KIND as DICTIONARY
from catalogue.signals import availability_changed, changed
from lifecycle.jobs import enqueue

CONCERNING = ("need", "expertise", DICTIONARY)


@receiver(changed)
def propose_anew(change: Change, **signal: Any) -> None:
    """Queue the job that proposes anew, in the transaction of the change."""
    if change.kind in CONCERNING:
        enqueue("recommendations.refresh", kind=change.kind, object_id=change.object_id)


@receiver(availability_changed)
def propose_as_may_be_asked(researcher: Researcher, **signal: Any) -> None:
    """Queue the jobs that propose somebody again, or no longer."""
    offers = researcher.expertise.filter(state=OfferState.PUBLISHED).order_by("pk")
    for ident in offers.values_list("public_id", flat=True):
        enqueue("recommendations.refresh", kind="expertise", object_id=ident)
